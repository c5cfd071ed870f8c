import type { Actor } from "#lib/accounts/actor.ts";
import { readSession } from "#lib/accounts/read-session.ts";

/**
 * The acting person of a route handler. A browser sends the session cookie along from other sites too (SameSite=Lax lets top-level GETs
 * through), so anything that changes something must come from our own pages.
 *
 * @returns the actor, or the answer to give: 401 without a session, 403 from another site
 */
export const requestActor = async (request: Request): Promise<{ actor: Actor } | { refused: Response }> => {
  const isReading = request.method === "GET" || request.method === "HEAD";
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  const isOwn = site
    ? site === "same-origin"
    : !origin || (URL.canParse(origin) && new URL(origin).host === request.headers.get("host"));
  if (!isReading && !isOwn) return { refused: Response.json({ error: "errors.otherSite" }, { status: 403 }) };
  const session = await readSession(request.headers);
  return session
    ? { actor: session.actor }
    : { refused: Response.json({ error: "errors.signedOut" }, { status: 401 }) };
};
