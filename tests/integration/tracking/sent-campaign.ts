import type { Actor } from "#lib/accounts/actor.ts";
import { database, pool } from "#lib/platform/database.ts";

export type SentMessage = { id: string; contactId: string; email: string };
export type SentCampaign = { id: string; listId: string; otherListId: string; messages: SentMessage[] };

/** A campaign that went to a list an hour ago: every message accepted, its contacts also on a second list. */
export async function makeSentCampaign(
  actor: Actor,
  emails: string[],
  links: string[] = ["https://shop.example/a", "https://shop.example/b"],
): Promise<SentCampaign> {
  const { workspaceId } = actor;
  const lists = await Promise.all(
    ["Newsletter", "Events"].map((name) =>
      database().list.create({
        data: { workspaceId, name: `${name} ${crypto.randomUUID()}`, description: `About ${name}` },
      }),
    ),
  );
  const [list, other] = lists.map(({ id }) => id) as [string, string];
  const campaign = await database().campaign.create({
    data: {
      workspaceId,
      createdBy: actor.userId,
      name: "November",
      subject: "News",
      state: "finished",
      launchedAt: new Date(Date.now() - 3_600_000),
      audience: emails.length,
      accepted: emails.length,
      lists: { create: { listId: list, mode: "include" } },
    },
  });
  await database().link.createMany({
    data: links.map((url, position) => ({ campaignId: campaign.id, position, url })),
  });
  const messages: SentMessage[] = [];
  for (const email of emails) {
    const contact = await database().contact.create({
      data: {
        workspaceId,
        email,
        firstName: "Budi & Ani",
        subscriptions: { create: lists.map(({ id }) => ({ listId: id, source: "hand" })) },
      },
    });
    const message = await database().message.create({
      data: {
        workspaceId,
        campaignId: campaign.id,
        contactId: contact.id,
        email,
        batch: 0,
        state: "accepted",
        attempts: 1,
        acceptedAt: new Date(Date.now() - 3_600_000),
      },
    });
    messages.push({ id: String(message.id), contactId: String(contact.id), email });
  }
  return { id: campaign.id, listId: list, otherListId: other, messages };
}

/** The stored events of a message, oldest first. */
export async function eventsOf(
  messageId: string,
): Promise<{ kind: string; class: string; reasons: string[] }[]> {
  const { rows } = await pool().query(
    "SELECT kind, class, reasons, link_position, user_agent, network_hash FROM tracking_events WHERE message_id = $1 ORDER BY id",
    [messageId],
  );
  return rows;
}
