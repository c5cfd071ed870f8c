import { BlockList, isIP } from "node:net";

/** Ports allowed on loopback and private addresses. "any" is for an installation (or a test) whose owner says so. */
export type PrivatePorts = readonly number[] | "any";

/**
 * What kind of place an IP address is. `forbidden`: never a mail relay, and dangerous to reach for on somebody's behalf
 * (link-local holds the metadata services of clouds; multicast, unspecified, documentation).
 */
export type AddressKind = "public" | "private" | "loopback" | "forbidden";

const forbidden = blockList([
  ["0.0.0.0", 8],
  ["169.254.0.0", 16],
  ["192.0.0.192", 32], // Oracle Cloud's metadata service
  ["224.0.0.0", 3], // multicast, reserved, broadcast
  ["::", 128],
  ["fe80::", 10],
  ["ff00::", 8],
  ["fd00:ec2::254", 128], // Amazon's metadata service over IPv6
  ["100.100.100.200", 32], // Alibaba Cloud's
  ["2002::", 16], // 6to4 carries an IPv4 address, private ones too, and is given up (RFC 7526)
  ["2001::", 32], // so does Teredo (RFC 4380)
  ["64:ff9b:1::", 48], // NAT64 in one's own network, in a form whose IPv4 address stands elsewhere than at the end
]);
const loopback = blockList([
  ["127.0.0.0", 8],
  ["::1", 128],
]);
const ownNetwork = blockList([
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["fc00::", 7],
]);

/** @param address an IP address in text; what is none is forbidden */
export function addressKind(address: string): AddressKind {
  const plain = embeddedIpv4(address) ?? address;
  const version = isIP(plain);
  if (version === 0) return "forbidden";
  const family = version === 4 ? "ipv4" : "ipv6";
  if (forbidden.check(plain, family)) return "forbidden";
  if (loopback.check(plain, family)) return "loopback";
  return ownNetwork.check(plain, family) ? "private" : "public";
}

/**
 * Whether a sending server may be looked for there. Relays on the same machine or network are common for a self-hosted
 * product, so those addresses are allowed on mail ports only: the connection test must not become a port scanner.
 */
export function mayConnect(address: string, port: number, privatePorts: PrivatePorts): boolean {
  switch (addressKind(address)) {
    case "forbidden":
      return false;
    case "public":
      return true;
    case "loopback":
    case "private":
      return privatePorts === "any" || privatePorts.includes(port);
  }
}

/**
 * The IPv4 address inside another, which would slip past the lists: `::ffff:1.2.3.4` (mapped), `::1.2.3.4` (compatible, RFC 4291
 * section 2.5.5.1), `64:ff9b::1.2.3.4` and `64:ff9b:1::1.2.3.4` (NAT64, RFC 6052 and RFC 8215).
 */
function embeddedIpv4(address: string): string | undefined {
  if (isIP(address) !== 6) return undefined;
  const canonical = new URL(`http://[${address.replace(/%.*$/, "")}]`).hostname.slice(1, -1);
  const match = /^(?:::|::ffff:|64:ff9b::|64:ff9b:1::)(?:([0-9a-f]{1,4}):)?([0-9a-f]{1,4})$/.exec(canonical);
  if (!match?.[2] || canonical === "::1") return undefined;
  const [high, low] = [Number.parseInt(match[1] ?? "0", 16), Number.parseInt(match[2], 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}

function blockList(ranges: [string, number][]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of ranges)
    list.addSubnet(network, prefix, isIP(network) === 4 ? "ipv4" : "ipv6");
  return list;
}
