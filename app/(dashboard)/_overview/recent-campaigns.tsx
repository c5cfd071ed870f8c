import { getFormatter, getTranslations } from "next-intl/server";
import { type Column, DataTable } from "#app/_ui/data-table.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { rateColumn } from "#app/_ui/rate-column.tsx";
import { StateChip } from "#app/_ui/state-chip.tsx";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import { booksColumn } from "#app/(dashboard)/reports/_parts/books-column.tsx";
import type { ReportLine } from "#lib/reports/report-list-store.ts";

/** The last campaigns with their books. */
export const RecentCampaigns = async ({ recent }: { recent: ReportLine[] }) => {
  const [t, format] = await Promise.all([getTranslations("overview.recent"), getFormatter()]);
  const columns: Column<ReportLine>[] = [
    {
      key: "name",
      label: t("campaign"),
      cell: ({ name }) => name,
    },
    {
      key: "state",
      label: t("state"),
      narrow: "corner",
      cell: ({ state }) => <StateChip kind="campaign" state={state} />,
    },
    { key: "audience", label: t("audience"), numeric: true, cell: ({ audience }) => format.number(audience) },
    booksColumn(t("books")),
    rateColumn("opened", t("opened"), "accepted"),
    rateColumn("clicked", t("clicked"), "accepted"),
    {
      key: "when",
      label: t("when"),
      numeric: true,
      wideOnly: true,
      cell: ({ launchedAt }) => <TimeStamp at={launchedAt} style="day" />,
    },
  ];
  return (
    <section aria-labelledby="recent" className="flex flex-col gap-3">
      <div className="flex items-center justify-between gap-3">
        <h2 id="recent" className="text-base font-semibold">
          {t("title")}
        </h2>
        <LinkButton href="/reports" variant="ghost" size="sm">
          {t("all")}
        </LinkButton>
      </div>
      <DataTable
        caption={t("title")}
        columns={columns}
        rows={recent}
        rowKey={({ id }) => id}
        rowHref={({ id, state }) =>
          state === "finished" || state === "cancelled" ? `/reports/${id}` : `/campaigns/${id}`
        }
      />
    </section>
  );
};
