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

type Addresses = { address: string; family: number }[];

/** The system gives up after 10 to 20 s in its usual settings; where it does not, connections must not wait for ever. */
const longestMilliseconds = 20_000;

/**
 * Under way, by name. The system's look-ups share two threads of the process: twenty connections to a server whose name servers
 * hang would keep every other server's from opening for minutes.
 */
const underWay = new Map<string, Promise<Addresses>>();

/**
 * The addresses of a relay, looked up and judged before anything connects. The connection must then use these very
 * addresses: a second lookup could answer differently (DNS rebinding).
 *
 * However many ask for a name at the same time, it is looked up once.
 *
 * @param host a name or an IP address
 * @param ask looks a name up
 */
export async function lookUpRelay(
  host: string,
  port: number,
  privatePorts: PrivatePorts,
  ask: (host: string) => Promise<Addresses> = (name) => lookup(name, { all: true }),
): Promise<RelayLookup> {
  let addresses: Addresses;
  try {
    addresses = isIP(host) ? [{ address: host, family: isIP(host) }] : await askOnce(host, ask);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { kind: "not_found", detail, isCertain: (error as NodeJS.ErrnoException).code === "ENOTFOUND" };
  }
  const allowed = addresses.filter(({ address }) => mayConnect(address, port, privatePorts));
  if (allowed.length > 0) return { kind: "found", addresses: allowed };
  if (addresses.length === 0) return { kind: "not_found", detail: `no address for ${host}`, isCertain: true };
  return { kind: "forbidden", detail: `${addresses.map(({ address }) => address).join(", ")} port ${port}` };
}

async function askOnce(host: string, ask: (host: string) => Promise<Addresses>): Promise<Addresses> {
  const asked = underWay.get(host) ?? ask(host).finally(() => underWay.delete(host));
  underWay.set(host, asked);
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer about ${host}`)), longestMilliseconds);
  });
  try {
    return await Promise.race([asked, silence]);
  } finally {
    clearTimeout(timer);
  }
}
