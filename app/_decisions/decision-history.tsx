import { CirclePause, type LucideIcon, RotateCcw, Send } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { Section } from "#app/_ui/section.tsx";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import type { Actor } from "#lib/accounts/actor.ts";
import type { CampaignDecision } from "#lib/delivery/decisions-store.ts";
import { readDecisions } from "#lib/delivery/read-decisions.ts";

const ICONS: Record<CampaignDecision["kind"], LucideIcon> = {
  resend_in_doubt: Send,
  leave_in_doubt: CirclePause,
  send_to_rest: Send,
  retry_failed: RotateCcw,
};

/** Who decided what about a campaign's people, and when; nothing where nobody had to. */
export const DecisionHistory = async ({ actor, campaignId }: { actor: Actor; campaignId: string }) => {
  const [decisions, t] = await Promise.all([
    readDecisions(actor, campaignId),
    getTranslations("delivery.decisions"),
  ]);
  if (decisions.length === 0) return null;
  return (
    <Section title={t("title")}>
      <ul aria-label={t("title")} className="-my-3 flex flex-col divide-y divide-separator">
        {decisions.map((decision) => (
          <Decision key={decision.id} decision={decision} words={t} />
        ))}
      </ul>
    </Section>
  );
};

type Words = Awaited<ReturnType<typeof getTranslations<"delivery.decisions">>>;

const Decision = ({ decision, words }: { decision: CampaignDecision; words: Words }) => {
  const { kind, messages, at, by } = decision;
  const Icon = ICONS[kind];
  return (
    <li className="flex items-baseline gap-3 py-3 text-sm">
      <Icon aria-hidden className="size-4 shrink-0 self-start text-muted" />
      <span className="flex min-w-0 flex-1 flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <span className="wrap-anywhere">
          {words(`kind.${kind}`, { name: by ?? words("somebody"), count: messages })}
        </span>
        <span className="text-xs text-muted">
          <TimeStamp at={at} />
        </span>
      </span>
    </li>
  );
};
