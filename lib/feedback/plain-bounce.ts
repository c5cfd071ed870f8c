import { quotedStage } from "#lib/replies/quoted-stage.ts";
import { printable } from "#lib/smtp/smtp-outcome.ts";
import { parseDeliveryStatus, type RecipientStatus } from "./delivery-status.ts";

export type PlainBounce = { statuses: RecipientStatus[]; stage: ReturnType<typeof quotedStage> };

/** Characters. A server's report ends long before the copy of a mail does. */
const longestReport = 20_000;
const longestLine = 1_000;

/**
 * How reports in plain words begin, white space as one space. All of them say that it is over: what is put off begins
 * differently, or is told by {@link delayWords}.
 */
const openings: readonly RegExp[] = [
  // Exim, and with it cPanel and other hosting panels; GMX and 1&1 write the same.
  // "This message was created automatically by mail delivery software. A message that you sent could not be delivered to one or more of its recipients."
  /^This message was created automatically by mail delivery software\. A message (?:that you sent|sent by \S{1,320}) could not be delivered to /,
  // qmail, and what was made of it (Plesk of old, netqmail, indimail).
  // "Hi. This is the qmail-send program at mx.example. I'm afraid I wasn't able to deliver your message to the following addresses."
  /^Hi\. This is the \S{1,40} program at \S{1,255} I'm afraid I wasn't able to deliver your message to the following address/,
  // Yahoo. "Sorry, we were unable to deliver your message to the following address."
  /^Sorry, we were unable to deliver your message to the following address/,
  // "Message from mx.example. Unable to deliver message to the following address(es)."
  /^Message from \S{1,255} Unable to deliver message to the following address/,
  // Postfix where something on the way took the machine's part away.
  // "This is the mail system at host mx.example. I'm sorry to have to inform you that your message could not be delivered to one or more recipients."
  /^This is the (?:mail system|Postfix program) at host \S{1,255} I'm sorry to have to inform you that (?:your message could not|the message returned below could not) be delivered to one or more /,
  // Sendmail. "The original message was received at ... ----- The following addresses had permanent fatal errors -----"
  /^(?:The original message was received at .{1,300}?)?----- The following addresses had permanent fatal errors -----/,
  // OpenSMTPD. "Hi! This is the MAILER-DAEMON, please DO NOT REPLY to this email. An error has occurred while attempting to deliver a message for ..."
  /^Hi! This is the MAILER-DAEMON, please DO NOT REPLY to this e-?mail\. An error has occurred while attempting to deliver a message /,
  // DragonFly's, FreeBSD's own. "This is the DragonFly Mail Agent v0.13 at mx.example. There was an error delivering your mail to <budi@example.com>."
  /^This is the DragonFly Mail Agent \S{1,40} at \S{1,255} There was an error delivering your mail to </,
  // Gmail. "Delivery to the following recipient failed permanently:"
  /^Delivery to the following recipients? failed permanently:/,
];

/** It is still being tried: "has not yet been delivered" of Exim, "THIS IS A WARNING MESSAGE ONLY" of Sendmail and Postfix. */
const delayWords =
  /not yet been delivered|warning (?:message )?only|(?:still being|will be) retried|(?:has been|is) delayed|temporary failure report|attempts will continue|not need to re-?send/i;

/** Where the copy of the mail begins: "------ This is a copy of the message", "--- Below this line is a copy", "Message headers follow." */
const copyBelow =
  /^[ \t]*(?:-{2,}[^\n]{0,80}\b(?:copy|message|headers?)\b|(?:Message headers|Original message) follow|Below is a copy of)/im;

