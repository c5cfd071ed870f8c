import type { Actor } from "#lib/accounts/actor.ts";
import { database, pool } from "#lib/platform/database.ts";
import type { ServerPace } from "#lib/servers/server-pace.ts";

export type CampaignOptions = {
  actor: Actor;
  /** Where its sending server listens, on loopback unless it has a host. */
  port: number;
  host?: string;
  /** So many contacts `person1@example.org`, `person2@...`, or these addresses. */
  recipients: number | string[];
  maxConnections?: number;
  messagesPerSecond?: number;
  /** More about its sending server. */
  server?: Partial<ServerPace>;
  /** Further sending servers, among which the sender's mail is shared. */
  others?: (Partial<ServerPace> & { port: number })[];
  retryHours?: number;
  mjml?: string;
  subject?: string;
  username?: string;
  /** It waits for this time instead of being launched. */
  scheduledAt?: Date;
};

const simpleMjml = `<mjml><mj-body><mj-section><mj-column>
<mj-text>Hello {{ contact.first_name }}</mj-text>
<mj-button href="https://shop.example/offer">Offer</mj-button>
<mj-text><a href="{{ unsubscribe_url }}">Unsubscribe</a></mj-text>
</mj-column></mj-section></mj-body></mjml>`;

/** A campaign that was just launched (or waits for its time): its recipients are not planned yet. Returns its id and its list's. */
export async function makeLaunchedCampaign(
  options: CampaignOptions,
): Promise<{ id: string; listId: string; serverId: string; otherIds: string[] }> {
  const { workspaceId, userId } = options.actor;
  const mark = crypto.randomUUID().slice(0, 8);
  const list = await database().list.create({ data: { workspaceId, name: `List ${mark}` } });
  const emails =
    typeof options.recipients === "number"
      ? Array.from({ length: options.recipients }, (_, index) => `person${index + 1}@example.org`)
      : options.recipients;
  await pool().query(
    `WITH people AS (
       INSERT INTO contacts (workspace_id, email, first_name, updated_at)
       SELECT $1::uuid, email, 'Person ' || position, now()
       FROM unnest($2::text[]) WITH ORDINALITY AS given (email, position)
       ON CONFLICT (workspace_id, email) DO UPDATE SET updated_at = now() RETURNING id)
     INSERT INTO subscriptions (list_id, contact_id, source) SELECT $3::uuid, id, 'hand' FROM people`,
    [workspaceId, emails, list.id],
  );
  const server = await database().sendingServer.create({
    data: {
      workspaceId,
      name: `Server ${mark}`,
      host: options.host ?? "127.0.0.1",
      port: options.port,
      security: "none",
      maxConnections: options.maxConnections ?? 5,
      messagesPerSecond: options.messagesPerSecond ?? null,
      ...options.server,
    },
  });
  const otherIds: string[] = [];
  for (const other of options.others ?? []) {
    const data = {
      host: "127.0.0.1",
      security: "none" as const,
      maxConnections: options.maxConnections ?? 5,
    };
    const made = await database().sendingServer.create({
      data: { workspaceId, name: `Server ${crypto.randomUUID()}`, ...data, ...other },
    });
    otherIds.push(made.id);
  }
  const sender = await database().sender.create({
    data: {
      workspaceId,
      name: "Toko Kopi",
      email: "kopi@example.com",
      sendingServerId: server.id,
      sharesServers: otherIds.length > 0,
    },
  });
  const campaign = await database().campaign.create({
    data: {
      workspaceId,
      createdBy: userId,
      name: `Campaign ${mark}`,
      ...(options.scheduledAt
        ? { state: "scheduled", scheduledAt: options.scheduledAt }
        : { state: "planning", launchedAt: new Date() }),
      subject: options.subject ?? "Hello {{ contact.first_name }}",
      mjml: options.mjml ?? simpleMjml,
      senderId: sender.id,
      retryHours: options.retryHours ?? 72,
      lists: { create: { listId: list.id, mode: "include" } },
    },
  });
  return { id: campaign.id, listId: list.id, serverId: server.id, otherIds };
}

/** What one recipient's row says. */
export async function readMessage(campaignId: string, email: string) {
  const message = await database().message.findFirstOrThrow({ where: { campaignId, email } });
  return message;
}
