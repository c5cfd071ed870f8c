import type { BooksPart } from "#app/_ui/books-bar.tsx";
import type { CampaignBooks } from "#lib/progress/campaign-progress.ts";

/** The books as the bar takes them; with a campaign's id every part leads to its people. */
export const booksParts = (books: CampaignBooks, campaignId?: string): BooksPart[] => {
  const { inDoubt, ...others } = books;
  const parts: BooksPart[] = [
    ...(Object.keys(others) as (keyof typeof others)[]).map((state) => ({ state, count: others[state] })),
    { state: "in_doubt", count: inDoubt },
  ];
  if (campaignId === undefined) return parts;
  return parts.map((part) => ({ ...part, href: `/campaigns/${campaignId}/people?state=${part.state}` }));
};
