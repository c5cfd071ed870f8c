import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { type CaughtMailRow, countCaughtMails, selectCaughtMails } from "./sandbox-store.ts";

const pageLength = 50;

export type SandboxPage = {
  mails: CaughtMailRow[];
  /** Of all mails that are kept, whatever is searched for. */
  total: number;
  /** For `olderThan` and `newerThan`, where there are such. */
  older?: string;
  newer?: string;
};

/** A page of what the sandbox caught of the workspace, newest first. Ids are decimal strings. */
export async function readSandboxMails(
  actor: Actor,
  { search, olderThan, newerThan }: { search: string; olderThan?: string; newerThan?: string },
): Promise<SandboxPage> {
  requirePermission(actor, "senders:read");
  const [rows, total] = await Promise.all([
    selectCaughtMails(actor.workspaceId, {
      search: search.trim().slice(0, 200),
      ...(olderThan ? { before: BigInt(olderThan) } : {}),
      ...(newerThan ? { after: BigInt(newerThan) } : {}),
      limit: pageLength + 1,
    }),
    countCaughtMails(actor.workspaceId),
  ]);
  const more = rows.length > pageLength;
  // One too many was asked for, to know whether there are more: it is the oldest, or the newest when going back.
  const mails = more ? (newerThan ? rows.slice(1) : rows.slice(0, pageLength)) : rows;
  const [newest, oldest] = [mails[0]?.id, mails.at(-1)?.id];
  return {
    mails,
    total,
    ...(oldest && (newerThan || more) ? { older: oldest } : {}),
    ...(newest && (olderThan || (newerThan && more)) ? { newer: newest } : {}),
  };
}
