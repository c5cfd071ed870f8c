import { requestActor } from "#app/_session/request-actor.ts";
import { can } from "#lib/accounts/actor.ts";
import { recordReportMail } from "#lib/feedback/record-report-mail.ts";

/** A report returns the mail it is about, which has at most a few hundred kilobytes. */
const largestBytes = 5_000_000;

/** Takes in one bounce or spam report as a raw mail (`message/rfc822`). */
export const POST = async (request: Request): Promise<Response> => {
  const who = await requestActor(request);
  if ("refused" in who) return who.refused;
  if (!can(who.actor, "contacts:write")) {
    return Response.json({ error: "errors.noPermission" }, { status: 403 });
  }
  if (Number(request.headers.get("content-length") ?? Number.POSITIVE_INFINITY) > largestBytes) {
    return Response.json({ outcome: "too_large" }, { status: 413 });
  }
  const raw = new Uint8Array(await request.arrayBuffer());
  if (raw.length > largestBytes) return Response.json({ outcome: "too_large" }, { status: 413 });
  return Response.json(await recordReportMail(who.actor, raw));
};
