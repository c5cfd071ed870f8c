import { markComplained, type ReportedMessage } from "./feedback-store.ts";

/**
 * Records that a recipient reported a mail as spam: they get nothing more from this workspace, from no list.
 *
 * @param feedbackType of RFC 5965 section 7.3, kept as evidence
 * @returns false when that was known
 */
export async function recordComplaint(message: ReportedMessage, feedbackType: string): Promise<boolean> {
  return await markComplained(message, `feedback report: ${feedbackType}`);
}
