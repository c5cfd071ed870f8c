import { pauseCampaignForFault } from "#lib/campaigns/pause-campaign-for-fault.ts";
import { logger } from "#lib/platform/logger.ts";
import type { ServerForSending } from "#lib/senders/read-sender-for-sending.ts";
import { needsPerson, type SendingLine, tellItWorks, tellTrouble } from "./sending-line.ts";
import type { ServerFault, Verdict } from "./verdict.ts";

/** Through what a message went, and through what else its campaign may send. */
type Sent = { line: SendingLine; campaign: { id: string }; otherServers: ServerForSending[] };

/**
 * A server that fails as a whole is left alone for a while and tried again. Only for what a person must mend does the campaign
 * wait for one.
 *
 * @param verdict what became of a message that went through the server
 */
export async function noteServer(verdict: Verdict, { line, campaign, otherServers }: Sent): Promise<void> {
  const fault = faultOf(verdict, line);
  if (fault === null) return;
  if (fault === "none") {
    const hadFailed = line.breaker.isProbing();
    line.breaker.noteSuccess();
    if (hadFailed) await tellItWorks(line);
    return;
  }
  const { reason, detail, kind, after } = fault;
  // Of connections that fail at the same time, the first has told it.
  if (line.breaker.closedFor(Date.now()) > 0) return;
  const isEndless = otherServers.some((server) => !needsPerson(server));
  const isOver = line.breaker.noteFault(Date.now(), kind, after, isEndless);
  await tellTrouble(line, reason, detail);
  if (!isOver) return;
  try {
    await pauseCampaignForFault(campaign.id, { key: reason, values: { server: line.server.name }, detail });
  } catch (error) {
    // What became of the message is recorded all the same; the next fault pauses.
    logger().warn({ campaignId: campaign.id, err: error }, "the campaign could not be paused");
  }
}

/** What a verdict says about the server; null for nothing. */
function faultOf(verdict: Verdict, line: SendingLine): ServerFault | "none" | null {
  if (verdict.to === "released") return verdict.fault;
  // Nothing was said to it.
  if (verdict.to === "skipped") return null;
  if (verdict.replyCode !== null) return "none";
  // A connection is lost now and then. Of a server that is being tried, it says that it is not back.
  if (!line.breaker.isProbing()) return null;
  return { reason: "server_unreachable", detail: verdict.replyText ?? "", kind: "away", after: null };
}
