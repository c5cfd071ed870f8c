import type { CompiledMail } from "./compile-mail.ts";
import { dateField, exactField, mailboxField, textField } from "./mail-headers.ts";
import { addPart, joinPieces, type MailPiece, type MailScope } from "./mail-part.ts";

export type MailRecipient = {
  email: string;
  /** Values of the contact by merge field. */
  contact: Record<string, unknown>;
  /** Without brackets, the same for every attempt. */
  messageId: string;
  urls: { open: string; unsubscribe: string; preferences: string; click: (position: number) => string };
  /** Of this attempt. */
  at: Date;
};

/**
 * One recipient's mail, ready for the wire: CRLF line ends, ASCII, no line over 998 bytes and no body line over 76.
 *
 * @throws what rendering throws past its limits
 */
export function composeMessage(mail: CompiledMail, recipient: MailRecipient): Buffer {
  const { email, contact, messageId, urls, at } = recipient;
  const scope: MailScope = {
    contact,
    campaign: mail.campaign,
    unsubscribe_url: urls.unsubscribe,
    preferences_url: urls.preferences,
    kurir: {
      open: urls.open,
      link: Array.from({ length: mail.linkCount }, (_, position) => urls.click(position)),
    },
  };
  const fields =
    dateField(at) +
    exactField("Message-ID", `<${messageId}>`) +
    mailboxField("To", "", email) +
    textField("Subject", mail.subject(scope)) +
    // RFC 8058 section 3.1: one HTTPS address that needs no further step.
    exactField("List-Unsubscribe", `<${urls.unsubscribe}>`);
  const pieces: MailPiece[] = [mail.fields, fields, mail.opening];
  addPart(pieces, mail.text, scope);
  pieces.push(mail.between);
  addPart(pieces, mail.html, scope);
  pieces.push(mail.closing);
  return joinPieces(pieces);
}
