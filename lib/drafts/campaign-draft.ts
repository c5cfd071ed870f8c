import { z } from "zod";
import { MJML_SOURCE_BYTES, TEXT_BYTES } from "#lib/liquid/content-limits.ts";
import { isTimeZone } from "#lib/timing/campaign-schedule.ts";

/** `transactional`: receipts and notices that people wait for; before campaigns, in the queue and at the server. */
export const campaignPriorities = ["campaign", "transactional"] as const;
export type CampaignPriority = (typeof campaignPriorities)[number];

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** What a marketer writes before sending. Moments are ISO 8601 in UTC; lists are in ascending order of their ids. */
const draftSchema = z.object({
  name: z.string().trim().min(1).max(200),
  subject: z.string().max(998),
  preheader: z.string().max(500),
  senderId: z.uuid().nullable(),
  templateId: z.uuid().nullable(),
  mjml: z.string().max(MJML_SOURCE_BYTES),
  /** Null: the plain-text part is made from the HTML. */
  text: z.string().max(TEXT_BYTES).nullable(),
  trackOpens: z.boolean(),
  trackClicks: z.boolean(),
  /** How long after its first attempt a mail that was refused for the moment is tried again. */
  retryHours: z.number().int().min(1).max(120),
  /** When it is meant to go; null: as soon as Send is pressed. */
  scheduledAt: z.iso.datetime().nullable(),
  timeZone: z.string().refine(isTimeZone),
  priority: z.enum(campaignPriorities),
  /** The hours and days in which it may be sent, see send-window.ts. */
  windowFrom: clockTime.nullable(),
  windowTo: clockTime.nullable(),
  windowDays: z.array(z.number().int().min(1).max(7)).max(7),
  maxPerSecond: z.number().min(0.01).max(10_000).nullable(),
  /** Time and hours are meant by each recipient's own clock, where it is known. */
  recipientTime: z.boolean(),
  spreadHours: z.number().int().min(1).max(168).nullable(),
  includeListIds: z.array(z.uuid()).max(500),
  excludeListIds: z.array(z.uuid()).max(500),
});
export type CampaignDraft = z.infer<typeof draftSchema>;
export type DraftField = keyof CampaignDraft;

/** A change of some fields: `patch` is wanted, `base` is what the writer saw in the same fields before. */
export const draftChangeSchema = z.object({ patch: draftSchema.partial(), base: draftSchema.partial() });
export type DraftChange = z.infer<typeof draftChangeSchema>;
export type DraftPatch = DraftChange["patch"];

export type DraftMerge =
  /** Fields of the row to write; those that already hold the wanted value are left out. */
  | { kind: "merged"; changes: DraftPatch }
  /** Somebody else changed these fields since the writer saw them, to something else. */
  | { kind: "conflict"; fields: DraftField[] };

/**
 * Two people may write one draft. Changes of different fields both stay; a change of a field that somebody else changed
 * meanwhile is not written, and the writer is told which: nobody's words are lost in silence.
 */
export function mergeDraft(current: CampaignDraft, { patch, base }: DraftChange): DraftMerge {
  const wanted = (Object.keys(patch) as DraftField[]).filter(
    (field) => patch[field] !== undefined && !isSame(patch[field], current[field]),
  );
  const fields = wanted.filter((field) => base[field] !== undefined && !isSame(base[field], current[field]));
  if (fields.length > 0) return { kind: "conflict", fields };
  return { kind: "merged", changes: Object.fromEntries(wanted.map((field) => [field, patch[field]])) };
}

function isSame(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && [...one].sort().join() === [...other].sort().join();
  }
  return one === other;
}
