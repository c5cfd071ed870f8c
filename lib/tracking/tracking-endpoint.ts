import type { IncomingMessage, ServerResponse } from "node:http";
import { trackingKeys } from "#lib/links/tracking-keys.ts";
import { readToken } from "#lib/links/tracking-token.ts";
import { clientAddress } from "#lib/platform/client-address.ts";
import { environment } from "#lib/platform/environment.ts";
import { logger } from "#lib/platform/logger.ts";
import { answerSubscriptionForm } from "./answer-subscription-form.ts";
import { MinuteLimit } from "./minute-limit.ts";
import { networkOf } from "./network-hash.ts";
import { recordClick } from "./record-click.ts";
import { recordOpen } from "./record-open.ts";
import { seenRequest } from "./seen-request.ts";

/** A transparent pixel: 43 bytes, the smallest image every mail program shows. */
const pixel = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==", "base64");

/** A page that never exists: the recipient pages answer it with their 404, in the reader's language. */
const unknownPage = "/u/unknown";

/**
 * Wrong tokens per network. Only those who send wrong ones meet the limit: a right token works whatever others behind the same
 * address do.
 */
const badTokens = new MinuteLimit(60);
const pending = new Set<Promise<void>>();

/**
 * Answers what mails and mail providers ask for, in front of the web framework: the open pixel, links, and the POSTs of
 * unsubscribing and of the preferences page. Measured before it was written: 12,200 a second with the event committed, a
 * framework's route handler 1,500 without.
 *
 * @returns false when the request is not for us, or is best answered by a page: a wrong token becomes the recipient pages'
 * 404, never a redirect
 */
export async function handleTrackingRequest(
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const route = routeOf(request.url ?? "");
  if (route === null) return false;
  response.setHeader("Cache-Control", "no-store");
  response.setHeader("Referrer-Policy", "no-referrer");
  response.setHeader("X-Robots-Tag", "noindex, nofollow");
  try {
    return await answer(route, request, response);
  } catch (error) {
    logger().error({ err: error, place: route.place }, "a recipient's request failed");
    if (!response.headersSent) {
      response.writeHead(503, { "Content-Type": "text/plain; charset=utf-8", "Retry-After": "30" });
    }
    response.end("This service is not available for a moment. Please try again.\n");
    return true;
  }
}

/** Waits until the opens that were answered already are committed: call it before the database is closed. */
export async function finishTracking(): Promise<void> {
  while (pending.size > 0) await Promise.allSettled(pending);
}

type Route = { place: "open" | "click" | "u" | "p"; token: string };

function routeOf(url: string): Route | null {
  const path = url.split("?", 1)[0] ?? "";
  const match = /^\/(?:t\/(o|c)|(u|p))\/([^/]*)$/.exec(path);
  if (!match) return null;
  const [, tracked, page, rest = ""] = match;
  if (page) return { place: page as "u" | "p", token: rest };
  return tracked === "o"
    ? { place: "open", token: rest.replace(/\.gif$/, "") }
    : { place: "click", token: rest };
}

async function answer(route: Route, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  const { appSecret, trustedProxies } = environment();
  const method = request.method ?? "GET";
  const address = clientAddress(
    request.socket.remoteAddress,
    request.headers["x-forwarded-for"],
    trustedProxies,
  );
  const seen = seenRequest({ method, headers: request.headers, address }, appSecret, new Date());
  const claim = readToken(route.token, trackingKeys());
  const reads = method === "GET" || method === "HEAD";

  if (route.place === "open") {
    if (!reads) return refuseMethod(response, "GET, HEAD");
    // The same answer at the same speed for a wrong token: nobody learns by it which ones exist.
    response.writeHead(200, { "Content-Type": "image/gif", "Content-Length": pixel.length });
    response.end(method === "HEAD" ? undefined : pixel);
    if (claim?.kind === "open") inBackground(recordOpen(claim.messageId, seen));
    return true;
  }

  if (route.place === "click") {
    if (!reads) return refuseMethod(response, "GET, HEAD");
    const destination =
      claim?.kind === "click" ? await recordClick(claim.messageId, claim.linkPosition, seen) : null;
    if (destination === null) return unknown(request, response, address);
    response.writeHead(302, { Location: destination, "Content-Length": 0 });
    response.end();
    return true;
  }

  if (claim?.kind !== "unsubscribe") return unknown(request, response, address);
  if (reads) return false;
  if (method !== "POST") return refuseMethod(response, "GET, HEAD, POST");
  const known = await answerSubscriptionForm(
    { ...route, messageId: claim.messageId, seen },
    request,
    response,
  );
  return known || unknown(request, response, address);
}

/** Leaves a wrong token to the 404 page, until its network sent too many of them. */
function unknown(request: IncomingMessage, response: ServerResponse, address: string): boolean {
  if (badTokens.exceeded(networkOf(address) ?? address, Date.now())) {
    response.writeHead(429, { "Content-Type": "text/plain; charset=utf-8", "Retry-After": "60" });
    response.end("Too many wrong addresses. Please try again in a minute.\n");
    return true;
  }
  request.url = unknownPage;
  if (request.method === "GET" || request.method === "HEAD") return false;
  response.writeHead(404, { "Content-Type": "text/plain; charset=utf-8" });
  response.end("This address is not known.\n");
  return true;
}

function refuseMethod(response: ServerResponse, allowed: string): true {
  response.writeHead(405, { Allow: allowed, "Content-Length": 0 });
  response.end();
  return true;
}

function inBackground(work: Promise<void>): void {
  const settled = work
    .catch((error: unknown) => {
      logger().error({ err: error }, "an open could not be stored");
    })
    .finally(() => pending.delete(settled));
  pending.add(settled);
}
