import { isHeldFor } from "#lib/holds/held-campaigns.ts";
import type { ClaimedMessage } from "#lib/ledger/claim-store.ts";
import type { CampaignStanding } from "#lib/lines/campaign-standing.ts";
import type { CircuitBreaker } from "#lib/lines/circuit-breaker.ts";
import { isStopping } from "#lib/lines/running-parts.ts";
import type { SendingLine } from "#lib/lines/sending-line.ts";
import type { ProviderPass } from "#lib/pacing/provider-lane.ts";
import type { SendSlot } from "#lib/pacing/send-slots.ts";
import { databaseTime } from "#lib/platform/database-clock.ts";
import { logger } from "#lib/platform/logger.ts";
import { type Asked, askUnwanted } from "./ask-unwanted.ts";

/** What decides whether another message of a claim may begin. */
export type Beginning = Asked & {
  line: SendingLine;
  /** How the line's server takes the campaign. */
  standing: CampaignStanding;
  /** When the campaign's or the server's hours end, whichever is first; null when neither do. */
  closesAt: Date | null;
  /** The server has failed, as a whole or for the campaign, and this run is the one that tries it. */
  isProbe: boolean;
  /** The campaign was paused or the claim was lost: what is not on the wire yet stays here. */
  isStopped: boolean;
};

/** The moments at which a message may go. */
export type Moments = {
  /** The server's. */
  slot: SendSlot | null;
  /** With its provider's, where that wants few. */
  pass: ProviderPass | null;
  /** The campaign's own. Asked right before MAIL. */
  mayGo: () => boolean | Promise<boolean>;
};

/** What changed while the connection was opened: nothing of this message may be said. */
export class MailRefused extends Error {}

/** Whoever still waits was woken; who comes now must not begin to. */
export function isOver({ isStopped }: Beginning): boolean {
  return isStopped || isStopping();
}

/** Asked before a connection is: a server that fails is left alone. */
export function mayStart(run: Beginning): boolean {
  const { isProbe, line, standing } = run;
  return mayGoOn(run) && letsIn(line.breaker, isProbe) && letsIn(standing.breaker, isProbe);
}

function letsIn(breaker: CircuitBreaker, isProbe: boolean): boolean {
  return breaker.closedFor(Date.now()) === 0 && (isProbe || !breaker.isProbing());
}

/**
 * Asked right before MAIL. A connection may be minutes in coming, so all is asked once more that may have changed meanwhile:
 * hours, pause, hold, who is still wanted, the moment of the server's rate. Not how the server fares: it has let this one in.
 * Where nothing took long, it is over at once.
 *
 * @param moments is told the moment of the server's rate that it had to wait for again
 * @throws MailRefused
 */
export function makeSureBeforeMail(
  message: ClaimedMessage,
  run: Beginning,
  moments: Moments,
): Promise<void> | undefined {
  if (!mayBeSaid(message, run)) throw new MailRefused();
  const mayGo = moments.mayGo();
  if (mayGo === true && !isLate(moments, run) && Date.now() < run.askAgainAt) return undefined;
  return waitAgain(message, run, moments, mayGo);
}

async function waitAgain(
  message: ClaimedMessage,
  run: Beginning,
  moments: Moments,
  mayGo: boolean | Promise<boolean>,
): Promise<void> {
  // First of all, so that the moments of others are not over again by then.
  if (!(await mayGo) || !mayBeSaid(message, run)) throw new MailRefused();
  const { slots } = run.line;
  // Where a provider wants so few, nobody else has its turn: the next moment is there already.
  if (moments.pass?.isLate() && !(await moments.pass.takeAnother())) throw new MailRefused();
  if (slots && moments.slot && slots.isLate(moments.slot)) {
    moments.slot = await slots.takeAnother(moments.slot);
    if (!moments.slot) throw new MailRefused();
  }
  if (!(await isStillKnown(run)) || !mayBeSaid(message, run)) throw new MailRefused();
}

function isLate({ slot, pass }: Moments, { line }: Beginning): boolean {
  return (pass?.isLate() ?? false) || (slot !== null && (line.slots?.isLate(slot) ?? false));
}

function mayBeSaid({ id, provider }: ClaimedMessage, run: Beginning): boolean {
  return mayGoOn(run) && !run.unwanted.has(id) && !isHeldFor(run.campaign.id, provider);
}

function mayGoOn(run: Beginning): boolean {
  const { line, closesAt } = run;
  return !isOver(run) && line.hasShare() && (closesAt === null || isBefore(closesAt));
}

/** Where nobody knows the time any more, the message is claimed anew, by somebody who has asked. */
function isBefore(moment: Date): boolean {
  const now = databaseTime();
  return now !== null && now < moment;
}

/**
 * Asks again who is still wanted if the claim has waited so long that some may not want the mail any more.
 *
 * @returns false when nobody can say: the claim stays here
 */
export async function isStillKnown(run: Beginning): Promise<boolean> {
  if (Date.now() < run.askAgainAt) return true;
  try {
    await askUnwanted(run);
    return true;
  } catch (error) {
    logger().warn({ campaignId: run.campaign.id, err: error }, "nobody could say who is still wanted");
    run.isStopped = true;
    return false;
  }
}
