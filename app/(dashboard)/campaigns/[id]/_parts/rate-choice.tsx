"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { CampaignDraft } from "#lib/campaigns/campaign-draft.ts";

/** From an hour, for a shop that answers the telephone, to two days. */
const hours = [1, 2, 4, 8, 12, 24, 48];

type RateChoiceProps = { draft: CampaignDraft; change: (patch: Partial<CampaignDraft>) => void };

/** How fast the campaign is sent at most. Nothing chosen: as fast as the server takes it. */
export const RateChoice = ({ draft, change }: RateChoiceProps) => {
  const t = useTranslations("campaigns.senderStep.rate");
  const [typed, setTyped] = useState(draft.maxPerSecond === null ? "" : String(draft.maxPerSecond));
  const take = (value: string) => {
    setTyped(value);
    const perSecond = Number(value);
    if (value.trim() === "") change({ maxPerSecond: null });
    else if (perSecond >= 0.01 && perSecond <= 10_000) change({ maxPerSecond: perSecond });
  };
  const choices = [...new Set([...hours, draft.spreadHours ?? 1])].sort((one, other) => one - other);
  return (
    <div className="flex flex-wrap gap-4">
      <label className="flex flex-col gap-1 text-sm font-medium">
        {t("spread")}
        <select
          value={draft.spreadHours ?? ""}
          onChange={({ target }) =>
            change({ spreadHours: target.value === "" ? null : Number(target.value) })
          }
          className="input h-9 w-60 max-w-full py-0 font-normal"
        >
          <option value="">{t("atOnce")}</option>
          {choices.map((count) => (
            <option key={count} value={count}>
              {t("over", { count })}
            </option>
          ))}
        </select>
        <span className="max-w-60 text-xs font-normal text-muted">{t("spreadHelp")}</span>
      </label>
      <label className="flex flex-col gap-1 text-sm font-medium">
        {t("most")}
        <input
          type="number"
          inputMode="decimal"
          min={0.01}
          max={10_000}
          step="any"
          value={typed}
          placeholder={t("noLimit")}
          onChange={({ target }) => take(target.value)}
          className="input h-9 w-60 max-w-full font-normal"
        />
        <span className="max-w-60 text-xs font-normal text-muted">{t("mostHelp")}</span>
      </label>
    </div>
  );
};
