import { consumerDomains } from "./consumer-domains.ts";
import { insertKnownDomains } from "./mail-domain-store.ts";

let known: Promise<void> | undefined;

/** Has the domains that everybody knows in the table, so that planning finds them there. Once in a process. */
export async function knowConsumerDomains(): Promise<void> {
  known ??= insertKnownDomains(
    Object.entries(consumerDomains).flatMap(([provider, domains]) =>
      domains.map((domain) => ({ domain, provider })),
    ),
  );
  try {
    await known;
  } catch (error) {
    known = undefined;
    throw error;
  }
}
