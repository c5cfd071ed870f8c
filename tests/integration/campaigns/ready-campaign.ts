import type { Actor } from "#lib/accounts/actor.ts";
import type { DraftPatch } from "#lib/drafts/campaign-draft.ts";
import { createCampaign } from "#lib/drafts/create-campaign.ts";
import { saveCampaign } from "#lib/drafts/save-campaign.ts";
import { database, pool } from "#lib/platform/database.ts";
import { makeContact, makeList } from "../audience/people.ts";

const mjml = `<mjml><mj-body><mj-section><mj-column>
  <mj-text>Good day {{ contact.first_name | default: "reader" }}</mj-text>
  <mj-text><a href="{{ unsubscribe_url }}">Unsubscribe</a></mj-text>
</mj-column></mj-section></mj-body></mjml>`;

export type ReadyCampaign = { id: string; listId: string; senderId: string };

/** A draft that may be sent, to the given number of people, by way of the sandbox. */
export async function makeReadyCampaign(
  actor: Actor,
  { people = 3, changes = {} }: { people?: number; changes?: DraftPatch } = {},
): Promise<ReadyCampaign> {
  const { workspaceId } = actor;
  const listId = await makeList(workspaceId, `List ${crypto.randomUUID()}`);
  for (let person = 0; person < people; person += 1) {
    await makeContact(workspaceId, `${crypto.randomUUID()}@example.com`, { [listId]: "subscribed" });
  }
  const sender = await database().sender.create({
    data: {
      workspaceId,
      name: "Kurir News",
      email: "news@example.com",
      sendingServer: {
        create: {
          workspaceId,
          name: `Sandbox ${crypto.randomUUID()}`,
          kind: "sandbox",
          host: "127.0.0.1",
          port: 2525,
          security: "none",
        },
      },
    },
  });
  const { id } = await createCampaign(actor, { name: "November news" });
  const patch = {
    subject: "What is new",
    preheader: "Three things",
    mjml,
    senderId: sender.id,
    includeListIds: [listId],
    ...changes,
  };
  const saved = await saveCampaign(actor, id, { patch, base: {} });
  if (saved.kind !== "saved") throw new Error(`The draft was not saved: ${saved.kind}`);
  return { id, listId, senderId: sender.id };
}

/** Jobs of a kind that wait for a worker. */
export async function waitingJobs(name: string): Promise<unknown[]> {
  const exists = await pool().query("SELECT 1 FROM information_schema.tables WHERE table_schema = 'bullmq'");
  if (exists.rowCount === 0) return [];
  const { rows } = await pool().query<{ data: unknown }>("SELECT data FROM bullmq.job WHERE queue = $1", [
    name,
  ]);
  return rows.map(({ data }) => data);
}
