// What the statements of delivery touch, in pages of 8 KB for a hundred messages, while the table of messages grows to ten
// million finished rows. Pages are counted and not time, so the figures are the same on any machine.
import { watchPlans } from "#tests/support/statement-plans.ts";
import {
  deliveryStatements,
  explainDelivery,
  fillCampaign,
  fillMessages,
  settleMessages,
} from "#tests/support/statements-of-delivery.ts";
import type { BenchOptions } from "./bench-options.ts";
import { startScratchInstallation } from "./scratch-installation.ts";

/** Finished campaigns of this size pile up. */
const campaignSize = 250_000;

export async function run({ quick }: BenchOptions): Promise<object> {
  const sizes = quick ? [0, 250_000] : [0, 1_000_000, 10_000_000];
  const installation = await startScratchInstallation();
  const { workspaceId, userId } = installation.actor;
  try {
    const id = await fillCampaign(workspaceId, userId, 50_000);
    const plansOf = await watchPlans();
    const pages: Record<string, Record<string, number>> = {};
    let finished = 0;
    for (const [index, size] of sizes.entries()) {
      for (; finished < size; finished += campaignSize) {
        await fillMessages(workspaceId, crypto.randomUUID(), 1, campaignSize, "accepted");
      }
      await settleMessages();
      const plans = await explainDelivery(plansOf, { id, workspaceId }, index * 10);
      pages[size] = Object.fromEntries(deliveryStatements.map((name) => [name, plans[name].pages]));
      console.error(size, pages[size]);
    }
    return { pagesByFinishedRows: pages };
  } finally {
    await installation.stop();
  }
}
