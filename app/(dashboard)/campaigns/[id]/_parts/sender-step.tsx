"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { Section } from "#app/_ui/section.tsx";
import { ToneChip } from "#app/_ui/tone-chip.tsx";
import type { CampaignDraft } from "#lib/drafts/campaign-draft.ts";
import { paceOf } from "#lib/timing/campaign-pace.ts";
import { windowOf } from "#lib/timing/send-window.ts";
import { PriorityChoice } from "./priority-choice.tsx";
import { RateChoice } from "./rate-choice.tsx";
import { RetryHoursChoice } from "./retry-hours-choice.tsx";
import { SendTimeChoice } from "./send-time-choice.tsx";
import { WindowChoice } from "./window-choice.tsx";

export type SenderChoice = {
  id: string;
  name: string;
  email: string;
  replyTo: string | null;
  server: string;
  isSandbox: boolean;
};

type SenderStepProps = {
  draft: CampaignDraft;
  change: (patch: Partial<CampaignDraft>) => void;
  senders: SenderChoice[];
  timeZones: string[];
};

/** From whom, when, and what is measured. */
export const SenderStep = ({ draft, change, senders, timeZones }: SenderStepProps) => {
  const t = useTranslations("campaigns.senderStep");
  // Only at first: it must not fold under the hand that unticks the last of its choices.
  const [showsPace, setShowsPace] = useState(hasPace(draft));
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <Section title={t("sender.title")} description={t("sender.description")}>
        {senders.length === 0 ? (
          <EmptyState
            title={t("sender.none")}
            description={t("sender.noneDescription")}
            action={<LinkButton href="/settings/senders">{t("sender.add")}</LinkButton>}
          />
        ) : (
          <fieldset className="flex flex-col gap-2">
            <legend className="sr-only">{t("sender.title")}</legend>
            {senders.map((sender) => (
              <label key={sender.id} className={choiceClass}>
                <input
                  type="radio"
                  name="sender"
                  checked={draft.senderId === sender.id}
                  onChange={() => change({ senderId: sender.id })}
                  className="mt-0.5 size-4 shrink-0 accent-accent"
                />
                <span className="flex min-w-0 flex-1 flex-wrap justify-between gap-x-3 gap-y-1">
                  <span className="flex min-w-0 flex-1 basis-52 flex-col">
                    <span className="font-medium wrap-anywhere">{sender.name}</span>
                    <span className="text-muted wrap-anywhere">{sender.email}</span>
                    {sender.replyTo ? (
                      <span className="text-xs text-muted wrap-anywhere">
                        {t("sender.replyTo", { email: sender.replyTo })}
                      </span>
                    ) : null}
                  </span>
                  <span className="text-xs text-muted wrap-anywhere">
                    {sender.isSandbox ? (
                      <ToneChip tone="warning">{t("sender.sandbox")}</ToneChip>
                    ) : (
                      sender.server
                    )}
                  </span>
                </span>
              </label>
            ))}
          </fieldset>
        )}
      </Section>
      <Section title={t("time.title")}>
        <SendTimeChoice draft={draft} change={change} timeZones={timeZones} />
        <RetryHoursChoice draft={draft} change={change} />
        <details
          className="rounded-lg border border-border"
          open={showsPace}
          onToggle={({ currentTarget }) => setShowsPace(currentTarget.open)}
        >
          <summary className="cursor-pointer px-4 py-3 text-sm font-medium outline-focus">
            {t("pace.title")}
          </summary>
          <div className="flex flex-col gap-6 border-t border-separator p-4">
            <WindowChoice draft={draft} change={change} />
            <RateChoice draft={draft} change={change} />
            <PriorityChoice draft={draft} change={change} />
          </div>
        </details>
      </Section>
      <Section title={t("tracking.title")} description={t("tracking.description")}>
        <div className="flex flex-col gap-3">
          {(["trackOpens", "trackClicks"] as const).map((field) => (
            <label key={field} className="flex cursor-pointer items-start gap-3">
              <input
                type="checkbox"
                checked={draft[field]}
                onChange={({ target }) => change({ [field]: target.checked })}
                className="mt-0.5 size-4 shrink-0 accent-accent"
              />
              <span className="flex flex-col">
                <span>{t(`tracking.${field}`)}</span>
                <span className="text-xs text-muted">{t(`tracking.${field}Help`)}</span>
              </span>
            </label>
          ))}
        </div>
      </Section>
    </div>
  );
};

/** Something in the folded part is not as it usually is. */
const hasPace = (draft: CampaignDraft): boolean =>
  draft.priority !== "campaign" ||
  draft.recipientTime ||
  windowOf(draft) !== null ||
  paceOf({ ...draft, audience: 0 }) !== null;

const choiceClass =
  "flex cursor-pointer items-start gap-3 rounded-lg border border-border px-4 py-3 hover:bg-surface-hover has-checked:border-accent has-checked:bg-accent-soft/40";
