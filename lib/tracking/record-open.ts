import { classifyHit, countsAsEngagement } from "./classify-hit.ts";
import { commitHit, findTarget, hitsPerMessage } from "./hit-recorder.ts";
import type { SeenRequest } from "./seen-request.ts";

/** Records that a message's pixel was asked for. Resolves when it is committed; a message that is gone is nothing. */
export async function recordOpen(messageId: string, seen: SeenRequest): Promise<void> {
  if (hitsPerMessage.exceeded(messageId, seen.at.getTime())) return;
  const target = await findTarget(messageId);
  if (!target) return;
  const classified = classifyHit({
    kind: "open",
    method: seen.method,
    userAgent: seen.userAgent,
    prefetch: seen.prefetch,
    secondsSinceAccepted: target.acceptedAt
      ? (seen.at.getTime() - target.acceptedAt.getTime()) / 1_000
      : null,
    openedBefore: target.openedAt !== null,
    linkCount: 0,
    otherLinks: [],
    networkRecipients: 1,
    networkDomains: 1,
  });
  await commitHit({
    at: seen.at,
    workspaceId: target.workspaceId,
    campaignId: target.campaignId,
    messageId,
    contactId: target.contactId,
    kind: "open",
    ...classified,
    linkPosition: null,
    userAgent: seen.userAgent,
    networkHash: seen.networkHash,
    inDoubt: target.inDoubt,
    engaged: countsAsEngagement("open", classified.class),
  });
}
