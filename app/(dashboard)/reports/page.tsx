import { ChartNoAxesColumn } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { currentActor } from "#app/_session/current-actor.ts";
import { type Column, DataTable } from "#app/_ui/data-table.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar } from "#app/_ui/filter-bar.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { NoPermission } from "#app/_ui/no-permission.tsx";
import { PageFrame } from "#app/_ui/page-frame.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { rateColumn } from "#app/_ui/rate-column.tsx";
import { SearchField } from "#app/_ui/search-field.tsx";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import { can } from "#lib/accounts/actor.ts";
import { listReports } from "#lib/reports/list-reports.ts";
import type { ReportLine } from "#lib/reports/report-list-store.ts";
import { booksColumn } from "./_parts/books-column.tsx";
import { ReportMailUpload } from "./_parts/report-mail-upload.tsx";

type ReportsPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export const generateMetadata = async () => ({ title: (await getTranslations("reports"))("title") });

const ReportsPage = async ({ searchParams }: ReportsPageProps) => {
  const [actor, params, t] = await Promise.all([currentActor(), searchParams, getTranslations("reports")]);
  if (!can(actor, "reports:read")) return <NoPermission />;
  const words = typeof params.q === "string" ? params.q : null;
  const { reports, next } = await listReports(actor, {
    words,
    after: typeof params.after === "string" ? params.after : null,
  });
  const hasSent = reports.length > 0 || words !== null;
  return (
    <PageFrame wide>
      <PageHeader title={t("title")} description={t("description")} />
      {hasSent ? (
        <FilterBar>
          <SearchField label={t("search")} />
        </FilterBar>
      ) : null}
      <DataTable
        caption={t("title")}
        columns={await reportColumns()}
        rows={reports}
        rowKey={({ id }) => id}
        rowHref={({ id }) => `/reports/${id}`}
        place={{ path: "/reports", params }}
        cursors={{ next }}
        empty={words ? <EmptyState title={t("nothingFound", { words })} /> : <NothingSent />}
      />
      {hasSent && can(actor, "contacts:write") ? <ReportMailUpload /> : null}
    </PageFrame>
  );
};

const NothingSent = async () => {
  const t = await getTranslations("reports");
  return (
    <EmptyState
      icon={ChartNoAxesColumn}
      title={t("empty.title")}
      description={t("empty.description")}
      action={<LinkButton href="/campaigns/new">{t("empty.action")}</LinkButton>}
    />
  );
};

const reportColumns = async (): Promise<Column<ReportLine>[]> => {
  const t = await getTranslations("reports.columns");
  return [
    { key: "name", label: t("campaign"), cell: ({ name }) => name },
    booksColumn(t("books")),
    rateColumn("accepted", t("accepted"), "audience"),
    rateColumn("opened", t("opened"), "accepted"),
    rateColumn("clicked", t("clicked"), "accepted"),
    rateColumn("bounced", t("bounced"), "audience"),
    rateColumn("unsubscribed", t("unsubscribed"), "accepted"),
    {
      key: "when",
      narrow: "line",
      label: t("when"),
      numeric: true,
      cell: ({ launchedAt }) => <TimeStamp at={launchedAt} style="day" />,
    },
  ];
};

export default ReportsPage;
