import type { BooksPart } from "#app/_ui/books-bar.tsx";
import type { CampaignBooks } from "#lib/progress/campaign-progress.ts";

/** The books as the bar's parts, each a link to its people. */
export const booksParts = (campaignId: string, books: CampaignBooks): BooksPart[] => {
  const { accepted, bounced, deferred, inDoubt, expired, skipped, cancelled, sending, queued } = books;
  const parts = {
    accepted,
    bounced,
    deferred,
    in_doubt: inDoubt,
    expired,
    skipped,
    cancelled,
    sending,
    queued,
  };
  return Object.entries(parts).map(([state, count]) => ({
    state: state as BooksPart["state"],
    count,
    href: `/campaigns/${campaignId}/people?state=${state}`,
  }));
};
