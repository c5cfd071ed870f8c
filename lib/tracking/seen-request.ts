import type { IncomingHttpHeaders } from "node:http";
import { hashNetwork, isPrivateNetwork, networkOf } from "./network-hash.ts";
import { userAgentFamily } from "./user-agent.ts";

/** What is kept of a request for the pixel, a link or an unsubscription. */
export type SeenRequest = {
  at: Date;
  method: string;
  userAgent: string;
  prefetch: boolean;
  /** Null when the address says nothing: unknown, or a proxy's of our own. */
  networkHash: string | null;
};

/**
 * Reduces a request to what is kept of it; its address and its User-Agent go no further.
 *
 * @param secret what the network's hash is keyed with
 */
export function seenRequest(
  request: { method: string; headers: IncomingHttpHeaders; address: string },
  secret: string,
  at: Date,
): SeenRequest {
  const { headers } = request;
  const network = networkOf(request.address);
  const purpose = [headers.purpose, headers["sec-purpose"], headers["x-moz"], headers["x-purpose"]].join(" ");
  return {
    at,
    method: request.method,
    userAgent: userAgentFamily(headers["user-agent"] ?? ""),
    prefetch: /prefetch|prerender|preview/i.test(purpose),
    networkHash: network === null || isPrivateNetwork(network) ? null : hashNetwork(network, secret, at),
  };
}
