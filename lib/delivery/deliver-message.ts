import { pauseCampaignForFault } from "#lib/campaigns/pause-campaign-for-fault.ts";
import type { MergeContact } from "#lib/contacts/merge-contact.ts";
import { type DkimSigner, signMessage } from "#lib/domains/sign-message.ts";
import { isHeldFor, suspectProvider } from "#lib/holds/held-campaigns.ts";
import { holdRefusedProvider } from "#lib/holds/hold-refused-provider.ts";
import { stopsProvider } from "#lib/holds/provider-hold.ts";
import type { ClaimedMessage } from "#lib/ledger/claim-store.ts";
import { markDot, recordVerdict } from "#lib/ledger/delivery-ledger.ts";
import { judgeOutcome } from "#lib/ledger/judge-outcome.ts";
import {
  contentFailedVerdict,
  inDoubtVerdict,
  releasedVerdict,
  type SkipReason,
  skippedVerdict,
  type Verdict,
} from "#lib/ledger/verdict.ts";
import { type DotPermit, DotRefused, openDotPermit } from "#lib/lines/dot-permit.ts";
import { noteServer } from "#lib/lines/note-server.ts";
import { messageUrls } from "#lib/links/message-urls.ts";
import { composeMessage } from "#lib/mail/compose-message.ts";
import { giveBackMailBuffer } from "#lib/mail/mail-buffers.ts";
import { isMailable } from "#lib/mail/mail-headers.ts";
import { joinPieces } from "#lib/mail/mail-part.ts";
import { messageIdHeader } from "#lib/mail/message-id.ts";
import { databaseTime } from "#lib/platform/database-clock.ts";
import { environment } from "#lib/platform/environment.ts";
import { logger } from "#lib/platform/logger.ts";
import type { ServerForSending } from "#lib/senders/read-sender-for-sending.ts";
import type { SendingCampaign } from "./campaign-store.ts";
import { noteContentFailed, noteContentMade } from "./content-failures.ts";
import { isStillKnown, MailRefused, type Moments, makeSureBeforeMail } from "./may-begin.ts";
import type { CampaignMail } from "./read-compiled-mail.ts";
import { mayBeGivenBack } from "./unmarked-attempts.ts";
import { type Waiting, withinLimits } from "./within-limits.ts";

/** What the messages of one claim share. */
export type BatchRun = Waiting & {
  campaign: SendingCampaign;
  mail: CampaignMail;
  /** Null: its mails are not signed here. */
  signer: DkimSigner | null;
  batch: number;
  /** Others that its messages may go through; while one of them works or may come back, nobody has to look after this one. */
  otherServers: ServerForSending[];
  contacts: Map<bigint, MergeContact>;
};

/**
 * Delivers one claimed message: still wanted? · within the limits? · compose · sign · mark before the dot · send · judge · record.
 * Whatever happens, the row ends with a verdict, or it is left to the sweep, which decides by the mark.
 */
export async function deliverMessage(message: ClaimedMessage, run: BatchRun): Promise<void> {
  const skipReason = whyUnwanted(message, run);
  if (skipReason) return recordVerdict(run.campaign, message, skippedVerdict(skipReason));

  const dot = openDotPermit(run.line.dots, run.lane);
  let endSuspicion: (() => void) | undefined;
  try {
    const verdict = await withinLimits(message, run, (moments) => attempt(message, run, dot, moments));
    if (message.provider !== null && stopsProvider(verdict.category))
      endSuspicion = suspectProvider(run.campaign.id, message.provider);
    const recorded = recordVerdict(run.campaign, message, verdict);
    // Another dot's mark cannot be committed before this verdict is: they go in order.
    dot.giveBack();
    await recorded;
    if (endSuspicion && stopsProvider(verdict.category))
      await holdRefusedProvider(String(message.id), verdict.category, verdict);
  } finally {
    endSuspicion?.();
    dot.giveBack();
  }
}

function whyUnwanted(message: ClaimedMessage, run: BatchRun): SkipReason | null {
  const reason = run.unwanted.get(message.id);
  if (reason) return reason;
  if (!run.contacts.has(message.contactId)) return "deleted";
  return isMailable(message.email) ? null : "invalid";
}

