import PostalMime, { type Email } from "postal-mime";
import { quotedStage } from "#lib/replies/quoted-stage.ts";
import { parseDeliveryStatus, type RecipientStatus } from "./delivery-status.ts";
import { type PlainBounce, readPlainBounce } from "./plain-bounce.ts";

/** A mail that a server or a provider sent about a mail of ours. */
export type ReportMail =
  | {
      kind: "bounce";
      statuses: RecipientStatus[];
      /** Which command the last server answered, if the text tells and is about one recipient only. */
      stage: NonNullable<ReturnType<typeof quotedStage>> | "untold";
      returned: string;
    }
  /** RFC 5965. The type is `abuse`, `fraud`, `virus`, `not-spam`, `opt-out` or another one. */
  | { kind: "feedback"; feedbackType: string; returned: string }
  | { kind: "other" };

/** The headers of the returned mail come first; what follows them says nothing new. */
const longestReturned = 200_000;
const lineFeed = 10;
const carriageReturn = 13;

/**
 * Tells what kind of report a mail is, by its parts: delivery status of RFC 3464 (or 6533), feedback report of RFC 5965; without
 * either, by a mail server's words. Anything else, auto-replies included, is `other`.
 *
 * @param raw the mail as it came
 */
export async function parseReportMail(raw: Uint8Array): Promise<ReportMail> {
  const mail = await PostalMime.parse(withLineFeeds(raw), { forceRfc822Attachments: true });
  const parts = mail.attachments.map(({ mimeType, content }) => ({
    type: mimeType.toLowerCase(),
    text: textOf(content),
  }));
  const find = (...types: string[]) => parts.find(({ type }) => types.includes(type));
  const returned = [
    find("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers")?.text ?? "",
    // Some servers append the mail to their text instead.
    mail.text ?? "",
  ]
    .join("\n")
    .slice(0, longestReturned);
  const status = find("message/delivery-status", "message/global-delivery-status");
  if (status) {
    const statuses = parseDeliveryStatus(status.text);
    const told = statuses.length === 1 ? quotedStage(mail.text ?? "") : undefined;
    return { kind: "bounce", statuses, stage: told ?? "untold", returned };
  }
  const feedback = find("message/feedback-report");
  if (!feedback) {
    const said = readServersWords(mail);
    if (!said) return { kind: "other" };
    return { kind: "bounce", statuses: said.statuses, stage: said.stage ?? "untold", returned };
  }
  const feedbackType = /^Feedback-Type:[ \t]*([\w-]+)/im.exec(feedback.text)?.[1]?.toLowerCase() ?? "abuse";
  return { kind: "feedback", feedbackType, returned };
}

/** What a mail server says in words. A person who passes its report on is none: what they say themselves may stand in it. */
function readServersWords({ headers, text = "" }: Email): PlainBounce | null {
  const field = (name: string) => headers.find(({ key }) => key === name)?.value.trim();
  // Of Exim, and with no warning of a delay.
  const isFailure = field("x-failed-recipients") !== undefined;
  const isFromNobody = /^(?:<>)?$/.test(field("return-path") ?? "none");
  const isServer = /mailer-?daemon|postmaster@|mail delivery (?:sub)?system/i.test(field("from") ?? "");
  return isFailure || isFromNobody || isServer ? readPlainBounce(text, { isFailure }) : null;
}

/** Some programs keep a mail with CR alone at the ends of its lines. */
function withLineFeeds(raw: Uint8Array): Uint8Array {
  return raw.includes(lineFeed) ? raw : raw.map((byte) => (byte === carriageReturn ? lineFeed : byte));
}

function textOf(content: ArrayBuffer | Uint8Array | string): string {
  return typeof content === "string" ? content : new TextDecoder("latin1").decode(content);
}
