import { createHash } from "node:crypto";
import { parseTemplate } from "#lib/liquid/parse-template.ts";
import { renderTemplate } from "#lib/liquid/render-template.ts";
import { cutIntoSlots, printSlots } from "#lib/liquid/template-slots.ts";
import { exactField, mailboxField } from "./mail-headers.ts";
import { compilePart, type MailPart, type MailScope } from "./mail-part.ts";

/** A campaign's content as it was written down at its launch. */
export type CampaignWords = {
  campaignId: string;
  workspaceId: string;
  campaignName: string;
  subject: string;
  html: string;
  text: string;
  fromName: string;
  fromEmail: string;
  replyTo: string | null;
  /** How many links were rewritten. */
  linkCount: number;
};

/** Everything about a campaign's mails that is the same for all recipients, made once. */
export type CompiledMail = {
  campaign: { name: string; subject: string };
  fromEmail: string;
  linkCount: number;
  subject: (scope: MailScope) => string;
  text: MailPart;
  html: MailPart;
  /** Header fields that do not depend on the recipient, up to the empty line. */
  fields: string;
  /** Before the text part, between the parts, and after the HTML part. */
  opening: string;
  between: string;
  closing: string;
};

/**
 * Compiles a campaign's mail. Composing each mail with a mail library costs 0.55 ms; filling in a compiled one about a tenth.
 *
 * @throws LiquidError, or Error for a sender that cannot stand in a header: the campaign must not be sent
 */
export function compileMail(words: CampaignWords): CompiledMail {
  const { campaignId, workspaceId, fromName, fromEmail, replyTo } = words;
  const domain = fromEmail.slice(fromEmail.lastIndexOf("@") + 1);
  // `=_` can stand in no quoted-printable text (RFC 2045 section 6.7), so no content can end a part.
  const boundary = `=_kurir_${createHash("sha256").update(campaignId).digest("hex").slice(0, 24)}`;
  const part = (type: string) =>
    `--${boundary}\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`;
  return {
    campaign: { name: words.campaignName, subject: words.subject },
    fromEmail,
    linkCount: words.linkCount,
    subject: compileSubject(words.subject),
    text: compilePart(words.text, "text"),
    html: compilePart(words.html, "html"),
    fields:
      mailboxField("From", fromName, fromEmail) +
      (replyTo ? mailboxField("Reply-To", "", replyTo) : "") +
      exactField("List-Unsubscribe-Post", "List-Unsubscribe=One-Click") +
      // RFC 2919: a name under the sender's domain that stays the same over campaigns, for filters.
      exactField("List-Id", `<${workspaceId.replaceAll("-", "")}.list.${domain}>`) +
      // Gmail's feedback loop: up to three fields of ours, none twice, and a sender id of 5 to 15 characters.
      exactField("Feedback-ID", `${campaignId}:${workspaceId}:campaign:kurir`) +
      exactField("Precedence", "bulk") +
      exactField("X-Auto-Response-Suppress", "OOF, AutoReply") +
      exactField("MIME-Version", "1.0") +
      `Content-Type: multipart/alternative;\r\n boundary="${boundary}"\r\n`,
    opening: `\r\n${part("text/plain")}`,
    between: `\r\n${part("text/html")}`,
    closing: `\r\n--${boundary}--\r\n`,
  };
}

/** Line breaks that come with a value are taken out where the field is written. */
function compileSubject(source: string): CompiledMail["subject"] {
  const cut = cutIntoSlots(source, "text");
  if (cut) return (scope) => printSlots(cut, scope);
  const whole = parseTemplate(source, "header");
  return (scope) => renderTemplate(whole, scope);
}
