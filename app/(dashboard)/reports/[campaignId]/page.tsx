import { Download } from "lucide-react";
import { notFound } from "next/navigation";
import { getFormatter, getTranslations } from "next-intl/server";
import { DecisionHistory } from "#app/_decisions/decision-history.tsx";
import { DomainQuestions } from "#app/_decisions/domain-questions.tsx";
import { currentActor } from "#app/_session/current-actor.ts";
import { BooksBar } from "#app/_ui/books-bar.tsx";
import { FilterTabs } from "#app/_ui/filter-bar.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { NoPermission } from "#app/_ui/no-permission.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { PageFrame } from "#app/_ui/page-frame.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { Section } from "#app/_ui/section.tsx";
import { StateChip } from "#app/_ui/state-chip.tsx";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import { booksParts } from "#app/(dashboard)/reports/_parts/books-parts.ts";
import { can } from "#lib/accounts/actor.ts";
import { readableSubject } from "#lib/content/readable-subject.ts";
import type { CampaignReport } from "#lib/reports/campaign-report.ts";
import { readCampaignReport } from "#lib/reports/read-campaign-report.ts";
import { DomainTable } from "./_parts/domain-table.tsx";
import { EngagementSeries } from "./_parts/engagement-series.tsx";
import { FailureReasons } from "./_parts/failure-reasons.tsx";
import { Funnel } from "./_parts/funnel.tsx";
import { LinkTable } from "./_parts/link-table.tsx";
import { Outcomes } from "./_parts/outcomes.tsx";
import { PeopleLinks } from "./_parts/people-links.tsx";

type ReportPageProps = {
  params: Promise<{ campaignId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export const generateMetadata = async ({ params }: ReportPageProps) => {
  const [actor, { campaignId }] = await Promise.all([currentActor(), params]);
  const report = can(actor, "reports:read") ? await readCampaignReport(actor, campaignId) : null;
  return { title: report?.campaign.name ?? (await getTranslations("reports"))("title") };
};

/** Did it work? Where everyone went first, then what they did. */
const ReportPage = async ({ params, searchParams }: ReportPageProps) => {
  const [actor, { campaignId }, query] = await Promise.all([currentActor(), params, searchParams]);
  if (!can(actor, "reports:read")) return <NoPermission />;
  const report = await readCampaignReport(actor, campaignId, query.whose === "all" ? "all" : "human");
  if (!report) notFound();
  const t = await getTranslations("reports");
  return (
    <PageFrame>
      <ReportHeader report={report} />
      {report.isBalanced ? null : <Notice tone="warning">{t("unbalanced")}</Notice>}
      <Books report={report} />
      <FilterTabs
        label={t("whose.label")}
        place={{ path: `/reports/${campaignId}`, params: query }}
        param="whose"
        options={[
          { value: "", label: t("whose.human") },
          { value: "all", label: t("whose.all") },
        ]}
      />
      <Outcomes report={report} />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
        <Funnel report={report} />
        <EngagementSeries report={report} />
      </div>
      <LinkTable report={report} />
      {can(actor, "contacts:read") ? <DomainQuestions actor={actor} campaignId={campaignId} /> : null}
      <FailureReasons report={report} />
      <DomainTable report={report} />
      {can(actor, "campaigns:read") ? <DecisionHistory actor={actor} campaignId={campaignId} /> : null}
      <PeopleLinks report={report} />
    </PageFrame>
  );
};

const ReportHeader = async ({ report }: { report: CampaignReport }) => {
  const t = await getTranslations("reports");
  const { id, name, subject, state, launchedAt, timeZone } = report.campaign;
  return (
    <PageHeader
      title={name}
      status={<StateChip kind="campaign" state={state} />}
      description={
        <>
          {readableSubject(subject)}
          <br />
          {t.rich("launched", { at: () => <TimeStamp at={launchedAt} timeZone={timeZone} /> })}
        </>
      }
      action={
        <>
          <LinkButton href={`/campaigns/${id}`} variant="tertiary">
            {t("toCampaign")}
          </LinkButton>
          <LinkButton href={`/api/reports/${id}/people.csv`} variant="secondary" download>
            <Download aria-hidden className="size-4" />
            {t("export")}
          </LinkButton>
        </>
      }
    />
  );
};

const Books = async ({ report }: { report: CampaignReport }) => {
  const [t, words, format] = await Promise.all([
    getTranslations("reports"),
    getTranslations("delivery.skipReasons"),
    getFormatter(),
  ]);
  return (
    <Section
      title={t("books.title", { audience: format.number(report.audience) })}
      description={t("books.description")}
    >
      <BooksBar parts={booksParts(report.campaign.id, report.books)} />
      {report.skipped.length > 0 ? (
        <p className="text-sm text-muted">
          {t("books.skipped", {
            reasons: format.list(
              report.skipped.map(({ reason, count }) => {
                const name = words.has(reason) ? words(reason) : reason;
                return t("books.skippedReason", { name, count });
              }),
            ),
          })}
        </p>
      ) : null}
    </Section>
  );
};

export default ReportPage;
