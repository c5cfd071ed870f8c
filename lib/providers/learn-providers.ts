import { logger } from "#lib/platform/logger.ts";
import { crowdedGroups } from "./crowded-groups.ts";
import { lookUpAddress } from "./look-up-address.ts";
import { lookUpMx } from "./look-up-mx.ts";
import {
  type FoundDomain,
  findCrowds,
  findUnknownDomains,
  markGroups,
  markProviders,
  noteProvidersLearned,
  pacesProviders,
  upsertDomains,
} from "./mail-domain-store.ts";
import { type AskedDomain, groupDomains, namesItself } from "./mx-group.ts";
import { providerOfExchangers } from "./provider.ts";

/** Domains asked about for one campaign, the most frequent; the rest have few recipients each, so no provider is hurried. */
const mostDomains = 5_000;
const domainsAtOnce = 20;
/**
 * When the name servers do not answer, they are not asked five thousand times. In any list of companies two domains in a hundred
 * have lame name servers of their own: only so many in a row mean that ours are silent.
 */
const mostFailuresInARow = 40;
const knownDays = 7;
/** Two thousand rows: some tens of milliseconds in which they cannot be claimed. */
const batchesAtOnce = 4;

/**
 * Asks which provider hosts the domains of a campaign's recipients, and tells its messages: a provider with a rule, or the group
 * of domains with the same mail exchanger, where it is crowded. Once for each domain and week, never for each mail. Sending does
 * not wait for it, and goes on without it when the name servers do not answer. What was lost in the middle is found by the sweep;
 * so it is noted at the end that it was done.
 *
 * @param until when it has to end, at once: what was found until then is kept, and only the rest is asked again
 */
export async function learnProviders(
  { campaignId, until = never }: { campaignId: string; until?: AbortSignal },
  askMx: typeof lookUpMx = lookUpMx,
  askAddress: typeof lookUpAddress = lookUpAddress,
): Promise<void> {
  if (await pacesProviders(campaignId)) {
    await askForUnknown(campaignId, until, askMx, askAddress);
    await tellMessages(campaignId, until);
  }
  if (!until.aborted) await noteProvidersLearned(campaignId);
}

const never = new AbortController().signal;

async function askForUnknown(
  campaignId: string,
  until: AbortSignal,
  askMx: typeof lookUpMx,
  askAddress: typeof lookUpAddress,
): Promise<void> {
  const domains = await findUnknownDomains(campaignId, mostDomains);
  const found: FoundDomain[] = [];
  const unruled: AskedDomain[] = [];
  let failures = 0;
  let inARow = 0;
  const left = [...domains].reverse();
  const ask = async () => {
    while (inARow < mostFailuresInARow && !until.aborted) {
      const domain = left.pop();
      if (domain === undefined) return;
      const exchangers = await askMx(domain);
      inARow = exchangers === undefined ? inARow + 1 : 0;
      if (exchangers === undefined) {
        failures += 1;
        continue;
      }
      const provider = providerOfExchangers(exchangers);
      if (provider !== null) {
        found.push({ domain, provider, mxGroup: null, days: knownDays });
        continue;
      }
      const [host] = exchangers;
      const hasOwnHost = host !== undefined && namesItself(domain, exchangers);
      unruled.push({ domain, exchangers, address: hasOwnHost ? await askAddress(host) : null });
    }
  };
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const end = () => resolve();
  until.addEventListener("abort", end);
  try {
    // A name server that is slow to answer then answers nobody.
    await Promise.race([ended, Promise.all(Array.from({ length: domainsAtOnce }, ask))]);
  } finally {
    until.removeEventListener("abort", end);
  }
  if (failures > 0) {
    logger().warn(
      { campaignId, failures, answered: found.length + unruled.length },
      "name servers did not tell which provider hosts some domains; these have no limits of their own",
    );
  }
  const grouped = groupDomains(unruled).map((each) => ({ ...each, provider: null, days: knownDays }));
  if (found.length + grouped.length > 0) await upsertDomains([...found, ...grouped]);
}

async function tellMessages(campaignId: string, until: AbortSignal): Promise<void> {
  if (until.aborted) return;
  const crowds = await findCrowds(campaignId);
  const crowded = crowdedGroups(crowds);
  if (crowded.length > 0) await markGroups(crowded);
  if (crowded.length === 0 && !crowds.some(({ isMarked, untold }) => isMarked && untold > 0)) return;
  let from: number | null = 0;
  while (from !== null && !until.aborted) from = await markProviders(campaignId, from, batchesAtOnce);
}
