import { getFormatter, getTranslations } from "next-intl/server";
import { type Column, DataTable } from "#app/_ui/data-table.tsx";
import { RateText } from "#app/_ui/rate-text.tsx";
import type { CampaignReport, LinkFigures } from "#lib/reports/campaign-report.ts";

/** Every link of the mail and who followed it. */
export const LinkTable = async ({ report }: { report: CampaignReport }) => {
  const [t, format] = await Promise.all([getTranslations("reports.links"), getFormatter()]);
  if (!report.campaign.trackClicks || report.links.length === 0) return null;
  const columns: Column<LinkFigures>[] = [
    {
      key: "url",
      label: t("link"),
      cell: ({ url }) => <span className="line-clamp-2 break-all">{url}</span>,
    },
    { key: "people", label: t("people"), numeric: true, cell: ({ people }) => format.number(people) },
    {
      key: "rate",
      label: t("rate"),
      numeric: true,
      cell: ({ people }) => <RateText count={people} base={report.books.accepted} />,
    },
    {
      key: "times",
      label: t("times"),
      numeric: true,
      cell: ({ times }) => format.number(times),
      wideOnly: true,
    },
  ];
  return (
    <section className="flex flex-col gap-3">
      <h2 className="text-base font-semibold">{t("title")}</h2>
      <DataTable
        caption={t("title")}
        columns={columns}
        rows={report.links}
        rowKey={({ position }) => String(position)}
        rowHref={({ position }) => `/campaigns/${report.campaign.id}/people?link=${position}`}
      />
    </section>
  );
};
