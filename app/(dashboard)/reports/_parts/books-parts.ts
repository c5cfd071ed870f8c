import type { BooksPart } from "#app/_ui/books-bar.tsx";
import type { CampaignBooks } from "#lib/campaigns/campaign-progress.ts";

/** The books as the bar's parts, each a link to its people. */
export const booksParts = (campaignId: string, { inDoubt, ...books }: CampaignBooks): BooksPart[] =>
  Object.entries({ ...books, in_doubt: inDoubt }).map(([state, count]) => ({
    state: state as BooksPart["state"],
    count,
    href: `/campaigns/${campaignId}/people?state=${state}`,
  }));
