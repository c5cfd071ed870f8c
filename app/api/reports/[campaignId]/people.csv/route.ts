import { requestActor } from "#app/_session/request-actor.ts";
import { can } from "#lib/accounts/actor.ts";
import { exportCampaignPeople } from "#lib/reports/export-campaign-people.ts";
import { readPeopleQuery } from "#lib/reports/people-filter.ts";

/** The people of a campaign as CSV, with the same filters as the table. Streamed. */
export const GET = async (
  request: Request,
  { params }: { params: Promise<{ campaignId: string }> },
): Promise<Response> => {
  const who = await requestActor(request);
  if ("refused" in who) return who.refused;
  if (!can(who.actor, "reports:read"))
    return Response.json({ error: "errors.noPermission" }, { status: 403 });
  const { filter } = readPeopleQuery(Object.fromEntries(new URL(request.url).searchParams));
  const found = await exportCampaignPeople(who.actor, (await params).campaignId, filter);
  if (!found) return Response.json({ error: "errors.notFound" }, { status: 404 });
  return new Response(streamText(found.rows), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; ${fileName(found.campaignName)}`,
      "Cache-Control": "no-store",
    },
  });
};

/** Reads on only when the client has taken what there is; a client that leaves ends the reading. */
const streamText = (parts: AsyncGenerator<string>): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => {
      await parts.return(undefined);
    },
  });
};

/** The campaign's name as a file's, in ASCII for old clients and in full (RFC 6266, RFC 8187). */
const fileName = (campaignName: string): string => {
  const name = `${
    campaignName
      .replace(/[\p{Cc}\p{Cf}/\\:*?"<>|]+/gu, " ")
      .trim()
      .slice(0, 100) || "campaign"
  }.csv`;
  const ascii = name.replace(/[^\x20-\x7e]/g, "_");
  return `filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`;
};
