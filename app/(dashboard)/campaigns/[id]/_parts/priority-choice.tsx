"use client";

import { useTranslations } from "next-intl";
import { type CampaignDraft, campaignPriorities } from "#lib/drafts/campaign-draft.ts";

type PriorityChoiceProps = { draft: CampaignDraft; change: (patch: Partial<CampaignDraft>) => void };

/** Whether it takes turns with other campaigns or goes before them. */
export const PriorityChoice = ({ draft, change }: PriorityChoiceProps) => {
  const t = useTranslations("campaigns.senderStep.priority");
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 text-sm font-medium">{t("title")}</legend>
      {campaignPriorities.map((priority) => (
        <label key={priority} className="flex cursor-pointer items-start gap-3">
          <input
            type="radio"
            name="priority"
            checked={draft.priority === priority}
            onChange={() => change({ priority })}
            className="mt-0.5 size-4 shrink-0 accent-accent"
          />
          <span className="flex flex-col">
            <span>{t(priority)}</span>
            <span className="text-xs text-muted">{t(`${priority}Help`)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
};
