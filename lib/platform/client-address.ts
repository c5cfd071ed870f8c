/**
 * The address of whoever made a request. Each trusted proxy adds the address it saw at the right end of
 * X-Forwarded-For; what stands further left came from outside and can be anything.
 *
 * @param remoteAddress the other end of the connection
 * @param forwardedFor the X-Forwarded-For header
 * @param trustedProxies how many proxies of ours stand in front; 0 ignores the header
 */
export function clientAddress(
  remoteAddress: string | undefined,
  forwardedFor: string | string[] | undefined,
  trustedProxies: number,
): string {
  const connection = withoutMapping(remoteAddress ?? "");
  if (trustedProxies === 0) return connection;
  const hops = [forwardedFor ?? []]
    .flat()
    .flatMap((value) => value.split(","))
    .map((hop) => withoutMapping(hop.trim()))
    .filter((hop) => hop !== "");
  return hops.at(-Math.min(trustedProxies, hops.length)) ?? connection;
}

/** A socket that serves IPv4 and IPv6 shows 203.0.113.7 as ::ffff:203.0.113.7. */
function withoutMapping(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, "");
}
