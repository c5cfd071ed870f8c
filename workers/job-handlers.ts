import { startDueCampaigns } from "#lib/campaigns/start-due-campaigns.ts";
import { deliverBatch } from "#lib/delivery/deliver-batch.ts";
import { settleLateEvidence } from "#lib/feedback/settle-late-evidence.ts";
import { importContacts } from "#lib/imports/import-contacts.ts";
import { untilStopped } from "#lib/lines/running-parts.ts";
import { planBatches } from "#lib/planning/plan-batches.ts";
import { learnProviders } from "#lib/providers/learn-providers.ts";
import { cancelMessages } from "#lib/sweeps/cancel-messages.ts";
import { sweepDeliveries } from "#lib/sweeps/sweep-deliveries.ts";
import { keepHouse } from "./keep-house.ts";
import type { JobHandlers } from "./run-job.ts";

/** Which verb does the work of which job. A job of the catalogue without one is a type error. */
export const jobHandlers: JobHandlers = {
  importContacts,
  startDueCampaigns,
  planBatches,
  deliverBatch,
  sweepDeliveries: () => sweepDeliveries({ runningSeconds: process.uptime() }),
  cancelMessages,
  settleLateEvidence,
  learnProviders: ({ campaignId }) => learnProviders({ campaignId, until: untilStopped }),
  keepHouse,
};
