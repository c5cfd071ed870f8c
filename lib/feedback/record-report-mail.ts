import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { suppressContacts } from "#lib/addresses/suppress-contacts.ts";
import { unsubscribeContact } from "#lib/consent/unsubscribe-contact.ts";
import { findMessage, type ReportedMessage } from "./feedback-store.ts";
import { findOwnMessage } from "./find-own-message.ts";
import { recordBounce } from "./record-bounce.ts";
import { recordComplaint } from "./record-complaint.ts";
import { parseReportMail, type ReportMail } from "./report-mail.ts";
import { toldFailure } from "./told-failure.ts";

export type RecordedReport =
  | { outcome: "bounced" | "complained" | "unsubscribed" | "known"; email: string; campaignId: string }
  /** It tells of a delay or a delivery, or takes a complaint back: nothing to record. */
  | { outcome: "nothing_final"; email: string; campaignId: string }
  /** A report, but of no mail of this workspace. */
  | { outcome: "not_ours" }
  | { outcome: "no_report" };

const complaints = ["abuse", "fraud", "virus", "other"];

/** Takes in a mail that came back to the sender's mailbox: a bounce (RFC 3464, or in words) or a spam report (RFC 5965). */
export async function recordReportMail(actor: Actor, raw: Uint8Array): Promise<RecordedReport> {
  requirePermission(actor, "contacts:write");
  const report = await parseReportMail(raw);
  if (report.kind === "other") return { outcome: "no_report" };
  const id = findOwnMessage(report.returned);
  const message = id === null ? null : await findMessage(actor.workspaceId, id);
  if (!message) return { outcome: "not_ours" };
  const { email, campaignId } = message;
  return { outcome: await record(message, report), email, campaignId };
}

async function record(
  message: ReportedMessage,
  report: Exclude<ReportMail, { kind: "other" }>,
): Promise<"bounced" | "complained" | "unsubscribed" | "known" | "nothing_final"> {
  if (report.kind === "bounce") {
    const failure = toldFailure(report.statuses, message.email);
    if (!failure) return "nothing_final";
    return (await recordBounce(message, failure, report.stage)) ? "bounced" : "known";
  }
  if (report.feedbackType === "opt-out") {
    const { workspaceId, id, email } = message;
    const contactId = BigInt(message.contactId);
    const source = `report:${id}`;
    const isKnown = await unsubscribeContact({ workspaceId, contactId, listId: "all", source });
    // Who was deleted may have come back by another import, as another contact: the word counts for the address.
    if (!isKnown)
      await suppressContacts(workspaceId, [{ email, reason: "unsubscribed", evidence: null, source }]);
    return "unsubscribed";
  }
  if (!complaints.includes(report.feedbackType)) return "nothing_final";
  return (await recordComplaint(message, report.feedbackType)) ? "complained" : "known";
}