/** A line that begins what is said about one recipient: the address alone, or before a colon. */
const namingLine = /^["<]?([^\s<>"'():,;@]{1,64}@[^\s<>"'():,;@]{1,255})[>"]? *(?:$|:\s*(.*)$)/;

/** Exim: the mail went on from there to an address that it does not, or does, name. */
const passedOn = /^\((?:generated|expanded) from:? <?([^\s<>()]{1,320})>?\)/im;
const undisclosed = "an undisclosed address";

/** What qmail adds of its own; "too long" is about no mail's size. */
const ownWords =
  / ?(?:Giving up on [\d.a-f:]+\.|\/?I'm not going to try again; this message has been in the queue too long\.)/g;

/**
 * Reads a report in words alone (RFC 3464 came late, and not to all): what it says about each recipient, above the copy of the
 * mail. Whether it is about a mail of ours is for that copy to prove, and what the words are worth for the rules of replies.
 *
 * @param text of the mail that came
 * @param isFailure its header says that recipients failed, in whatever language the text is
 * @returns null where it does not begin as one of the known reports that a mail could not be delivered, or says that it is still tried
 */
export function readPlainBounce(text: string, { isFailure }: { isFailure: boolean }): PlainBounce | null {
  const head = text.slice(0, longestReport).replace(/\r\n?/g, "\n");
  const report = head.slice(0, copyBelow.exec(head)?.index);
  const statuses = readFields(report) ?? readWords(report, isFailure);
  return statuses && { statuses, stage: statuses.length === 1 ? saidStage(report) : undefined };
}

/** The machine's part, where it was put among the words, by a server or by what a broken mail was read as. */
function readFields(report: string): RecipientStatus[] | null {
  if (!/^Final-Recipient:/im.test(report)) return null;
  const statuses = parseDeliveryStatus(report);
  return statuses.length > 0 ? statuses : null;
}

function readWords(report: string, isFailure: boolean): RecipientStatus[] | null {
  const beginning = report.replace(/\s+/g, " ").trim();
  if (delayWords.test(beginning)) return null;
  return isFailure || openings.some((opening) => opening.test(beginning))
    ? readBlocks(report).map(readStatus)
    : null;
}

type Block = { recipient: string; said: string };

function readBlocks(report: string): Block[] {
  const blocks: Block[] = [];
  let current: Block | undefined;
  for (const line of report.split("\n").map((each) => each.slice(0, longestLine).trim())) {
    const [, named, rest = ""] = namingLine.exec(line) ?? [];
    const recipient = named ?? (line === undisclosed ? undisclosed : undefined);
    if (recipient && !blocks.some((block) => block.recipient === recipient)) {
      current = { recipient, said: rest };
      blocks.push(current);
    } else if (line !== "") {
      if (current) current.said += `\n${line}`;
    } else if (current && /[^:]$/.test(current.said)) {
      // The end of the server's words, unless they only announced others; advice may follow, or all of it in another language.
      current = undefined;
    }
  }
  if (blocks.length > 0) return blocks;
  const all = new Set(
    [...report.matchAll(/<([^\s<>@]{1,64}@[^\s<>@]{1,255})>/g)].map(([, address]) => address),
  );
  const [only] = all;
  // Who names nobody, or several in one breath, is not heard about any of them in particular.
  return [{ recipient: all.size === 1 && only ? only : undisclosed, said: report }];
}

function readStatus({ recipient, said }: Block): RecipientStatus {
  const words = printable(said.replace(/\s+/g, " ").replace(ownWords, ""));
  const [reply] = /(?:^|[:>)"<] ?)[45]\d\d[ -].*/.exec(words) ?? [];
  const spoken = reply?.replace(/^\D+/, "") ?? words;
  // RFC 3463: classes 4 and 5, subjects 0 to 7. Neither an address nor a program's version looks so.
  const enhancedCode = /(?<![\d.])[45]\.[0-7]\.\d{1,3}(?![\d.])/.exec(spoken)?.[0] ?? null;
  return {
    action: "failed",
    finalRecipient: recipient,
    originalRecipient: passedOn.exec(said)?.[1] ?? null,
    enhancedCode,
    replyCode: reply ? Number(spoken.slice(0, 3)) : enhancedCode?.startsWith("4") ? 450 : 550,
    replyText: spoken || "no reason given",
  };
}

/** Which command was answered, as these programs say it: "does not like recipient.", "failed after I sent the message." */
function saidStage(report: string): PlainBounce["stage"] {
  const known = quotedStage(report);
  if (known) return known;
  const said = report.replace(/\s+/g, " ");
  if (/does not like recipient\.|did not like our RCPT|after RCPT (?:TO|command)|\[RCPT_TO\]/.test(said))
    return "rcpt";
  if (/failed after I sent the message\.|did not like our (?:DATA|final DATA)|after end of data/i.test(said))
    return "dot";
  return /did not like our MAIL|after MAIL (?:FROM|command)|\[MAIL_FROM\]/.test(said) ? "mail" : undefined;
}
