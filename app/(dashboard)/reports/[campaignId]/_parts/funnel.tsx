import { getFormatter, getTranslations } from "next-intl/server";
import { RateText } from "#app/_ui/rate-text.tsx";
import { Section } from "#app/_ui/section.tsx";
import type { CampaignReport } from "#lib/reports/campaign-report.ts";

/** From everyone to those who clicked: each step with its share of the step before. */
export const Funnel = async ({ report }: { report: CampaignReport }) => {
  const [t, format] = await Promise.all([getTranslations("reports.funnel"), getFormatter()]);
  const { campaign, audience, books, opens, clicks } = report;
  // Who reads without images clicks without an open: then clicks are no part of the opens.
  const steps = [
    { name: "audience", count: audience, before: 0 },
    { name: "accepted", count: books.accepted, before: audience },
    ...(campaign.trackOpens ? [{ name: "opened", count: opens.people, before: books.accepted }] : []),
    ...(campaign.trackClicks
      ? [
          {
            name: "clicked",
            count: clicks.people,
            before: clicks.people <= opens.people ? opens.people : books.accepted,
          },
        ]
      : []),
  ] as const;
  return (
    <Section title={t("title")} description={t("description")}>
      <ol className="flex flex-col gap-4">
        {steps.map(({ name, count, before }) => (
          <li key={name} className="flex flex-col gap-1.5">
            <span className="flex items-baseline justify-between gap-3">
              <span>{t(name)}</span>
              <span className="flex items-baseline gap-2 tabular-nums">
                <span className="text-xs text-muted">
                  {before > 0 ? <RateText count={Math.min(count, before)} base={before} /> : null}
                </span>
                <span className="font-medium">{format.number(count)}</span>
              </span>
            </span>
            <span aria-hidden className="block h-2 rounded-full bg-default">
              <span
                className="block h-full rounded-full bg-accent"
                style={{
                  width: `${audience > 0 ? (count / audience) * 100 : 0}%`,
                  minWidth: count > 0 ? 4 : 0,
                }}
              />
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
};
