import { logger } from "#lib/platform/logger.ts";
import { lookUpMx } from "./look-up-mx.ts";
import {
  findUnknownDomains,
  markProviders,
  noteProvidersLearned,
  pacesProviders,
  upsertDomains,
} from "./mail-domain-store.ts";
import { providerOfExchangers } from "./provider.ts";

/** Domains asked about for one campaign, the most frequent; the rest have few recipients each, so no provider is hurried. */
const mostDomains = 5_000;
const domainsAtOnce = 20;
/** When the name servers do not answer, they are not asked five thousand times. */
const mostFailures = 40;
const knownDays = 7;

/**
 * Asks which provider hosts the domains of a campaign's recipients, and tells its messages. Once for each domain and week, never
 * for each mail. Sending does not wait for it, and goes on without it when the name servers do not answer. What was lost in the
 * middle is found by the sweep; so it is noted at the end that it was done.
 */
export async function learnProviders(
  { campaignId }: { campaignId: string },
  lookUp: (domain: string) => Promise<string[] | undefined> = lookUpMx,
): Promise<void> {
  if (await pacesProviders(campaignId)) await askAndTell(campaignId, lookUp);
  await noteProvidersLearned(campaignId);
}

async function askAndTell(
  campaignId: string,
  lookUp: (domain: string) => Promise<string[] | undefined>,
): Promise<void> {
  const domains = await findUnknownDomains(campaignId, mostDomains);
  const found: { domain: string; provider: string | null; days: number }[] = [];
  let failures = 0;
  const left = [...domains];
  const ask = async () => {
    for (let domain = left.pop(); domain !== undefined && failures < mostFailures; domain = left.pop()) {
      const exchangers = await lookUp(domain);
      if (exchangers === undefined) failures += 1;
      else found.push({ domain, provider: providerOfExchangers(exchangers), days: knownDays });
    }
  };
  left.reverse();
  await Promise.all(Array.from({ length: domainsAtOnce }, ask));
  if (failures > 0) {
    logger().warn(
      { campaignId, failures, answered: found.length },
      "name servers did not tell which provider hosts some domains; these have no limits of their own",
    );
  }
  if (found.length === 0) return;
  await upsertDomains(found);
  await markProviders(
    campaignId,
    found.filter(({ provider }) => provider !== null).map(({ domain }) => domain),
  );
}
