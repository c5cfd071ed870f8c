import { getDomain } from "tldts";
import { addressKind } from "#lib/smtp/relay-address.ts";
import { groupKey } from "./provider.ts";

/** What the name servers said about a domain that no rule knows. */
export type AskedDomain = {
  domain: string;
  /** The preferred one first. */
  exchangers: readonly string[];
  /** Of the preferred one, where that was asked for and is a public one. */
  address: string | null;
};

/**
 * The group of domains whose mail goes to the same place, for mail exchangers that no rule knows: by the domain under which the
 * preferred one is registered (public suffix list), so that `mx1.id.host.example` and `mx2.host.example` are one.
 *
 * @param exchangers the preferred one first
 * @returns null where there is none, or it is no name
 */
export function mxGroup(exchangers: readonly string[]): string | null {
  const host = registeredDomain(exchangers[0]);
  return host ? groupKey(host) : null;
}

/** Whether a domain's mail exchanger bears its own name, as cPanel writes it: then the name does not tell who hosts it. */
export function namesItself(domain: string, exchangers: readonly string[]): boolean {
  const host = registeredDomain(exchangers[0]);
  return host !== null && host === registeredDomain(domain);
}

/**
 * The groups of domains that were asked about together: by {@link mxGroup}, but domains that name themselves and lie at one address
 * are a group by that. A domain that has its address for itself stays under its name, by which people know it.
 */
export function groupDomains(asked: readonly AskedDomain[]): { domain: string; mxGroup: string | null }[] {
  const owners = new Map<string, Set<string | null>>();
  for (const { domain, address } of asked) {
    if (address === null) continue;
    owners.set(address, (owners.get(address) ?? new Set()).add(registeredDomain(domain)));
  }
  return asked.map(({ domain, exchangers, address }) => ({
    domain,
    mxGroup:
      address !== null && (owners.get(address)?.size ?? 0) > 1 ? groupKey(address) : mxGroup(exchangers),
  }));
}

/** Of addresses of one family, as text: which one does not matter, only that it is the same each time. A private one is many places. */
export function leastPublicAddress(addresses: readonly string[]): string | null {
  return addresses.filter((address) => addressKind(address) === "public").sort()[0] ?? null;
}

function registeredDomain(name: string | undefined): string | null {
  return getDomain(name?.toLowerCase().replace(/\.$/, "") ?? "");
}
