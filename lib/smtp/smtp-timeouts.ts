/** Milliseconds that a server may take, for each reply as a whole and not for each packet of it. */
export type SmtpTimeouts = {
  connect: number;
  greeting: number;
  /** Every command up to DATA; they are pipelined, so they share one. */
  command: number;
  /** Without progress while the body is sent. */
  dataBlock: number;
  /** "A spurious timeout at this point ... would typically result in delivery of multiple copies" (4.5.3.2.6). */
  dot: number;
};

/** RFC 5321 section 4.5.3.2's minimums; connecting, of which it says nothing, is Postfix's 30 s. */
export const defaultTimeouts: SmtpTimeouts = {
  connect: 30_000,
  greeting: 300_000,
  command: 300_000,
  dataBlock: 180_000,
  dot: 600_000,
};

/**
 * Within this a session must be set up: greeting, EHLO, encryption, sign-in. The library's own timers begin anew with every packet,
 * so a server that sends a little ever again would hold a connection for good.
 */
export function setUpMilliseconds({ connect, greeting, command }: SmtpTimeouts): number {
  return connect + greeting + 2 * command;
}
