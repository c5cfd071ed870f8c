"use client";

import { useFormatter, useLocale, useTranslations } from "next-intl";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import type { CampaignDraft } from "#lib/drafts/campaign-draft.ts";
import { paceOf } from "#lib/timing/campaign-pace.ts";
import { canOpen, endOfWork, everyDay, windowOf } from "#lib/timing/send-window.ts";
import { useDayName } from "./window-choice.tsx";

type PaceWordsProps = {
  draft: CampaignDraft;
  audience: number;
  /** Stands as one of the facts of a `dl`, under this name; otherwise in small print. */
  fact?: string;
};

/** In which hours and how fast it goes, and when that comes to an end, in words. Nothing for a campaign that just goes. */
export const PaceWords = ({ draft, audience, fact }: PaceWordsProps) => {
  const t = useTranslations("campaigns.paceWords");
  const format = useFormatter();
  const locale = useLocale();
  const dayName = useDayName();
  const window = windowOf(draft);
  const perSecond = paceOf({ ...draft, audience });
  const clock = (time: string) => (locale === "id" ? time.replace(":", ".") : time);
  if (window && !canOpen(window)) return null;
  const start = draft.scheduledAt === null ? new Date() : new Date(draft.scheduledAt);
  const ends = perSecond === null ? null : endOfWork(window, start, audience / perSecond);
  const lines = [
    draft.priority === "transactional" ? t("first") : null,
    window && draft.windowFrom !== null
      ? t("hours", {
          from: clock(draft.windowFrom),
          to: clock(draft.windowTo ?? "24:00"),
          zone: draft.timeZone.replaceAll("_", " "),
        })
      : null,
    window && draft.windowDays.length < everyDay.length
      ? t("days", { days: format.list(draft.windowDays.map(dayName), { type: "conjunction" }) })
      : null,
    draft.recipientTime ? t("recipientTime") : null,
    perSecond === null
      ? null
      : perSecond >= 1
        ? t("perSecond", { rate: Math.round(perSecond * 10) / 10 })
        : t("perHour", { rate: Math.round(perSecond * 3_600) }),
  ].filter((line) => line !== null);
  if (lines.length === 0) return null;
  const words = (
    <ul className={`flex flex-col gap-1 ${fact ? "" : "text-xs text-muted"}`} suppressHydrationWarning>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
      {ends ? (
        <li suppressHydrationWarning>
          {t.rich("ends", { time: () => <TimeStamp at={ends} timeZone={draft.timeZone} /> })}
        </li>
      ) : null}
    </ul>
  );
  return fact ? (
    <div className="flex flex-col gap-0.5">
      <dt className="text-xs text-muted">{fact}</dt>
      <dd>{words}</dd>
    </div>
  ) : (
    words
  );
};
