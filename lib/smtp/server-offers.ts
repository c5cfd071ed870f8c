import type { TranscriptLine } from "./session-failure.ts";

/** What the server said in answer to EHLO, as far as sending is concerned. */
export type ServerOffers = {
  /** RFC 2920: MAIL, RCPT and DATA may go in one write. */
  pipelining: boolean;
  /** RFC 6531: addresses with letters beyond ASCII. */
  smtpUtf8: boolean;
  /** RFC 1870, the largest message it takes: undefined where SIZE was not offered, 0 where no limit was told. */
  sizeBytes: number | undefined;
};

/** The last EHLO answer: after STARTTLS nothing that was said before counts (RFC 3207 section 4.2). */
export function lastEhlo(transcript: TranscriptLine[]): string {
  const asked = transcript.findLastIndex(
    ({ from, text }) => from === "client" && /^(?:EHLO|HELO)/i.test(text),
  );
  return transcript.slice(asked + 1).find(({ from }) => from === "server")?.text ?? "";
}

export function serverOffers(transcript: TranscriptLine[]): ServerOffers {
  const ehlo = lastEhlo(transcript);
  const size = /^250[ -]SIZE(?:[ =](\d{1,15}))?\b/im.exec(ehlo);
  return {
    pipelining: /^250[ -]PIPELINING\b/im.test(ehlo),
    smtpUtf8: /^250[ -]SMTPUTF8\b/im.test(ehlo),
    sizeBytes: size ? Number(size[1] ?? 0) : undefined,
  };
}
