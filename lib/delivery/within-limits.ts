import type { ClaimedMessage } from "#lib/ledger/claim-store.ts";
import { releasedVerdict, type Verdict } from "#lib/ledger/verdict.ts";
import type { PermitLane } from "#lib/pacing/permits.ts";
import type { ProviderPass } from "#lib/pacing/provider-lane.ts";
import type { ClaimRooms } from "#lib/pacing/provider-rooms.ts";
import type { SendSlot } from "#lib/pacing/send-slots.ts";
import { isTooMuch } from "#lib/providers/provider-pace.ts";
import { hasReachedMail } from "#lib/smtp/connection-problem.ts";
import type { CampaignPace } from "./campaign-pace.ts";
import { type Beginning, isOver, type Moments, mayStart } from "./may-begin.ts";

/** What the messages of a claim wait for, beside what decides whether they may begin. */
export type Waiting = Beginning & {
  /** Where the campaign's messages wait for the line's connections. */
  lane: PermitLane;
  /** The campaign's own rate; null for none. */
  pace: CampaignPace | null;
  /** The one moment of that rate that the claim was made for; null where each message waits for its own. */
  moment: SendSlot | null;
  /** What it was to take for the providers; null where nobody paces them. */
  rooms: ClaimRooms | null;
};

type Send = (moments: Moments) => Promise<Verdict>;

/**
 * Waits for the campaign's moment, the provider's turn and all the others, in this order: a slow campaign must hold neither a turn
 * nor a connection that others could use. What may not start any more is given back unsent.
 */
export async function withinLimits(message: ClaimedMessage, run: Waiting, send: Send): Promise<Verdict> {
  const { pace, line } = run;
  const { providers } = line;
  let { moment } = run;
  if (pace?.kind === "slots" && mayStart(run)) {
    moment = await pace.take();
    if (!moment) return releasedVerdict;
  }
  if (!providers || message.provider === null) return onTheWire(run, { moment, pass: null }, send);
  run.rooms?.arrived(message.provider);
  const pass = isOver(run) ? null : await providers.enter(message.provider, run.lane);
  if (!pass) {
    // For another of the campaign, to whoever can be sent to.
    if (moment && pace?.kind === "slots") pace.putBack(moment);
    return releasedVerdict;
  }
  try {
    const verdict = await onTheWire(run, { moment, pass }, send);
    // In answer to MAIL the server speaks for itself: it has not heard yet for whom the mail is.
    if (verdict.stage !== "mail") {
      providers.note(message.provider, {
        ...verdict,
        accepted: verdict.to === "accepted",
        isTooMuch: verdict.to === "deferred" && isTooMuch(verdict),
      });
    }
    return verdict;
  } finally {
    pass.leave();
  }
}

type Held = { moment: SendSlot | null; pass: ProviderPass | null };

/** Waits for a connection's turn and the server's rate. */
async function onTheWire(run: Waiting, { moment, pass }: Held, send: Send): Promise<Verdict> {
  const { line, pace } = run;
  const onWire = await takeWire(run, { moment, pass });
  if (!onWire) return releasedVerdict;
  try {
    if (!mayStart(run)) return releasedVerdict;
    const slot = line.slots && (await line.slots.take());
    if (line.slots && !slot) return releasedVerdict;
    const { moment: own } = onWire;
    // From here on only its connection can make it late: the server's rate keeps those that wait for that apart.
    const since = performance.now();
    const moments = { slot, pass, mayGo: () => !pace || !own || pace.mayGo({ ...own, at: since }) };
    const verdict = mayStart(run) ? await send(moments) : releasedVerdict;
    // Of a day's cap, a server that is away would use up one with each try.
    if (moments.slot && !hasReachedMail(verdict.stage)) line.slots?.putBack(moments.slot);
    return verdict;
  } finally {
    line.wire.giveBack();
  }
}

/**
 * Waits for a connection's turn. Before a server that hangs, all who had their moment of the campaign's rate meanwhile would go
 * at once when it goes on: who finds that its moment is over waits for another first.
 *
 * @returns the moment that it has then; null when it may not start any more, and nothing is held
 */
async function takeWire(run: Waiting, { moment, pass }: Held): Promise<Pick<Held, "moment"> | null> {
  const { line, pace } = run;
  // Behind the rest of its claim it would hold the provider's turn for as long as all of that takes.
  const lane = { ...run.lane, isAhead: pass !== null };
  let own = moment;
  while (!isOver(run) && (await line.wire.take(lane))) {
    if (!own || pace?.kind !== "slots" || !pace.isLate(own)) return { moment: own };
    line.wire.giveBack();
    own = await pace.takeAnother(own);
    if (!own) return null;
  }
  return null;
}
