"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Notice } from "#app/_ui/notice.tsx";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import type { CampaignDraft } from "#lib/drafts/campaign-draft.ts";
import { isPast, readLocalMoment, writeLocalMoment } from "#lib/timing/campaign-schedule.ts";

type SendTimeChoiceProps = {
  draft: CampaignDraft;
  change: (patch: Partial<CampaignDraft>) => void;
  timeZones: string[];
};

/** Now, or at a wall-clock time of a zone; says so where clocks change and the time exists twice or not at all. */
export const SendTimeChoice = ({ draft, change, timeZones }: SendTimeChoiceProps) => {
  const t = useTranslations("campaigns.senderStep.time");
  const { scheduledAt, timeZone } = draft;
  const at = scheduledAt === null ? null : new Date(scheduledAt);
  const [local, setLocal] = useState(at ? writeLocalMoment(at, timeZone) : "");
  const moment = local === "" ? null : readLocalMoment(local, timeZone);

  const take = (wallClock: string, zone: string) => {
    setLocal(wallClock);
    const read = readLocalMoment(wallClock, zone);
    change({ timeZone: zone, ...(read.kind === "invalid" ? {} : { scheduledAt: read.at.toISOString() }) });
  };

  const hasPassed = at !== null && isPast(at, new Date());

  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="sr-only">{t("title")}</legend>
      <label className="flex cursor-pointer items-center gap-3">
        <input
          type="radio"
          name="when"
          checked={at === null}
          onChange={() => change({ scheduledAt: null })}
          className="size-4 accent-accent"
        />
        {t("now")}
      </label>
      <label className="flex cursor-pointer items-center gap-3">
        <input
          type="radio"
          name="when"
          checked={at !== null}
          onChange={() => take(local || tomorrowMorning(timeZone), timeZone)}
          className="size-4 accent-accent"
        />
        {t("at")}
      </label>
      {at === null ? null : (
        <div className="flex flex-col gap-3 pl-7">
          <div className="flex flex-wrap gap-4">
            <label className="flex flex-col gap-1 text-sm font-medium">
              {t("local")}
              <input
                type="datetime-local"
                value={local}
                onChange={({ target }) => take(target.value, timeZone)}
                className="input h-9 w-60 font-normal"
              />
            </label>
            <label className="flex min-w-0 flex-col gap-1 text-sm font-medium">
              {t("zone")}
              <select
                value={timeZone}
                onChange={({ target }) => take(local, target.value)}
                className="input h-9 w-60 max-w-full py-0 font-normal"
              >
                {timeZones.map((zone) => (
                  <option key={zone} value={zone}>
                    {zone.replaceAll("_", " ")}
                  </option>
                ))}
              </select>
            </label>
          </div>
          {hasPassed ? null : (
            <p className="text-sm text-muted" suppressHydrationWarning>
              {t.rich("means", { time: () => <TimeStamp at={at} timeZone={timeZone} /> })}
            </p>
          )}
          {moment?.kind === "invalid" || local === "" ? <Notice tone="danger">{t("invalid")}</Notice> : null}
          {moment?.kind === "gap" ? <Notice tone="warning">{t("gap")}</Notice> : null}
          {moment?.kind === "overlap" ? (
            <Notice
              tone="warning"
              action={
                <button
                  type="button"
                  className="button button--secondary button--sm"
                  onClick={() =>
                    change({
                      scheduledAt: (at.getTime() === moment.later.getTime()
                        ? moment.at
                        : moment.later
                      ).toISOString(),
                    })
                  }
                >
                  {at.getTime() === moment.later.getTime() ? t("takeEarlier") : t("takeLater")}
                </button>
              }
            >
              {at.getTime() === moment.later.getTime() ? t("overlapLater") : t("overlapEarlier")}
            </Notice>
          ) : null}
          {hasPassed ? <Notice tone="warning">{t("past")}</Notice> : null}
        </div>
      )}
    </fieldset>
  );
};

/** Nine o'clock of the next day in a zone: a time most mail is read at, and far enough to change one's mind. */
const tomorrowMorning = (timeZone: string): string =>
  `${writeLocalMoment(new Date(Date.now() + 86_400_000), timeZone).slice(0, "YYYY-MM-DD".length)}T09:00`;
