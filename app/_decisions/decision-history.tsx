import { Ban, CirclePause, CirclePlay, type LucideIcon, RotateCcw, Send, ShieldCheck } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { providerLabel } from "#app/_ui/provider-label.ts";
import { Section } from "#app/_ui/section.tsx";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import type { Actor } from "#lib/accounts/actor.ts";
import type { DecidedDomain } from "#lib/addresses/domain-question.ts";
import { readDecidedDomains } from "#lib/addresses/read-decided-domains.ts";
import type { CampaignDecision } from "#lib/decisions/decisions-store.ts";
import { readDecisions } from "#lib/decisions/read-decisions.ts";

type Decision = CampaignDecision | DecidedDomain;

const ICONS: Record<CampaignDecision["kind"] | DecidedDomain["decision"], LucideIcon> = {
  resend_in_doubt: Send,
  leave_in_doubt: CirclePause,
  send_to_rest: Send,
  retry_failed: RotateCcw,
  release_provider: CirclePlay,
  suppress: Ban,
  keep: ShieldCheck,
};

/** Who decided what about a campaign's people, and when; nothing where nobody had to. */
export const DecisionHistory = async ({ actor, campaignId }: { actor: Actor; campaignId: string }) => {
  const [aboutMessages, aboutDomains, t] = await Promise.all([
    readDecisions(actor, campaignId),
    readDecidedDomains(actor, campaignId),
    getTranslations("delivery.decisions"),
  ]);
  const decisions: Decision[] = [...aboutMessages, ...aboutDomains].sort(
    (one, other) => other.at.getTime() - one.at.getTime(),
  );
  if (decisions.length === 0) return null;
  return (
    <Section title={t("title")}>
      <ul aria-label={t("title")} className="-my-3 flex flex-col divide-y divide-separator">
        {decisions.map((decision) => (
          <DecisionLine key={decision.id} decision={decision} />
        ))}
      </ul>
    </Section>
  );
};

const DecisionLine = async ({ decision }: { decision: Decision }) => {
  const t = await getTranslations("delivery.decisions");
  const Icon = ICONS["kind" in decision ? decision.kind : decision.decision];
  const name = decision.by ?? t("somebody");
  return (
    <li className="flex items-baseline gap-3 py-3 text-sm">
      <Icon aria-hidden className="size-4 shrink-0 self-start text-muted" />
      <span className="flex min-w-0 flex-1 flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <span className="wrap-anywhere">
          {"kind" in decision
            ? t(`kind.${decision.kind}`, {
                name,
                count: decision.messages,
                provider: providerLabel(await getTranslations("delivery"), decision.provider ?? ""),
              })
            : t(`domain.${decision.decision}`, { name, count: decision.contacts, domain: decision.domain })}
        </span>
        <span className="text-xs text-muted">
          <TimeStamp at={decision.at} />
        </span>
      </span>
    </li>
  );
};
