import { z } from "zod";

/**
 * Every piece of asynchronous work, as data: what it is told and how often it may be tried. A job only nudges, the rows are
 * the truth, so running one twice changes nothing. Payloads carry ids; handlers are bound in workers/ and a missing one is a
 * type error there.
 */
export const catalogue = {
  /** Reads an uploaded file into contacts. Payload: the import. */
  importContacts: {
    payload: z.object({ importId: z.uuid() }),
    attempts: 3,
    concurrency: 1,
  },
  /** Starts campaigns whose time has come and holds those that missed it by more than an hour. */
  startDueCampaigns: { payload: z.object({}), attempts: 1, concurrency: 1 },
  /** Compiles a launched campaign's content and writes its recipients as rows, in batches. */
  planBatches: { payload: z.object({ campaignId: z.uuid() }), attempts: 5, concurrency: 2 },
  /** Sends what is due in one batch of one campaign. */
  deliverBatch: {
    payload: z.object({ campaignId: z.uuid(), batch: z.number().int().nonnegative() }),
    attempts: 1,
    concurrency: 4,
  },
  /** Finds expired leases, due retries and forgotten batches, and nudges them. */
  sweepDeliveries: { payload: z.object({}), attempts: 1, concurrency: 1 },
  /** Asks which mailbox providers host the domains of a campaign's recipients. Sending does not wait for it. */
  learnProviders: { payload: z.object({ campaignId: z.uuid() }), attempts: 1, concurrency: 1 },
  /** Moves what is not yet sent of a cancelled campaign to `cancelled`. */
  cancelMessages: { payload: z.object({ campaignId: z.uuid() }), attempts: 5, concurrency: 1 },
  /** Applies bounce reports and signs of life that came before their message had a verdict. */
  settleLateEvidence: { payload: z.object({}), attempts: 1, concurrency: 1 },
  /** Makes the next months' partitions and removes what retention allows to remove. */
  keepHouse: { payload: z.object({}), attempts: 1, concurrency: 1 },
} as const satisfies Record<string, JobDefinition>;

type JobDefinition = {
  payload: z.ZodType<Record<string, unknown>>;
  /** How often a job that throws is run in all, with exponential back-off from one second. */
  attempts: number;
  /** How many of it one worker process runs at a time. */
  concurrency: number;
};

export type JobName = keyof typeof catalogue;
export type JobPayload<N extends JobName> = z.infer<(typeof catalogue)[N]["payload"]>;

/** Work that recurs, and how often. Handlers are safe to overlap and to miss. */
export const recurring = {
  startDueCampaigns: { everyMilliseconds: 2_000 },
  sweepDeliveries: { everyMilliseconds: 2_000 },
  settleLateEvidence: { everyMilliseconds: 5_000 },
  keepHouse: { everyMilliseconds: 3_600_000 },
} as const satisfies Partial<Record<JobName, { everyMilliseconds: number }>>;
