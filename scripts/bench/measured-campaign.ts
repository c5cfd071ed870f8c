import { setTimeout as pause } from "node:timers/promises";
import type { Actor } from "#lib/accounts/actor.ts";
import { scheduleCampaign } from "#lib/campaigns/schedule-campaign.ts";
import { reviewCampaign } from "#lib/checks/review-campaign.ts";
import { createCampaign } from "#lib/drafts/create-campaign.ts";
import { saveCampaign } from "#lib/drafts/save-campaign.ts";
import { database, pool } from "#lib/platform/database.ts";
import { workerNodeOptions } from "../installation.ts";
import { type Child, startChild } from "./child.ts";
import { cpuMilliseconds, cpuMillisecondsWithChildren, peakMegabytes } from "./process-cost.ts";

export type MeasuredCampaign = {
  recipients: number;
  /** From pressing Send until the last recipient is recorded. */
  seconds: number;
  /** From pressing Send until the first recipient is recorded as accepted. */
  firstAfterSeconds: number;
  perSecond: number;
  /** Of all worker processes, for each message; NaN where there is no /proc. */
  cpuMillisecondsPerMessage: number;
  /** The same of PostgreSQL, planning included. */
  databaseCpuMillisecondsPerMessage: number;
  /** Of the largest worker process. */
  peakMemoryMegabytes: number | undefined;
};

/** A sender whose server is the receiving server of the bench. */
export async function makeSender(
  actor: Actor,
  server: { name: string; port: number; connections: number; domain: string },
): Promise<string> {
  const { workspaceId } = actor;
  const { id: sendingServerId } = await database().sendingServer.create({
    data: {
      workspaceId,
      name: server.name,
      host: "127.0.0.1",
      port: server.port,
      security: "none",
      maxConnections: server.connections,
    },
  });
  const sender = await database().sender.create({
    data: { workspaceId, name: "Toko Kopi", email: `kopi@${server.domain}`, sendingServerId },
  });
  return sender.id;
}

/**
 * Writes a campaign as a person would, looks at its review, on which the button stands, presses Send and waits until the books are closed. Workers run before it begins, as
 * they do in an installation.
 */
export async function sendMeasured(
  actor: Actor,
  campaign: { listId: string; senderId: string; mjml: string; workers: number; databasePid: number },
): Promise<MeasuredCampaign> {
  const workers: Child[] = [];
  for (let index = 0; index < campaign.workers; index++)
    workers.push(await startChild("workers/main.ts", [], workerNodeOptions));
  try {
    const { id } = await createCampaign(actor, { name: `Bench ${Math.random()}` });
    const saved = await saveCampaign(actor, id, {
      patch: {
        subject: "The new harvest is here, {{ contact.first_name }}",
        senderId: campaign.senderId,
        mjml: campaign.mjml,
        includeListIds: [campaign.listId],
      },
      base: {},
    });
    if (saved.kind !== "saved") throw new Error(`The campaign was not saved: ${saved.kind}`);
    await reviewCampaign(actor, id);
    const usedBefore = usedCpu(workers, campaign.databasePid);
    const pressedAt = Date.now();
    const launched = await scheduleCampaign(actor, id, { kind: "now" });
    if (launched.kind !== "launched") throw new Error(`Not sent: ${JSON.stringify(launched)}`);
    const finishedAt = await untilFinished(id);
    const usedAfter = usedCpu(workers, campaign.databasePid);
    const { recipients, firstAt } = await readOutcome(id);
    const seconds = (finishedAt - pressedAt) / 1_000;
    return {
      recipients,
      seconds,
      firstAfterSeconds: (firstAt - pressedAt) / 1_000,
      perSecond: recipients / seconds,
      cpuMillisecondsPerMessage: (usedAfter.workers - usedBefore.workers) / recipients,
      databaseCpuMillisecondsPerMessage: (usedAfter.database - usedBefore.database) / recipients,
      peakMemoryMegabytes: largest(workers.map(({ pid }) => peakMegabytes(pid))),
    };
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
  }
}

async function untilFinished(campaignId: string): Promise<number> {
  for (;;) {
    const { rows } = await pool().query<{ state: string; finishedAt: Date | null; reason: unknown }>(
      `SELECT state, finished_at AS "finishedAt", pause_reason AS reason FROM campaigns WHERE id = $1`,
      [campaignId],
    );
    const [row] = rows;
    if (row?.state === "finished" && row.finishedAt) return row.finishedAt.getTime();
    if (row?.state === "paused") throw new Error(`The campaign was paused: ${JSON.stringify(row.reason)}`);
    await pause(100);
  }
}

/** @throws when the books say anything else than that everybody's mail was accepted */
async function readOutcome(campaignId: string): Promise<{ recipients: number; firstAt: number }> {
  const { rows } = await pool().query<{
    recipients: number;
    accepted: number;
    audience: number;
    firstAt: Date;
  }>(
    `SELECT count(*)::int AS recipients, count(*) FILTER (WHERE message.state = 'accepted')::int AS accepted,
       min(message.accepted_at) AS "firstAt", (SELECT audience FROM campaigns WHERE id = $1) AS audience
     FROM messages message WHERE campaign_id = $1`,
    [campaignId],
  );
  const [row] = rows;
  if (!row || row.accepted !== row.recipients || row.audience !== row.recipients)
    throw new Error(`Not everybody was sent to: ${JSON.stringify(row)}`);
  return { recipients: row.recipients, firstAt: row.firstAt.getTime() };
}

/** NaN where there is no /proc. */
function usedCpu(workers: Child[], databasePid: number): { workers: number; database: number } {
  return {
    workers: workers.reduce((sum, { pid }) => sum + (cpuMilliseconds(pid) ?? Number.NaN), 0),
    database: cpuMillisecondsWithChildren(databasePid) ?? Number.NaN,
  };
}

function largest(values: (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}
