import { createHmac, hkdfSync } from "node:crypto";
import { isIP } from "node:net";

/** The part of an address that a household or an office shares: a /24 of IPv4, a /48 of IPv6. Null when it is no address. */
export function networkOf(address: string): string | null {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "");
  const version = isIP(plain);
  if (version === 4) return `${plain.split(".").slice(0, 3).join(".")}.0/24`;
  if (version === 6) return `${expandIpv6(plain).slice(0, 3).join(":")}::/48`;
  return null;
}

/**
 * An address that says nothing about who asks: this machine or a private network, usually a proxy in front of us that was
 * not declared with TRUST_PROXY.
 */
export function isPrivateNetwork(network: string): boolean {
  return /^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|0:0:0::|f[cd][\da-f]{2}:|fe80:)/.test(
    network,
  );
}

/**
 * What stands in the database instead of an address: HMAC-SHA256 of its network, cut to 64 bits, under a key of the month.
 * So hits of one month can be told to come from one network, and nobody can be followed beyond it.
 */
export function hashNetwork(network: string, secret: string, at: Date): string {
  const key = hkdfSync("sha256", secret, "", `kurir network of ${at.toISOString().slice(0, 7)}`, 32);
  return createHmac("sha256", Buffer.from(key)).update(network).digest("hex").slice(0, 16);
}

function expandIpv6(address: string): string[] {
  const [head = "", tail] = address.toLowerCase().split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const gap = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  return [...left, ...Array<string>(gap).fill("0"), ...right].map((part) => part.replace(/^0+(?=.)/, ""));
}
