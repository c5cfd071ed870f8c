import { Resolver } from "node:dns/promises";

/** One look at the name servers, for mail exchangers alone: nothing waits for it. */
const resolver = new Resolver({ timeout: 2_000, tries: 2 });

/**
 * The mail exchangers of a domain, the preferred one first; of those preferred alike, always the same one. A domain that names none
 * takes its mail itself (RFC 5321 section 5.1). Empty where there is no such domain, or it takes no mail (RFC 7505).
 *
 * @returns undefined when the name servers cannot be asked
 */
export async function lookUpMx(domain: string): Promise<string[] | undefined> {
  try {
    const records = await resolver.resolveMx(domain);
    return records
      .sort((a, b) => a.priority - b.priority || (a.exchange < b.exchange ? -1 : 1))
      .map(({ exchange }) => exchange)
      .filter((exchange) => exchange !== "" && exchange !== ".");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENODATA") return [domain];
    return code === "ENOTFOUND" ? [] : undefined;
  }
}
