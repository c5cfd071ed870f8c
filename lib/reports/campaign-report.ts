import type { CampaignState } from "#lib/drafts/campaign-state.ts";
import type { CampaignBooks } from "#lib/progress/campaign-progress.ts";
import type { SeriesPoint, SeriesUnit } from "./time-series.ts";

/** Whose opens and clicks count: people's (with the image proxies they sit behind), or every program's as well. */
export type Whose = "human" | "all";

export type Engagement = {
  /** Different recipients. */
  people: number;
  /** Every time it happened. */
  times: number;
};

export type LinkFigures = { position: number; url: string } & Engagement;

export type FailureReason = {
  /** Of delivery's categories; null when it was not classified. */
  category: string | null;
  state: "bounced" | "expired" | "deferred";
  count: number;
  /** The servers' own words, the most frequent first. */
  examples: { replyCode: number | null; replyText: string; count: number }[];
};

export type DomainFigures = {
  /** Null: all the smaller ones together. */
  domain: string | null;
  audience: number;
  accepted: number;
  bounced: number;
  opened: number;
  clicked: number;
};

export type CampaignReport = {
  campaign: {
    id: string;
    name: string;
    subject: string;
    state: CampaignState;
    launchedAt: Date;
    finishedAt: Date | null;
    timeZone: string;
    trackOpens: boolean;
    trackClicks: boolean;
  };
  books: CampaignBooks;
  audience: number;
  /** Whether the parts add up to the audience and equal the rows counted one by one. */
  isBalanced: boolean;
  whose: Whose;
  opens: Engagement;
  clicks: Engagement;
  /** Recipients of whom only Apple's preloading is known: they cannot be judged, and the open rate without them is told beside. */
  hiddenByApple: number;
  unsubscribed: number;
  complained: number;
  series: { unit: SeriesUnit; points: SeriesPoint[] };
  links: LinkFigures[];
  failures: FailureReason[];
  skipped: { reason: string; count: number }[];
  domains: DomainFigures[];
};

/** The sum of the parts. */
function sumBooks(books: CampaignBooks): number {
  return Object.values(books).reduce((sum, part) => sum + part, 0);
}

/** Whether the counters add up to the audience and each equals its counted rows. */
export function booksBalance(books: CampaignBooks, audience: number, counted: CampaignBooks): boolean {
  const parts = Object.keys(books) as (keyof CampaignBooks)[];
  return sumBooks(books) === audience && parts.every((part) => books[part] === counted[part]);
}
