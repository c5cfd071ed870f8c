import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { mayConnect, type PrivatePorts } from "./relay-address.ts";

export type RelayLookup =
  | { kind: "found"; addresses: { address: string; family: number }[] }
  | {
      kind: "not_found";
      detail: string;
      /** The name servers say so. Else they are silent, and the name may well be right. */
      isCertain: boolean;
    }
  /** The name leads somewhere no mail may be brought to; see relay-address.ts. */
  | { kind: "forbidden"; detail: string };

/**
 * The addresses of a relay, looked up and judged before anything connects. The connection must then use these very
 * addresses: a second lookup could answer differently (DNS rebinding).
 *
 * @param host a name or an IP address
 */
export async function lookUpRelay(
  host: string,
  port: number,
  privatePorts: PrivatePorts,
): Promise<RelayLookup> {
  let addresses: { address: string; family: number }[];
  try {
    addresses = isIP(host) ? [{ address: host, family: isIP(host) }] : await lookup(host, { all: true });
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { kind: "not_found", detail, isCertain: (error as NodeJS.ErrnoException).code === "ENOTFOUND" };
  }
  const allowed = addresses.filter(({ address }) => mayConnect(address, port, privatePorts));
  if (allowed.length > 0) return { kind: "found", addresses: allowed };
  if (addresses.length === 0) return { kind: "not_found", detail: `no address for ${host}`, isCertain: true };
  return { kind: "forbidden", detail: `${addresses.map(({ address }) => address).join(", ")} port ${port}` };
}
