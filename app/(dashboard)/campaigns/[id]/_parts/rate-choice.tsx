"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import type { CampaignDraft } from "#lib/drafts/campaign-draft.ts";

/** From an hour, for a shop that answers the telephone, to two days. */
const hours = [1, 2, 4, 8, 12, 24, 48];

const slowest = 0.01;
const fastest = 10_000;
const isRate = (perSecond: number): boolean => perSecond >= slowest && perSecond <= fastest;

type RateChoiceProps = { draft: CampaignDraft; change: (patch: Partial<CampaignDraft>) => void };

/** How fast the campaign is sent at most. Nothing chosen: as fast as the server takes it. */
export const RateChoice = ({ draft, change }: RateChoiceProps) => {
  const t = useTranslations("campaigns.senderStep.rate");
  const [typed, setTyped] = useState(draft.maxPerSecond === null ? "" : String(draft.maxPerSecond));
  // A browser gives what is not a number as an empty text.
  const [isUnreadable, setUnreadable] = useState(false);
  const help = useId();
  const take = (value: string, { badInput }: ValidityState) => {
    setTyped(value);
    setUnreadable(badInput);
    if (badInput) return;
    const perSecond = Number(value);
    if (value.trim() === "") change({ maxPerSecond: null });
    else if (isRate(perSecond)) change({ maxPerSecond: perSecond });
  };
  const isWrong = isUnreadable || (typed.trim() !== "" && !isRate(Number(typed)));
  const choices = [...new Set([...hours, draft.spreadHours ?? 1])].sort((one, other) => one - other);
  return (
    <div className="flex flex-wrap gap-4">
      <label className="flex w-full flex-col gap-1 text-sm font-medium sm:w-72">
        {t("spread")}
        <select
          value={draft.spreadHours ?? ""}
          onChange={({ target }) =>
            change({ spreadHours: target.value === "" ? null : Number(target.value) })
          }
          className="input h-9 w-full py-0 font-normal"
        >
          <option value="">{t("atOnce")}</option>
          {choices.map((count) => (
            <option key={count} value={count}>
              {t("over", { count })}
            </option>
          ))}
        </select>
        <span className="text-xs font-normal text-muted">{t("spreadHelp")}</span>
      </label>
      <label className="flex w-full flex-col gap-1 text-sm font-medium sm:w-72">
        {t("most")}
        <input
          type="number"
          inputMode="decimal"
          min={slowest}
          max={fastest}
          aria-describedby={help}
          aria-invalid={isWrong}
          step="any"
          value={typed}
          placeholder={t("noLimit")}
          onChange={({ target }) => take(target.value, target.validity)}
          className="input h-9 w-full font-normal"
        />
        <span
          id={help}
          className={`text-xs font-normal ${isWrong ? "text-danger-soft-foreground" : "text-muted"}`}
        >
          {isWrong ? t("mostProblem", { least: slowest, most: fastest }) : t("mostHelp")}
        </span>
      </label>
    </div>
  );
};
