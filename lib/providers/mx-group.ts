import { getDomain } from "tldts";
import { groupKey } from "./provider.ts";

/**
 * The group of domains whose mail goes to the same place, for mail exchangers that no rule knows: by the domain under which the
 * preferred one is registered (public suffix list), so that `mx1.id.host.example` and `mx2.host.example` are one.
 *
 * @param exchangers the preferred one first
 * @returns null where there is none, or it is no name
 */
export function mxGroup(exchangers: readonly string[]): string | null {
  const host = getDomain(exchangers[0]?.toLowerCase().replace(/\.$/, "") ?? "");
  return host ? groupKey(host) : null;
}
