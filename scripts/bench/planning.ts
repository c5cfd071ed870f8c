// How long a large campaign takes to be planned, and how soon its first mail leaves after Send is pressed: while nothing else
// runs, and while a worker sends.
import { setTimeout as pause } from "node:timers/promises";
import type { Actor } from "#lib/accounts/actor.ts";
import { scheduleCampaign } from "#lib/campaigns/schedule-campaign.ts";
import { reviewCampaign } from "#lib/checks/review-campaign.ts";
import { createCampaign } from "#lib/drafts/create-campaign.ts";
import { saveCampaign } from "#lib/drafts/save-campaign.ts";
import { planBatches } from "#lib/planning/plan-batches.ts";
import { pool } from "#lib/platform/database.ts";
import { workerNodeOptions } from "../installation.ts";
import { benchMjml } from "./bench-mjml.ts";
import type { BenchOptions } from "./bench-options.ts";
import { startChild } from "./child.ts";
import { makeSender } from "./measured-campaign.ts";
import { peakMegabytes } from "./process-cost.ts";
import { startReceivingServer } from "./receiving-server.ts";
import { startScratchInstallation } from "./scratch-installation.ts";

export async function run({ quick }: BenchOptions): Promise<object> {
  const recipients = quick ? 100_000 : 1_000_000;
  const installation = await startScratchInstallation();
  const receiver = await startReceivingServer();
  try {
    const { actor } = installation;
    const listId = await installation.makeList(recipients);
    const senderId = await makeSender(actor, {
      name: "Fast",
      port: receiver.port,
      connections: 50,
      domain: "toko-kopi.example",
    });
    const alone = await planAlone(actor, listId, senderId);
    console.error("alone", alone);
    const besideWorker = await planBesideWorker(actor, listId, senderId);
    console.error("beside a worker", besideWorker);
    return { recipients, alone, besideWorker };
  } finally {
    await receiver.stop();
    await installation.stop();
  }
}

/** Plans in this process, in one turn. */
async function planAlone(actor: Actor, listId: string, senderId: string) {
  const id = await draft(actor, listId, senderId);
  const pressedAt = performance.now();
  await press(actor, id);
  const launchedAt = performance.now();
  const first = untilFound("SELECT 1 FROM messages WHERE campaign_id = $1 AND state = 'queued' LIMIT 1", id);
  const before = process.memoryUsage().rss;
  await planBatches({ campaignId: id }, { turnMilliseconds: Number.POSITIVE_INFINITY });
  const plannedAt = performance.now();
  return {
    pressSeconds: seconds(launchedAt - pressedAt),
    firstClaimableSeconds: seconds((await first) - pressedAt),
    plannedSeconds: seconds(plannedAt - launchedAt),
    memoryGrowthMegabytes: Math.round((process.memoryUsage().rss - before) / 1_048_576),
  };
}

async function planBesideWorker(actor: Actor, listId: string, senderId: string) {
  const worker = await startChild("workers/main.ts", [], workerNodeOptions);
  try {
    const id = await draft(actor, listId, senderId);
    const pressedAt = performance.now();
    await press(actor, id);
    const firstAt = await untilFound("SELECT 1 FROM campaigns WHERE id = $1 AND accepted > 0", id);
    const plannedAt = await untilFound(
      "SELECT 1 FROM campaigns WHERE id = $1 AND planned_at IS NOT NULL",
      id,
    );
    const { rows } = await pool().query<{ accepted: number }>(
      "SELECT accepted FROM campaigns WHERE id = $1",
      [id],
    );
    return {
      firstMailSeconds: seconds(firstAt - pressedAt),
      plannedSeconds: seconds(plannedAt - pressedAt),
      sentMeanwhile: rows[0]?.accepted,
      peakMemoryMegabytes: peakMegabytes(worker.pid),
    };
  } finally {
    await worker.stop();
  }
}

async function draft(actor: Actor, listId: string, senderId: string): Promise<string> {
  const { id } = await createCampaign(actor, { name: `Bench ${Math.random()}` });
  const patch = { subject: "News", mjml: benchMjml(15), senderId, includeListIds: [listId] };
  const saved = await saveCampaign(actor, id, { patch, base: {} });
  if (saved.kind !== "saved") throw new Error(`The campaign was not saved: ${saved.kind}`);
  // The button stands on the review.
  await reviewCampaign(actor, id);
  return id;
}

async function press(actor: Actor, id: string): Promise<void> {
  const outcome = await scheduleCampaign(actor, id, { kind: "now" });
  if (outcome.kind !== "launched") throw new Error(`Not sent: ${JSON.stringify(outcome)}`);
}

/** When a query about a campaign first gives a row, looking every 20 ms. */
async function untilFound(sql: string, campaignId: string): Promise<number> {
  while ((await pool().query(sql, [campaignId])).rows.length === 0) await pause(20);
  return performance.now();
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 10) / 100;
}
