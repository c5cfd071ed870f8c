"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Notice } from "#app/_ui/notice.tsx";
import type { CampaignDraft } from "#lib/drafts/campaign-draft.ts";
import { canOpen, everyDay, windowOf } from "#lib/timing/send-window.ts";

type WindowChoiceProps = { draft: CampaignDraft; change: (patch: Partial<CampaignDraft>) => void };

/** The hours of the day and the days of the week in which the campaign may be sent. */
export const WindowChoice = ({ draft, change }: WindowChoiceProps) => {
  const t = useTranslations("campaigns.senderStep.window");
  const dayName = useDayName();
  const window = windowOf(draft);
  const toggle = (day: number) =>
    change({
      windowDays: everyDay.filter((each) => draft.windowDays.includes(each) !== (each === day)),
    });
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 text-sm font-medium">{t("title")}</legend>
      <label className="flex cursor-pointer items-center gap-3">
        <input
          type="checkbox"
          checked={draft.windowFrom !== null || draft.windowTo !== null}
          onChange={({ target }) =>
            change(
              target.checked
                ? { windowFrom: "08:00", windowTo: "20:00" }
                : { windowFrom: null, windowTo: null },
            )
          }
          className="size-4 shrink-0 accent-accent"
        />
        {t("hours")}
      </label>
      {draft.windowFrom !== null || draft.windowTo !== null ? (
        <div className="flex flex-wrap gap-4 pl-7">
          {(["windowFrom", "windowTo"] as const).map((field) => (
            <label key={field} className="flex flex-col gap-1 text-sm font-medium">
              {t(field)}
              <input
                type="time"
                required
                value={draft[field] ?? "00:00"}
                onChange={({ target }) =>
                  target.value === "" ? undefined : change({ [field]: target.value })
                }
                className="input h-9 w-36 font-normal"
              />
            </label>
          ))}
        </div>
      ) : null}
      <div className="flex flex-wrap gap-x-4 gap-y-2">
        {everyDay.map((day) => (
          <label key={day} className="flex cursor-pointer items-center gap-2 text-sm">
            <input
              type="checkbox"
              checked={draft.windowDays.includes(day)}
              onChange={() => toggle(day)}
              className="size-4 accent-accent"
            />
            {dayName(day)}
          </label>
        ))}
      </div>
      <label className="flex cursor-pointer items-start gap-3">
        <input
          type="checkbox"
          checked={draft.recipientTime}
          onChange={({ target }) => change({ recipientTime: target.checked })}
          className="mt-0.5 size-4 shrink-0 accent-accent"
        />
        <span className="flex flex-col">
          <span>{t("recipientTime")}</span>
          <span className="text-xs text-muted">{t("recipientTimeHelp")}</span>
        </span>
      </label>
      <p className="text-xs text-muted">{t("help", { zone: draft.timeZone.replaceAll("_", " ") })}</p>
      {window && !canOpen(window) ? <Notice tone="danger">{t("never")}</Notice> : null}
    </fieldset>
  );
};

/** The name of a day of the week, 1 is Monday. */
export const useDayName = () => {
  const format = useFormatter();
  // 5 January 2026 was a Monday.
  return (day: number) =>
    format.dateTime(new Date(Date.UTC(2026, 0, 4 + day)), { weekday: "short", timeZone: "UTC" });
};
