import MailComposer from "nodemailer/lib/mail-composer";
import { printable } from "./smtp-outcome.ts";

/**
 * A single message as raw bytes: multipart/alternative, every text part quoted-printable or base64, so that no line passes
 * 998 bytes. Line breaks in a header's value become spaces. Campaigns compile theirs once instead, see lib/mail.
 */
export async function composeMessage(message: {
  from: { name: string; address: string };
  replyTo: string | null;
  to: string;
  subject: string;
  html: string;
  text: string;
  /** Without angle brackets. */
  messageId: string;
}): Promise<Buffer> {
  const { replyTo, messageId, ...rest } = message;
  const composer = new MailComposer({
    ...rest,
    subject: printable(message.subject),
    ...(replyTo ? { replyTo } : {}),
    messageId: `<${messageId}>`,
    textEncoding: "quoted-printable",
    newline: "windows",
    // The texts are a stranger's: nothing in them may make this machine read a file or a URL.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}
