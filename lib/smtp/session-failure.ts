import {
  type ConnectionProblem,
  type ConnectionStage,
  connectionProblem,
  troubleOf,
} from "./connection-problem.ts";
import { parseReply, printable, type SmtpOutcome } from "./smtp-outcome.ts";

export type NotConnected = Extract<SmtpOutcome, { kind: "not_connected" }>;

/** One line of a session as it may be shown: secrets are replaced by the library before they come here. */
export type TranscriptLine = { from: "client" | "server"; text: string };

/** What the mail library puts on its errors. `originalCode` is Node's, where there is one. */
export type LibraryError = Error & {
  code?: string;
  originalCode?: string;
  command?: string;
  /** The server's reply, where the error is about one. */
  response?: string;
};

/** What a failure at a stage comes to, with the server's reply where there was one. */
export function failedAt(
  stage: ConnectionStage,
  error: LibraryError,
  transcript: TranscriptLine[],
): NotConnected {
  const reply = error.response === undefined ? undefined : parseReply(error.response);
  const code = error.originalCode ?? error.code;
  const problem = connectionProblem({
    stage,
    code,
    replyCode: reply?.replyCode,
    text: error.response ?? error.message,
    starttlsOffered: lastReplyHas(transcript, /^250[ -]STARTTLS\b/im),
  });
  // Node's advice to whoever wrote the program is no use to whoever reads this.
  const words = error.message.replace(/; if the root CA is installed.*$/s, "");
  return refusal(stage, problem, reply?.replyText ?? `${words}${code ? ` (${code})` : ""}`, reply);
}

/** A session that did not come about, in the form of an outcome. */
export function refusal(
  stage: ConnectionStage,
  problem: ConnectionProblem,
  text: string,
  reply?: { replyCode: number; enhancedCode?: string },
): NotConnected {
  return {
    kind: "not_connected",
    stage,
    afterDot: false,
    problem,
    trouble: troubleOf(problem),
    ...(reply ? { replyCode: reply.replyCode } : {}),
    ...(reply?.enhancedCode ? { enhancedCode: reply.enhancedCode } : {}),
    replyText: printable(text),
  };
}

/** The stage a failure belongs to: that of the last command sent. */
export function lastStage(transcript: TranscriptLine[]): ConnectionStage {
  const command = transcript.findLast(({ from }) => from === "client")?.text ?? "";
  if (/^STARTTLS/i.test(command)) return "starttls";
  return /^(EHLO|HELO)/i.test(command) ? "ehlo" : "greeting";
}

function lastReplyHas(transcript: TranscriptLine[], pattern: RegExp): boolean {
  return transcript.some(({ from, text }) => from === "server" && pattern.test(text));
}

/** Whether it failed while the encryption was being set up. */
export function isTlsError({ code, originalCode }: LibraryError): boolean {
  return /^(ERR_SSL|ERR_TLS|EPROTO|ETLS|CERT_|DEPTH_|SELF_|UNABLE_)/.test(originalCode ?? code ?? "");
}
