"use client";

import { useFormatter, useTranslations } from "next-intl";
import { RateText } from "#app/_ui/rate-text.tsx";
import { StatCard } from "#app/_ui/stat-card.tsx";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import { isOver } from "#lib/drafts/campaign-state.ts";
import type { CampaignProgress } from "#lib/progress/read-campaign-progress.ts";

type LiveFiguresProps = { id: string; progress: CampaignProgress };

/** While it is sent: how much is left and how fast it goes. When it is over: what came of it. */
export const LiveFigures = ({ id, progress }: LiveFiguresProps) => {
  const t = useTranslations("campaigns.live");
  const format = useFormatter();
  const { state, books, audience, left, ratePerSecond, secondsLeft } = progress;
  const linked = (count: number, name: string) =>
    count > 0 ? { href: `/campaigns/${id}/people?state=${name}` } : {};
  const isSending = state === "sending";
  // Everybody was tried: who is left waits for another try, and how often nobody knows.
  const isWaiting = left > 0 && secondsLeft === 0;
  return (
    <div className="grid grid-cols-2 gap-4 md:grid-cols-4">
      {isOver(state) && left === 0 ? (
        <>
          {(["accepted", "bounced", "skipped"] as const).map((name) => (
            <StatCard
              key={name}
              label={t(`figure.${name}`)}
              value={format.number(books[name])}
              base={<RateText count={books[name]} base={audience} withBase />}
              {...linked(books[name], name)}
            />
          ))}
          <StatCard
            label={t("took")}
            value={<Duration seconds={secondsBetween(progress)} />}
            base={t("tookHelp")}
          />
        </>
      ) : (
        <>
          <StatCard label={t("left")} value={format.number(left)} base={t("ofAudience", { audience })} />
          <StatCard
            label={t("rate")}
            value={isSending ? t("perSecond", { rate: ratePerSecond }) : t("none")}
          />
          <StatCard
            label={t("timeLeft")}
            value={<Duration seconds={isSending && !isWaiting ? secondsLeft : null} />}
          />
          <StatCard
            label={t("deferred")}
            value={format.number(books.deferred)}
            base={<NextTry progress={progress} />}
            {...linked(books.deferred, "deferred")}
          />
        </>
      )}
    </div>
  );
};

const secondsBetween = ({ launchedAt, finishedAt }: CampaignProgress): number | null =>
  launchedAt && finishedAt
    ? Math.max(1, Math.round((Date.parse(finishedAt) - Date.parse(launchedAt)) / 1_000))
    : null;

/** What becomes of those who are deferred: a telephone has room for the time alone, which is enough within the day. */
const NextTry = ({ progress: { state, books, nextTryAt } }: { progress: CampaignProgress }) => {
  const t = useTranslations("campaigns.live");
  if (state === "paused" && books.deferred > 0) return t("deferredPaused");
  const dueIn = nextTryAt === null ? 0 : Date.parse(nextTryAt) - Date.now();
  if (nextTryAt === null || dueIn <= 0) return t("deferredHelp");
  const style = dueIn < withinTheDay ? "time" : "moment";
  return t.rich("deferredNext", { time: () => <TimeStamp at={nextTryAt} style={style} /> });
};

const withinTheDay = 18 * 3_600_000;

/** In the largest unit that says enough. */
const Duration = ({ seconds }: { seconds: number | null }) => {
  const t = useTranslations("campaigns.live");
  const common = useTranslations("common.duration");
  if (seconds === null) return t("none");
  if (seconds < 90) return common("seconds", { count: seconds });
  return seconds < 5_400
    ? common("minutes", { count: Math.ceil(seconds / 60) })
    : common("hours", { count: Math.ceil(seconds / 3_600) });
};
