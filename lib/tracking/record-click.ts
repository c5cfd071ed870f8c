import { logger } from "#lib/platform/logger.ts";
import { burstReasons, classifyHit, countsAsEngagement } from "./classify-hit.ts";
import { rescoreClicks } from "./event-store.ts";
import { campaignLinks, commitHit, findTarget, hitsPerMessage, hitWindow } from "./hit-recorder.ts";
import { resolveDestination } from "./resolve-destination.ts";
import type { SeenRequest } from "./seen-request.ts";
import type { TrackingTarget } from "./tracking-store.ts";

/** How far back a burst reaches: the longest window of its rules. */
const burstMilliseconds = 10_000;

/**
 * Records that a link was followed and tells where it leads. A person must arrive even when the event cannot be stored; that
 * is logged instead.
 *
 * @returns the address, or null when the message or the link is gone
 */
export async function recordClick(
  messageId: string,
  linkPosition: number,
  seen: SeenRequest,
): Promise<string | null> {
  const target = await findTarget(messageId);
  if (!target) return null;
  const links = await campaignLinks(target.campaignId);
  const destination = links[linkPosition];
  if (destination === undefined) return null;
  const address = await resolveDestination(destination, target);
  if (address === null) return null;
  try {
    await store(target, linkPosition, links.length, seen);
  } catch (error) {
    logger().error({ err: error, messageId, linkPosition }, "a click could not be stored");
  }
  return address;
}

async function store(
  target: TrackingTarget,
  linkPosition: number,
  linkCount: number,
  seen: SeenRequest,
): Promise<void> {
  const { messageId } = target;
  if (hitsPerMessage.exceeded(messageId, seen.at.getTime())) return;
  const surroundings = hitWindow.note({
    messageId,
    domain: target.domain,
    position: linkPosition,
    network: seen.networkHash,
    at: seen.at.getTime(),
  });
  const classified = classifyHit({
    kind: "click",
    method: seen.method,
    userAgent: seen.userAgent,
    prefetch: seen.prefetch,
    secondsSinceAccepted: target.acceptedAt
      ? (seen.at.getTime() - target.acceptedAt.getTime()) / 1_000
      : null,
    openedBefore: target.openedAt !== null,
    linkCount,
    ...surroundings,
  });
  await commitHit({
    at: seen.at,
    workspaceId: target.workspaceId,
    campaignId: target.campaignId,
    messageId,
    contactId: target.contactId,
    kind: "click",
    ...classified,
    linkPosition,
    userAgent: seen.userAgent,
    networkHash: seen.networkHash,
    inDoubt: target.inDoubt,
    engaged: countsAsEngagement("click", classified.class),
  });
  const burst = classified.reasons.find((reason) => burstReasons.includes(reason));
  if (burst) await rescoreClicks(messageId, new Date(seen.at.getTime() - burstMilliseconds), burst);
}
