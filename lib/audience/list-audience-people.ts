import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import type { AudienceLine } from "./audience.ts";
import { type AudiencePerson, findPeople } from "./audience-store.ts";
import type { ChosenLists } from "./count-audience.ts";

export type AudiencePage = {
  people: AudiencePerson[];
  /** Cursor of the next page; null on the last one. */
  next: string | null;
};

const pageSize = 50;

/** One page of the people behind one number of the audience's sum, fifty at a time. */
export async function listAudiencePeople(
  actor: Actor,
  chosen: ChosenLists,
  line: AudienceLine,
  after: string | null = null,
): Promise<AudiencePage> {
  requirePermission(actor, "campaigns:read");
  const cursor = after !== null && /^\d{1,18}$/.test(after) ? after : "0";
  const found = await findPeople({ ...chosen, workspaceId: actor.workspaceId }, line, cursor, pageSize + 1);
  const people = found.slice(0, pageSize);
  return { people, next: found.length > pageSize ? (people.at(-1)?.id ?? null) : null };
}
