import { expect, test } from "vitest";
import { batchesAtOnce } from "#lib/planning/enqueue-batches.ts";
import { pool } from "#lib/platform/database.ts";
import { findOpenBatches } from "#lib/sweeps/find-open-batches.ts";
import { findUnfinished } from "#lib/sweeps/sweep-store.ts";
import { fillCampaign } from "#tests/support/statements-of-delivery.ts";
import { makeActor } from "#tests/support/workspace.ts";

/** Batches of 500, in which nobody can go for hours: the sweeps find them due all the same. */
async function makeCampaign(batches: number): Promise<string> {
  const { workspaceId, userId } = await makeActor();
  return fillCampaign(workspaceId, userId, batches * 500);
}

/** What so many sweeps bring, each as one list. */
async function sweep(campaignId: string, times: number): Promise<number[][]> {
  const brought: number[][] = [];
  for (let time = 0; time < times; time += 1) {
    const campaign = (await findUnfinished()).find(({ id }) => id === campaignId);
    if (!campaign) throw new Error("the campaign is not sending");
    brought.push(await findOpenBatches(campaign));
  }
  return brought;
}

test("batches in which nobody can go yet keep none of the later ones from their turn, and come round themselves", async () => {
  const id = await makeCampaign(150);
  const brought = await sweep(id, 6);
  expect(new Set(brought.flat()).size, "each of the 150 batches has its turn").toBe(150);
  for (const batches of brought) {
    expect(batches.length).toBeLessThanOrEqual(batchesAtOnce);
    expect(new Set(batches).size, "none twice").toBe(batches.length);
    expect(batches[0], "the first still goes first").toBe(0);
  }
});

test("5,000 overdue messages that cannot go hide nobody else who is due", async () => {
  const id = await makeCampaign(12);
  await pool().query(
    `UPDATE messages SET state = 'deferred', next_attempt_at = now() - CASE WHEN batch = 11 THEN interval '1 minute' ELSE interval '1 hour' END
     WHERE campaign_id = $1`,
    [id],
  );
  expect((await sweep(id, 1)).flat()).toContain(11);
});

test("a batch in which nobody is due yet is not brought", async () => {
  const id = await makeCampaign(3);
  await pool().query(
    "UPDATE messages SET state = 'deferred', next_attempt_at = now() + interval '1 hour' WHERE campaign_id = $1 AND batch = 1",
    [id],
  );
  expect(await sweep(id, 2)).toEqual([
    [0, 2],
    [0, 2],
  ]);
});
