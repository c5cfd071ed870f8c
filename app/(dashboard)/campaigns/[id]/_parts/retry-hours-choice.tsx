"use client";

import { useTranslations } from "next-intl";
import type { CampaignDraft } from "#lib/drafts/campaign-draft.ts";

/** From an offer that ends today to the five days after which mail servers give up (RFC 5321 section 4.5.4.1). */
const choices = [1, 6, 12, 24, 48, 72, 120];

type RetryHoursChoiceProps = { draft: CampaignDraft; change: (patch: Partial<CampaignDraft>) => void };

/** How long a mail that was refused for the moment is tried again. */
export const RetryHoursChoice = ({ draft, change }: RetryHoursChoiceProps) => {
  const t = useTranslations("campaigns.senderStep.retry");
  const hours = [...new Set([...choices, draft.retryHours])].sort((one, other) => one - other);
  return (
    <label className="flex flex-col gap-1 text-sm font-medium">
      {t("label")}
      <select
        value={draft.retryHours}
        onChange={({ target }) => change({ retryHours: Number(target.value) })}
        className="input h-9 w-full sm:w-72 py-0 font-normal"
      >
        {hours.map((count) => (
          <option key={count} value={count}>
            {count >= 48 && count % 24 === 0 ? t("days", { count: count / 24 }) : t("hours", { count })}
          </option>
        ))}
      </select>
      <span className="text-xs font-normal text-muted">{t("help")}</span>
    </label>
  );
};
