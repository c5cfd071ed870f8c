import { z } from "zod";
import { requestActor } from "#app/_session/request-actor.ts";
import { readDoubts } from "#lib/decisions/read-doubts.ts";
import { readLastReplies } from "#lib/delivery/read-last-replies.ts";
import { readSendingLines } from "#lib/delivery/read-sending-lines.ts";
import { readProviderHolds } from "#lib/holds/read-provider-holds.ts";
import { readCampaignProgress } from "#lib/progress/read-campaign-progress.ts";

type Context = { params: Promise<{ id: string }> };

/** How a campaign is going, asked every second by its live screen. */
export const GET = async (request: Request, { params }: Context) => {
  const who = await requestActor(request);
  if ("refused" in who) return who.refused;
  const id = z.uuid().safeParse((await params).id);
  const [progress, replies, doubts, lines, holds] = id.success
    ? await Promise.all([
        readCampaignProgress(who.actor, id.data),
        readLastReplies(who.actor, id.data),
        readDoubts(who.actor, id.data),
        readSendingLines(who.actor, id.data),
        readProviderHolds(who.actor, id.data),
      ])
    : [null, [], null, [], []];
  const headers = { "cache-control": "no-store" };
  if (progress === null)
    return Response.json({ error: "campaigns.error.notFound" }, { status: 404, headers });
  return Response.json({ ...progress, replies, doubts, lines, holds }, { headers });
};
