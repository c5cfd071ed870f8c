import { getLocale, getTranslations } from "next-intl/server";
import type { TrendDay } from "#lib/reports/overview-store.ts";
import { TrendChart } from "./trend-chart.tsx";

/** Thirty days with labels in the reader's language. */
export const TrendSeries = async ({ trend, timeZone }: { trend: TrendDay[]; timeZone: string }) => {
  const [t, locale] = await Promise.all([getTranslations("overview.trend"), getLocale()]);
  const format = new Intl.DateTimeFormat(locale === "id" ? "id-ID" : "en-GB", {
    timeZone: "UTC",
    day: "numeric",
    month: "short",
  });
  const sum = (figure: keyof Omit<TrendDay, "day">) => trend.reduce((total, day) => total + day[figure], 0);
  return (
    <TrendChart
      title={t("title")}
      summary={t("summary", {
        accepted: sum("accepted"),
        opens: sum("opens"),
        bounces: sum("bounces"),
        complaints: sum("complaints"),
        zone: timeZone,
      })}
      labels={{
        day: t("day"),
        accepted: t("accepted"),
        opens: t("opens"),
        bounces: t("bounces"),
        complaints: t("complaints"),
      }}
      days={trend.map(({ day, ...figures }) => ({
        ...figures,
        day: format.format(new Date(`${day}T00:00:00Z`)),
      }))}
    />
  );
};
