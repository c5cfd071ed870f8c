import type { ServerOffers } from "./server-offers.ts";
import { printable, type SmtpOutcome } from "./smtp-outcome.ts";

/** From whom and to whom, as the server is told; what stands in the message's headers is another matter. */
export type Envelope = { from: string; to: string };

/** MAIL with the parameters that this message needs and the server has offered. */
export function mailCommand({ from, to }: Envelope, size: number, offers: ServerOffers): string {
  const sizeParameter = offers.sizeBytes === undefined ? "" : ` SIZE=${size}`;
  const utf8Parameter = isAscii(from + to) ? "" : " SMTPUTF8";
  return `MAIL FROM:<${from}>${sizeParameter}${utf8Parameter}\r\n`;
}

/** What need not be asked: in the form a server would have refused it. */
export function refusedBefore(
  { envelope, raw }: { envelope: Envelope; raw: Buffer },
  offers: ServerOffers,
): SmtpOutcome | undefined {
  if (/[\p{Cc}<>\s]/u.test(envelope.from + envelope.to)) {
    return refusedHere(553, "5.1.3", "The address cannot stand in an SMTP command");
  }
  // RFC 6531: without SMTPUTF8 such an address must not be sent at all; 5.6.7 is its own code for that.
  if (!offers.smtpUtf8 && !isAscii(envelope.from + envelope.to)) {
    return refusedHere(553, "5.6.7", "The server takes no address with letters beyond ASCII");
  }
  if (offers.sizeBytes && raw.length > offers.sizeBytes) {
    return refusedHere(
      552,
      "5.3.4",
      `The server takes at most ${offers.sizeBytes} bytes, the message has ${raw.length}`,
    );
  }
  return undefined;
}

function isAscii(text: string): boolean {
  return !/\P{ASCII}/u.test(text);
}

function refusedHere(replyCode: number, enhancedCode: string, text: string): SmtpOutcome {
  return {
    kind: "rejected",
    stage: "mail",
    afterDot: false,
    replyCode,
    enhancedCode,
    replyText: printable(text),
  };
}