async function attempt(
  message: ClaimedMessage,
  run: BatchRun,
  dot: DotPermit,
  moments: Moments,
): Promise<Verdict> {
  if (isHeldFor(run.campaign.id, message.provider)) return releasedVerdict;
  if (Date.now() >= run.askAgainAt && !(await isStillKnown(run))) return releasedVerdict;
  const skipReason = run.unwanted.get(message.id);
  if (skipReason) return skippedVerdict(skipReason);
  const mail = await compose(message, run);
  if ("to" in mail) return mail;
  const raw = run.signer ? await sign(mail, run.signer) : mail;
  const verdict = await mayBeGivenBack(
    (stays) => send(message, raw, run, { dot, moments, stays }),
    releasedVerdict,
  );
  // Only then has the other side read all of it; after anything else it may still be on its way out.
  if (verdict.to === "accepted") giveBackMailBuffer(raw);
  await noteServer(verdict, message.previousCategory, run);
  return verdict;
}

/** @returns the signed mail; the other's memory is free at once, as nobody reads it any more */
async function sign(mail: Buffer, signer: DkimSigner): Promise<Buffer> {
  const raw = joinPieces([await signMessage(mail, signer, presentTime()), mail]);
  giveBackMailBuffer(mail);
  return raw;
}

/** What a mail says about when it was sent is the same from all workers; other mail servers compare it with their own clocks. */
function presentTime(): Date {
  return databaseTime() ?? new Date();
}

async function send(
  message: ClaimedMessage,
  raw: Buffer,
  run: BatchRun,
  { dot, moments, stays }: { dot: DotPermit; moments: Moments; stays: () => boolean },
): Promise<Verdict> {
  let isMarked = false;
  try {
    const outcome = await run.line.transport.send({
      envelope: { from: run.mail.fromEmail, to: message.email },
      raw,
      beforeMail: () => makeSureBeforeMail(message, run, moments),
      async beforeDot() {
        await dot.take();
        // Frozen since it began, this process may have lost its connections to others.
        if (!(await run.line.makeSureOfShare())) throw new DotRefused();
        if (!stays() || !(await markDot(run.campaign, message))) throw new DotRefused();
        isMarked = true;
      },
    });
    return judgeOutcome(outcome, {
      ...message,
      retryHours: run.campaign.retryHours,
      hasOtherServer: run.otherServers.length > 0,
      campaignIsProven: run.standing.breaker.isProven(),
      campaignIsTried: run.standing.breaker.isProbing(),
      hasGotThrough: run.campaign.hasGotThrough,
      refusedInARow: run.standing.refusedInARow,
      serverIsAway: run.line.breaker.isProbing(),
      sinceFirstAttempt: message.sinceFirstAttempt + performance.now() - message.claimedAt,
      random: Math.random(),
    });
  } catch (error) {
    if (error instanceof MailRefused) return notBegun(message, run);
    run.isStopped = true;
    if (error instanceof DotRefused) return releasedVerdict;
    logger().warn({ campaignId: run.campaign.id, isMarked, err: error }, "a message could not be sent");
    // Without a mark the dot cannot have left. With one, what went wrong is not known, and so is where the mail is.
    return isMarked ? inDoubtVerdict : releasedVerdict;
  }
}

function notBegun({ id }: ClaimedMessage, { unwanted }: BatchRun): Verdict {
  const skipReason = unwanted.get(id);
  return skipReason ? skippedVerdict(skipReason) : releasedVerdict;
}

/**
 * One person's data may break the content's limits: that person is skipped. Many in a row are the content's own fault, and the
 * campaign is paused.
 */
async function compose(message: ClaimedMessage, run: BatchRun): Promise<Buffer | Verdict> {
  const id = String(message.id);
  try {
    const raw = composeMessage(run.mail, {
      email: message.email,
      contact: run.contacts.get(message.contactId) ?? {},
      messageId: messageIdHeader(id, run.mail.fromEmail, run.mail.messageIdKey),
      urls: messageUrls(environment().appUrl, id),
      at: presentTime(),
    });
    noteContentMade(run.campaign.id);
    return raw;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    if (!noteContentFailed(run.campaign.id)) return contentFailedVerdict(detail);
    run.isStopped = true;
    await pauseCampaignForFault(run.campaign.id, { key: "content_broken", values: {}, detail });
    return releasedVerdict;
  }
}
