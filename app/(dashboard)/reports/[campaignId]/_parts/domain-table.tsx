import { getFormatter, getTranslations } from "next-intl/server";
import { type Column, DataTable } from "#app/_ui/data-table.tsx";
import { RateText } from "#app/_ui/rate-text.tsx";
import type { CampaignReport, DomainFigures } from "#lib/reports/campaign-report.ts";

/** How it went at each of the recipients' domains: trouble with one provider shows here first. */
export const DomainTable = async ({ report }: { report: CampaignReport }) => {
  const [t, format] = await Promise.all([getTranslations("reports.domains"), getFormatter()]);
  const rate =
    (count: (row: DomainFigures) => number, base: (row: DomainFigures) => number) => (row: DomainFigures) => (
      <RateText count={count(row)} base={base(row)} />
    );
  const columns: Column<DomainFigures>[] = [
    { key: "domain", label: t("domain"), cell: ({ domain }) => domain ?? t("others") },
    { key: "audience", label: t("audience"), numeric: true, cell: ({ audience }) => format.number(audience) },
    {
      key: "accepted",
      label: t("accepted"),
      numeric: true,
      cell: rate(
        ({ accepted }) => accepted,
        ({ audience }) => audience,
      ),
    },
    {
      key: "bounced",
      label: t("bounced"),
      numeric: true,
      cell: rate(
        ({ bounced }) => bounced,
        ({ audience }) => audience,
      ),
    },
    {
      key: "opened",
      label: t("opened"),
      numeric: true,
      cell: rate(
        ({ opened }) => opened,
        ({ accepted }) => accepted,
      ),
    },
    {
      key: "clicked",
      label: t("clicked"),
      numeric: true,
      cell: rate(
        ({ clicked }) => clicked,
        ({ accepted }) => accepted,
      ),
    },
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
