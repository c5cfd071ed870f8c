import type { ConnectionProblem, ConnectionStage, ConnectionTrouble } from "./connection-problem.ts";

export type SendStage = "mail" | "rcpt" | "data" | "dot";

/** A reply of the server, taken apart. */
export type SmtpReply = {
  replyCode: number;
  /** RFC 3463, such as `5.1.1`; absent where the server gave none. */
  enhancedCode?: string;
  /** All lines in one, without the codes. */
  replyText: string;
};

/**
 * What became of one attempt to hand over one message to one recipient. `afterDot` tells whether the final dot may have
 * left this process (the mark before it was made): without a reply, such a message must never be sent again by itself.
 */
export type SmtpOutcome =
  /** 2yz to the final dot: the server has the message. */
  | ({ kind: "accepted"; stage: "dot"; afterDot: true } & SmtpReply)
  /** 4yz or 5yz: the server does not have it, whatever the stage (RFC 5321 section 4.2.5). */
  | ({ kind: "rejected"; stage: SendStage; afterDot: boolean } & SmtpReply)
  /** The connection was lost, or what came was no reply. In doubt if `afterDot`, surely not accepted otherwise. */
  | { kind: "no_reply"; stage: SendStage; afterDot: boolean; replyText: string }
  /** No session came about, so nothing was even begun. */
  | ({
      kind: "not_connected";
      stage: ConnectionStage;
      afterDot: false;
      trouble: ConnectionTrouble;
      problem: ConnectionProblem;
    } & Partial<Pick<SmtpReply, "replyCode" | "enhancedCode">> & { replyText: string });

/** How the words of a `no_reply` begin where it was not the connection that ended. Rows keep them: doubt.ts tells causes apart by them. */
export const noReplyWords = {
  tooLate: "the server did not answer in time",
  unreadable: "what the server said is no answer",
} as const;

/**
 * Takes a reply of one or several lines apart (RFC 5321 section 4.2, RFC 2034 for the enhanced code on each line). The code of
 * the last line is the reply's: it is the only one that says that the reply is over.
 *
 * @returns undefined where the text is no SMTP reply
 */
export function parseReply(reply: string): SmtpReply | undefined {
  const lines = reply.trim().split(/\r?\n/);
  const code = /^([2-5]\d\d)(?=[ -]|$)/.exec(lines.at(-1) ?? "")?.[1];
  if (!code) return undefined;
  const bare = lines.map((line) => line.replace(/^\d{3}(?:[ -]|$)/, ""));
  const enhancedCode = bare.map((line) => /^([245]\.\d{1,3}\.\d{1,3})(?=\s|$)/.exec(line)?.[1]).find(Boolean);
  const texts = enhancedCode
    ? bare.map((line) => (line.startsWith(enhancedCode) ? line.slice(enhancedCode.length) : line))
    : bare;
  return {
    replyCode: Number(code),
    ...(enhancedCode ? { enhancedCode } : {}),
    // A server's words end up in rows, logs and screens: no control characters, and no more than a long reply needs.
    replyText: printable(texts.map((line) => line.trim()).join(" ")),
  };
}

/** Text of a stranger on one line, without control characters, at most 2,000 characters. */
export function printable(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim()
    .slice(0, 2_000)
    .toWellFormed();
}
