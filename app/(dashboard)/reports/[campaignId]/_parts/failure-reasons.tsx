import Link from "next/link";
import { getFormatter, getTranslations } from "next-intl/server";
import { RateText } from "#app/_ui/rate-text.tsx";
import { RefusalWords } from "#app/_ui/refusal-words.tsx";
import { Section } from "#app/_ui/section.tsx";
import { StateChip } from "#app/_ui/state-chip.tsx";
import type { CampaignReport, FailureReason } from "#lib/reports/campaign-report.ts";

/** Why mails did not arrive, in our words and in the servers'. */
export const FailureReasons = async ({ report }: { report: CampaignReport }) => {
  const t = await getTranslations("reports.failures");
  return (
    <Section title={t("title")} description={report.failures.length > 0 ? t("description") : t("none")}>
      {report.failures.length > 0 ? (
        <ul className="flex flex-col divide-y divide-separator">
          {report.failures.map((reason) => (
            <Reason key={`${reason.state} ${reason.category}`} reason={reason} report={report} />
          ))}
        </ul>
      ) : null}
    </Section>
  );
};

const Reason = async ({ reason, report }: { reason: FailureReason; report: CampaignReport }) => {
  const [t, words, format] = await Promise.all([
    getTranslations("reports.failures"),
    getTranslations("delivery.categories"),
    getFormatter(),
  ]);
  const { category, state, count, examples } = reason;
  const name =
    category && words.has(`${category}.name`)
      ? words(`${category}.name`)
      : (category ?? words("unknown.name"));
  const filter = new URLSearchParams({ state, ...(category ? { category } : {}) });
  return (
    <li className="flex flex-col gap-2 py-4 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <span className="flex flex-wrap items-center gap-2">
          <StateChip kind="message" state={state} />
          <Link
            href={`/campaigns/${report.campaign.id}/people?${filter}`}
            className="font-medium hover:underline"
          >
            {name}
          </Link>
        </span>
        <span className="flex items-baseline gap-2 tabular-nums">
          <span className="font-medium">{format.number(count)}</span>
          <span className="text-muted">
            <RateText count={count} base={report.audience} withBase />
          </span>
        </span>
      </div>
      <RefusalWords category={category ?? "unknown"} />
      {examples.map((example) => (
        <p
          key={`${example.replyCode} ${example.replyText}`}
          className="flex gap-3 rounded bg-surface-secondary px-3 py-2 font-mono text-xs"
        >
          <span className="min-w-0 flex-1 whitespace-pre-wrap wrap-anywhere">
            {[example.replyCode, example.replyText].filter(Boolean).join(" ")}
          </span>
          <span className="shrink-0 text-muted tabular-nums">{t("times", { count: example.count })}</span>
        </p>
      ))}
    </li>
  );
};
