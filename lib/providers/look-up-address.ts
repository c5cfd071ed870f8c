import { Resolver } from "node:dns/promises";
import { leastPublicAddress } from "./mx-group.ts";

const resolver = new Resolver({ timeout: 2_000, tries: 2 });

/**
 * The address of a host by which it can be told from others, which nobody connects to: of several always the same one, of IPv4 if it
 * has any.
 *
 * @returns null when it has none, none that is public, or the name servers cannot be asked
 */
export async function lookUpAddress(host: string): Promise<string | null> {
  for (const ask of [() => resolver.resolve4(host), () => resolver.resolve6(host)]) {
    const least = leastPublicAddress(await ask().catch(() => []));
    if (least !== null) return least;
  }
  return null;
}
