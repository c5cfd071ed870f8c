import type { DomainQuestion } from "#lib/addresses/domain-question.ts";
import { type PauseReason, readPauseReason } from "#lib/campaigns/pause-reason.ts";
import { type StoppingCategory, stopsProvider } from "#lib/holds/provider-hold.ts";
import type { OpenHold } from "#lib/holds/provider-holds-store.ts";
import type { LongTrouble } from "#lib/lines/breaker-store.ts";
import { type TroubleWords, troubleWords } from "#lib/pacing/server-trouble.ts";
import { providerName } from "#lib/providers/provider.ts";
import type { BlockedCampaign, ImportOfNote, OpenDoubts, WaitingCampaign } from "./overview-store.ts";
import { readRate } from "./rate.ts";
import type { ReportLine } from "./report-list-store.ts";

/** Something that a person should look at; the first ones first. */
export type Attention =
  | { kind: "paused" | "held"; campaignId: string; name: string; reason: PauseReason | null }
  | {
      kind: "providerHold";
      campaignId: string;
      name: string;
      provider: string;
      category: StoppingCategory;
    }
  | { kind: "bounces"; campaignId: string; name: string; bounced: number; attempted: number }
  | { kind: "blocked"; campaignId: string; name: string; count: number }
  | { kind: "inDoubt"; campaignId: string; name: string; count: number }
  | { kind: "domain"; domain: string; contacts: number }
  | { kind: "serverAway"; serverId: string; name: string; trouble: TroubleWords; since: Date }
  | {
      kind: "importFailed" | "importRejects";
      importId: string;
      fileName: string;
      rejected: number;
      total: number;
    };

/** Amazon SES reviews an account from 5 % on and pauses it at 10 %; providers act earlier. */
const worryingBounceRate = 0.05;
const freshMilliseconds = 14 * 86_400_000;

/** What was found that may need somebody. */
type Found = {
  waiting: WaitingCampaign[];
  troubles: LongTrouble[];
  holds: OpenHold[];
  blocked: BlockedCampaign[];
  /** The last campaigns; what happened more than two weeks ago is in the reports and no news. */
  recent: ReportLine[];
  doubts: OpenDoubts[];
  domains: DomainQuestion[];
  imports: ImportOfNote[];
};

/**
 * What needs somebody, worst first: what stands still, what harms the sender's name, what was left behind. */
export function readAttention(
  { waiting, troubles, holds, blocked, recent, doubts, domains, imports }: Found,
  now: Date,
): Attention[] {
  const fresh = recent.filter(({ launchedAt }) => now.getTime() - launchedAt.getTime() < freshMilliseconds);
  const stopped = waiting.flatMap((campaign): Attention[] =>
    campaign.state === "scheduled"
      ? []
      : [
          {
            kind: campaign.state,
            campaignId: campaign.id,
            name: campaign.name,
            reason: readPauseReason(campaign.pauseReason),
          },
        ],
  );
  const away = troubles.map(
    ({ kind, reason, hasAnswered, ...each }): Attention => ({
      kind: "serverAway",
      trouble: troubleWords(kind, reason, hasAnswered),
      ...each,
    }),
  );
  const refused = holds.flatMap(({ category, provider, ...each }): Attention[] =>
    stopsProvider(category)
      ? [{ kind: "providerHold", category, provider: providerName(provider), ...each }]
      : [],
  );
  const bouncing = fresh.flatMap((line): Attention[] => {
    const attempted = line.accepted + line.bounced + line.expired;
    // The lower bound: that it is bad must be as good as certain.
    return readRate(line.bounced, attempted).low > worryingBounceRate
      ? [{ kind: "bounces", campaignId: line.id, name: line.name, bounced: line.bounced, attempted }]
      : [];
  });
  const refusedForReputation = blocked.map((each): Attention => ({ kind: "blocked", ...each }));
  const doubtful = doubts.map((each): Attention => ({ kind: "inDoubt", ...each }));
  const missing = domains.map(({ domain, contacts }): Attention => ({ kind: "domain", domain, contacts }));
  const imported = imports.map(
    ({ id, fileName, state, rejectedRows, totalRows }): Attention => ({
      kind: state === "failed" ? "importFailed" : "importRejects",
      importId: id,
      fileName,
      rejected: rejectedRows,
      total: totalRows,
    }),
  );
  return [
    ...stopped,
    ...away,
    ...refused,
    ...refusedForReputation,
    ...bouncing,
    ...doubtful,
    ...missing,
    ...imported,
  ];
}
