import { getLocale, getTranslations } from "next-intl/server";
import type { CampaignReport } from "#lib/reports/campaign-report.ts";
import { EngagementChart } from "./engagement-chart.tsx";

/** When people opened and clicked first, with labels in the reader's language and the workspace's time. */
export const EngagementSeries = async ({ report }: { report: CampaignReport }) => {
  const [t, locale] = await Promise.all([getTranslations("reports.series"), getLocale()]);
  const { unit, points } = report.series;
  const tag = locale === "id" ? "id-ID" : "en-GB";
  const label = (at: string) =>
    // Local times of the workspace are written as if they were UTC, so no zone moves them again.
    new Intl.DateTimeFormat(tag, {
      timeZone: "UTC",
      day: "numeric",
      month: "short",
      ...(unit === "hour" ? { hour: "2-digit", minute: "2-digit", hourCycle: "h23" as const } : {}),
    }).format(new Date(`${at}:00Z`));
  const busiest = points.reduce<(typeof points)[number] | undefined>(
    (best, point) => (point.opens > (best?.opens ?? 0) ? point : best),
    undefined,
  );
  const total = points.reduce((sum, { opens }) => sum + opens, 0);
  return (
    <EngagementChart
      title={t(`title.${unit}`)}
      summary={
        busiest
          ? t("summary", {
              total,
              busiest: label(busiest.at),
              most: busiest.opens,
              zone: report.campaign.timeZone,
            })
          : t("nothing")
      }
      labels={{ at: t(`column.${unit}`), opens: t("opens"), clicks: t("clicks") }}
      points={points.map(({ at, opens, clicks }) => ({ at: label(at), opens, clicks }))}
    />
  );
};
