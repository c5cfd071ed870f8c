import { z } from "zod";

/**
 * Why a campaign is paused or held, as a key of `campaigns.pauseReason.*`: what happened and what to do, in words.
 *
 * - `person`: somebody paused it
 * - `missed_schedule`: its time passed by more than an hour while nothing ran
 * - `restored_schedule`: its time was before a backup was put back, and it may have been sent then
 * - `not_ready`: a check failed when its time came
 * - `server_unreachable`: the sending server's address may not be connected to; one that does not answer is waited for
 * - `server_name_unknown`: there is no server by its name; waited for as well, in these words
 * - `server_sign_in`: it refuses user name or password
 * - `server_secret`, `signing_secret`: its password, or the domain's key, was sealed under another APP_SECRET
 * - `server_certificate`: its certificate does not prove who it is
 * - `server_encryption`: no encrypted connection comes about, or it offers none
 * - `server_size`: the mail is larger than it takes, whoever the recipient is
 * - `server_refuses`: it refuses everything, whoever the recipient is
 * - `sender_refused`: it does not let us send as the campaign's From
 * - `server_busy`, `server_quota`: it asked to come back later, or what its provider lets us send is used up. Campaigns were
 *   paused for it after two hours; now they wait
 * - `sender_missing`: the sender or its server was removed
 * - `content_broken`: what the campaign says cannot be made into a mail
 * - `internal`: anything else; the detail stands in the log
 */
const pauseReasonKeys = [
  "person",
  "missed_schedule",
  "restored_schedule",
  "not_ready",
  "server_unreachable",
  "server_name_unknown",
  "server_sign_in",
  "server_secret",
  "signing_secret",
  "server_certificate",
  "server_encryption",
  "server_size",
  "server_refuses",
  "sender_refused",
  "server_busy",
  "server_quota",
  "sender_missing",
  "content_broken",
  "internal",
] as const;
export type PauseReasonKey = (typeof pauseReasonKeys)[number];

const schema = z.object({
  key: z.enum(pauseReasonKeys),
  /** Values for the sentence, such as the name of the server, and `serverId` for the way to it. */
  values: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  /** The server's or the program's own words, for the engineer. */
  detail: z.string().max(4_000).nullable().default(null),
});
export type PauseReason = z.infer<typeof schema>;

/** Reads what stands in the row. Anything that is not a reason reads as `internal`, never as an exception. */
export function readPauseReason(stored: unknown): PauseReason | null {
  if (stored === null || stored === undefined) return null;
  const read = schema.safeParse(stored);
  return read.success ? read.data : { key: "internal", values: {}, detail: null };
}

/** A fault of the system, not somebody's wish: told in red, with what to do. */
export function isFault(reason: PauseReason): boolean {
  return !["person", "missed_schedule", "restored_schedule"].includes(reason.key);
}
