import type { LibraryError } from "./session-failure.ts";
import { parseReply, printable, type SendStage, type SmtpOutcome } from "./smtp-outcome.ts";

/** The envelope that the mail library works on; it writes down in it which recipients were taken and which not. */
export type SendProgress = {
  from: string;
  to: string[];
  size: number;
  accepted?: string[];
  rejected?: string[];
};

/** What a positive reply means: an acceptance, unless it came before the dot had left. */
export function outcomeOfReply(response: string, afterDot: boolean): SmtpOutcome {
  const reply = parseReply(response);
  if (reply && afterDot) return { kind: "accepted", stage: "dot", afterDot, ...reply };
  return {
    kind: "no_reply",
    stage: "data",
    afterDot,
    replyText: `a reply before its time: ${printable(response)}`,
  };
}

/** What an error of the mail library means for the message; only our own mark says whether the dot had left. */
export function outcomeOfError(
  error: LibraryError,
  progress: SendProgress,
  started: boolean,
  afterDot: boolean,
): SmtpOutcome {
  const stage = stageOfSend(error, progress, started, afterDot);
  const reply = error.response === undefined ? undefined : parseReply(error.response);
  if (reply && reply.replyCode >= 400) return { kind: "rejected", stage, afterDot, ...reply };
  // The library's own refusals: the message is over the announced SIZE (RFC 1870), or the address cannot be written.
  if (!started && error.response === undefined) {
    if (error.code === "EMESSAGE") return refusedHere(552, "5.3.4", error.message);
    if (error.code === "EENVELOPE") return refusedHere(553, "5.1.3", error.message);
  }
  return { kind: "no_reply", stage, afterDot, replyText: printable(error.response ?? error.message) };
}

function stageOfSend(
  { code, command }: LibraryError,
  { accepted, rejected }: SendProgress,
  started: boolean,
  afterDot: boolean,
): SendStage {
  if (afterDot || (started && code === "EMESSAGE")) return "dot";
  if (command === "MAIL FROM") return "mail";
  if (started || command === "DATA" || accepted?.length) return "data";
  return command === "RCPT TO" || rejected?.length ? "rcpt" : "mail";
}

/** A refusal made on this side, in the form a server would have given it. */
export function refusedHere(replyCode: number, enhancedCode: string, text: string): SmtpOutcome {
  return {
    kind: "rejected",
    stage: "mail",
    afterDot: false,
    replyCode,
    enhancedCode,
    replyText: printable(text),
  };
}
