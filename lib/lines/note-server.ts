import { pauseCampaignForFault } from "#lib/campaigns/pause-campaign-for-fault.ts";
import type { ServerFault, Verdict } from "#lib/ledger/verdict.ts";
import { logger } from "#lib/platform/logger.ts";
import type { ServerForSending } from "#lib/senders/read-sender-for-sending.ts";
import { hasReachedMail } from "#lib/smtp/connection-problem.ts";
import type { CampaignStanding } from "./campaign-standing.ts";
import { evidenceOf, isPutOff } from "./evidence.ts";
import { needsPerson, type SendingLine } from "./sending-line.ts";
import { type Trial, tellItWorks, tellTrouble } from "./server-trials.ts";

/** Through what a message went, and through what else its campaign may send. */
type Sent = {
  line: SendingLine;
  standing: CampaignStanding;
  campaign: { id: string; fromEmail: string };
  batch: number;
  otherServers: ServerForSending[];
};

/**
 * A server that fails as a whole is left alone for a while and tried again, and so is one that refuses the campaign, by that
 * campaign. Only for what a person must mend does the campaign wait for one.
 *
 * @param verdict what became of a message that went through the server
 * @param previousCategory what the attempt before this one met with
 */
export function noteServer(
  verdict: Verdict,
  previousCategory: string | null,
  sent: Sent,
): Promise<void> | undefined {
  const { line, standing } = sent;
  if (hasSpoken(verdict)) line.noteAnswer();
  if (verdict.to !== "accepted" || line.breaker.isProbing() || standing.breaker.isProbing())
    return judge(verdict, previousCategory, sent);
  // Nearly always: nothing to tell anybody, and nothing to wait for.
  line.breaker.noteSuccess();
  line.putOffInARow = 0;
  standing.breaker.noteSuccess();
  standing.refusedInARow = 0;
  return undefined;
}

/** There is a mail server where it is set up, whatever it thinks of ours. */
function hasSpoken({ replyCode, stage }: Verdict): boolean {
  return replyCode !== null || hasReachedMail(stage);
}

async function judge(verdict: Verdict, previousCategory: string | null, sent: Sent): Promise<void> {
  const { line, standing, campaign, batch } = sent;
  const isSaidAgain = verdict.category === previousCategory;
  if (!isPutOff(verdict)) {
    if (hasSpoken(verdict)) line.putOffInARow = 0;
  } else if (!isSaidAgain) line.putOffInARow += 1;
  const { server, campaign: ofCampaign } = evidenceOf(verdict, {
    trouble: line.breaker.state(Date.now())?.kind ?? null,
    putOffInARow: line.putOffInARow,
    isSaidAgain,
  });
  const whole = { line, about: line.server.id, breaker: line.breaker };
  if (server === "works") await noteWorks(whole);
  else if (server) await noteFault(whole, server, sent);

  const one = { line, about: campaign.id, breaker: standing.breaker };
  if (ofCampaign === "works") {
    standing.refusedInARow = 0;
    await noteWorks(one);
  } else if (ofCampaign === "refused") {
    if (!isSaidAgain) standing.refusedInARow += 1;
  } else if (ofCampaign) {
    standing.failedBatch = batch;
    await noteFault(one, ofCampaign, sent);
  }
}

async function noteWorks(trial: Trial): Promise<void> {
  const hadFailed = trial.breaker.isProbing();
  trial.breaker.noteSuccess();
  if (hadFailed) await tellItWorks(trial);
}

async function noteFault(
  trial: Trial,
  fault: ServerFault,
  { line, campaign, otherServers }: Sent,
): Promise<void> {
  const { reason, detail, kind, after } = fault;
  const { breaker } = trial;
  // Of connections that fail at the same time, the first has told it.
  if (breaker.closedFor(Date.now()) > 0) return;
  const isEndless = otherServers.some((server) => !needsPerson(server, campaign.id));
  const isOver = breaker.noteFault(Date.now(), kind, after, isEndless);
  await tellTrouble(trial, reason, detail);
  if (!isOver) return;
  const values = { server: line.server.name, serverId: line.server.id, from: campaign.fromEmail };
  try {
    await pauseCampaignForFault(campaign.id, { key: reason, values, detail });
  } catch (error) {
    // What became of the message is recorded all the same; the next fault pauses.
    logger().warn({ campaignId: campaign.id, err: error }, "the campaign could not be paused");
  }
}
