import { getFormatter, getTranslations } from "next-intl/server";
import { type Column, DataTable } from "#app/_ui/data-table.tsx";
import { rateColumn } from "#app/_ui/rate-column.tsx";
import type { CampaignReport, DomainFigures } from "#lib/reports/campaign-report.ts";

/** How it went at each of the recipients' domains: trouble with one provider shows here first. */
export const DomainTable = async ({ report }: { report: CampaignReport }) => {
  const [t, format] = await Promise.all([getTranslations("reports.domains"), getFormatter()]);
  const columns: Column<DomainFigures>[] = [
    { key: "domain", label: t("domain"), cell: ({ domain }) => domain ?? t("others") },
    { key: "audience", label: t("audience"), numeric: true, cell: ({ audience }) => format.number(audience) },
    rateColumn("accepted", t("accepted"), "audience"),
    rateColumn("bounced", t("bounced"), "audience"),
    rateColumn("opened", t("opened"), "accepted"),
    rateColumn("clicked", t("clicked"), "accepted"),
  ];
  return (
    <section className="flex flex-col gap-3">
      <h2 className="text-base font-semibold">{t("title")}</h2>
      <DataTable
        caption={t("title")}
        columns={columns}
        rows={report.domains}
        rowKey={({ domain }) => domain ?? ""}
      />
    </section>
  );
};
