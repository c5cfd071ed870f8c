import { setTimeout as pause } from "node:timers/promises";
import type { Actor } from "#lib/accounts/actor.ts";
import { suppressContacts } from "#lib/addresses/suppress-contacts.ts";
import { pauseCampaign } from "#lib/campaigns/pause-campaign.ts";
import { resumeCampaign } from "#lib/campaigns/resume-campaign.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { tryServerNow } from "#lib/lines/try-server-now.ts";
import { pool } from "#lib/platform/database.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { makeActor } from "#tests/support/workspace.ts";
import type { FinalRow } from "./judge-torture.ts";

/** What the torture does with its campaign: through the product's verbs where there is one. Each tries until the database answers. */
export type CampaignUnderTorture = {
  id: string;
  readState: () => Promise<{ state: string; pauseReason: string | null; books: Record<string, number> }>;
  pause: () => Promise<void>;
  resume: () => Promise<void>;
  /** Suppresses the addresses of so many who, as far as can be seen, have not been sent to. */
  suppress: (count: number) => Promise<void>;
  /** Lets the time pass that a retry would wait, and the retry window of whoever was refused for now again and again. */
  makeDue: () => Promise<void>;
  /** Has the server tried before its moment where that is seconds away, as a person does who reads it on the screen. */
  tryServer: () => Promise<void>;
  /** Ends every lease. Only true to life while no worker runs: what is leased then is a dead one's. */
  endLeases: () => Promise<void>;
  readRows: () => Promise<FinalRow[]>;
  /** What does not agree between the books and the rows, in words. */
  auditBooks: () => Promise<string[]>;
};

/** Of those whom the receiver never takes, none is tried more often than this. */
const attemptsBeforeExpiry = 3;

export async function makeCampaignUnderTorture(options: {
  port: number;
  recipients: number;
  connections: number;
}): Promise<CampaignUnderTorture> {
  const actor = await makeActor();
  const { id, serverId } = await makeLaunchedCampaign({
    actor,
    port: options.port,
    recipients: options.recipients,
    maxConnections: options.connections,
  });
  await enqueue("planBatches", { campaignId: id }, { key: id });
  return controlsOf(actor, id, serverId);
}

function controlsOf(actor: Actor, id: string, serverId: string): CampaignUnderTorture {
  const query = <Row>(text: string, values: unknown[] = [id]) =>
    surely(async () => (await pool().query(text, values)).rows as Row[]);
  return {
    id,
    async readState() {
      const [row] = await query<{ state: string; pauseReason: string | null; books: Record<string, number> }>(
        `SELECT state::text, pause_reason ->> 'key' AS "pauseReason", jsonb_build_object('queued', queued, 'sending', sending,
           'deferred', deferred, 'accepted', accepted, 'bounced', bounced, 'in_doubt', in_doubt) AS books
         FROM campaigns WHERE id = $1`,
      );
      if (row === undefined) throw new Error("The campaign is gone.");
      return row;
    },
    pause: () => surely(async () => void (await pauseCampaign(actor, id))),
    resume: () => surely(async () => void (await resumeCampaign(actor, id))),
    async suppress(count) {
      const rows = await query<{ email: string }>(
        "SELECT email FROM messages WHERE campaign_id = $1 AND state = 'queued' ORDER BY id DESC LIMIT $2",
        [id, count],
      );
      const entries = rows.map(({ email }) => ({
        email,
        reason: "manual" as const,
        evidence: "torture",
        source: "torture",
      }));
      await surely(() => suppressContacts(actor.workspaceId, entries));
    },
    async makeDue() {
      await query(
        `UPDATE messages SET next_attempt_at = now(),
           first_attempt_at = first_attempt_at - CASE WHEN attempts >= ${attemptsBeforeExpiry} THEN interval '1000 hours' ELSE '0' END
         WHERE campaign_id = $1 AND state = 'deferred' AND next_attempt_at > now()`,
      );
    },
    async tryServer() {
      const rows = await query(
        "SELECT FROM server_breakers WHERE server_id = $1 AND open_until > now() + interval '3 seconds'",
        [serverId],
      );
      if (rows.length > 0) await surely(async () => void (await tryServerNow(actor, serverId)));
    },
    async endLeases() {
      await query(
        "UPDATE messages SET lease_until = now() - interval '1 second' WHERE campaign_id = $1 AND state = 'sending'",
      );
    },
    readRows: () => query<FinalRow>("SELECT email, state::text FROM messages WHERE campaign_id = $1"),
    async auditBooks() {
      const rows = await query<{ state: string; kept: number; counted: number }>(
        `SELECT state, coalesce(kept.kept, 0)::int AS kept, coalesce(counted.counted, 0)::int AS counted
         FROM (SELECT state.state, (to_jsonb(campaigns) ->> state.state)::int AS kept
               FROM campaigns, unnest(enum_range(NULL::"MessageState")::text[]) AS state (state) WHERE id = $1) kept
         FULL JOIN (SELECT state::text, count(*) AS counted FROM messages WHERE campaign_id = $1 GROUP BY state) counted USING (state)`,
      );
      const [sums] = await query<{ audience: number; rows: number; people: number }>(
        `SELECT audience, (SELECT count(*) FROM messages WHERE campaign_id = $1)::int AS rows,
           (SELECT count(DISTINCT contact_id) FROM messages WHERE campaign_id = $1)::int AS people FROM campaigns WHERE id = $1`,
      );
      const wrong = rows
        .filter(({ kept, counted }) => kept !== counted)
        .map(({ state, kept, counted }) => `${state}: ${counted} rows, ${kept} in the books`);
      if (sums && (sums.rows !== sums.audience || sums.people !== sums.rows)) {
        wrong.push(`${sums.rows} rows of ${sums.people} people for an audience of ${sums.audience}`);
      }
      return wrong;
    },
  };
}

/** The database is away from time to time; whoever looks at a screen then presses again. */
async function surely<T>(work: () => Promise<T>): Promise<T> {
  const until = performance.now() + 60_000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() > until) throw error;
      await pause(100);
    }
  }
}
