import { Resolver } from "node:dns/promises";

/** One look at the name servers, for mail exchangers alone: nothing waits for it. */
const resolver = new Resolver({ timeout: 2_000, tries: 2 });

/** What these mean is that the name servers did answer: there is no such domain, or it has no mail exchanger. */
const answers = new Set(["ENOTFOUND", "ENODATA"]);

/**
 * The mail exchangers of a domain, the preferred one first; empty where it has none.
 * @returns undefined when the name servers cannot be asked
 */
export async function lookUpMx(domain: string): Promise<string[] | undefined> {
  try {
    const records = await resolver.resolveMx(domain);
    return records.sort((a, b) => a.priority - b.priority).map(({ exchange }) => exchange);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    return answers.has(code) ? [] : undefined;
  }
}
