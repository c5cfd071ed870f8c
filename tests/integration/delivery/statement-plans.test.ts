import { expect, test } from "vitest";
import { settleKnownAcceptances } from "#lib/ledger/late-replies-store.ts";
import { writeLedger } from "#lib/ledger/ledger-store.ts";
import { settleSeenDoubts } from "#lib/tracking/seen-doubts-store.ts";
import { watchPlans } from "#tests/support/statement-plans.ts";
import {
  deliveryStatements,
  explainDelivery,
  fillCampaign,
  fillMessages,
  settleMessages,
} from "#tests/support/statements-of-delivery.ts";
import { makeActor } from "#tests/support/workspace.ts";

/** The key, and the partial indexes: these hold only what is under way now, however much is finished. */
const lean = [
  "messages_pkey",
  "messages_queued_idx",
  "messages_deferred_idx",
  "messages_due_idx",
  "messages_sending_idx",
];

test("marks and verdicts find their messages by key also with a plan made while there were none, and keep it", async () => {
  const actor = await makeActor();
  const campaign = { id: crypto.randomUUID(), workspaceId: actor.workspaceId };
  const message = { id: 1n, lease: crypto.randomUUID() };
  const plansOf = await watchPlans();
  expect(await plansOf(() => writeLedger([], [{ campaign, message }]))).toMatchObject({
    indexes: ["messages_pkey"],
    readWhole: [],
  });
});

test("claiming, marking, recording, taking back and finding what is due touch as few pages after 200,000 finished messages as after none", async () => {
  const actor = await makeActor();
  const { workspaceId } = actor;
  const campaignId = await fillCampaign(workspaceId, actor.userId, 20_000);
  const plansOf = await watchPlans();
  await settleMessages();
  const young = await explainDelivery(plansOf, { id: campaignId, workspaceId }, 0);

  await fillMessages(workspaceId, campaignId, 1_000_001, 1_100_000, "accepted");
  for (let campaign = 0; campaign < 50; campaign += 1)
    await fillMessages(workspaceId, crypto.randomUUID(), 1, 2_000, "accepted");
  await settleMessages();
  const old = await explainDelivery(plansOf, { id: campaignId, workspaceId }, 10);

  for (const statement of deliveryStatements) {
    for (const plans of [young[statement], old[statement]]) {
      expect(plans.readWhole, `${statement} reads no big table whole`).toEqual([]);
      expect(lean, `${statement} goes through lean indexes`).toEqual(expect.arrayContaining(plans.indexes));
      expect(plans.indexes, `${statement} goes through an index`).not.toEqual([]);
      // By time alone it would read everything of the campaign that is due.
      if (statement === "claim" || statement === "claimToTry")
        expect(plans.indexes).not.toContain("messages_due_idx");
    }
    // An index over twelve times as many rows is one level deeper at most: one page more for each of its lookups.
    expect(old[statement].pages, `pages touched by ${statement}`).toBeLessThan(
      young[statement].pages * 1.5 + 100,
    );
  }
});

test("what evidence may still settle is found by the index of doubts, among many that were sent", async () => {
  const { workspaceId } = await makeActor();
  await fillMessages(workspaceId, crypto.randomUUID(), 1, 20_000, "accepted");
  await settleMessages();
  const plansOf = await watchPlans();
  for (const settle of [settleSeenDoubts, settleKnownAcceptances]) {
    const { indexes, readWhole } = await plansOf(settle);
    expect(indexes).toContain("messages_doubt_idx");
    expect(readWhole).toEqual([]);
  }
});
