import { Download, Users } from "lucide-react";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { currentActor } from "#app/_session/current-actor.ts";
import { DataTable } from "#app/_ui/data-table.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar } from "#app/_ui/filter-bar.tsx";
import { FilterSelect } from "#app/_ui/filter-select.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { NoPermission } from "#app/_ui/no-permission.tsx";
import { PageFrame } from "#app/_ui/page-frame.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { hrefWith } from "#app/_ui/place.ts";
import { SearchField } from "#app/_ui/search-field.tsx";
import { can } from "#lib/accounts/actor.ts";
import { listCampaignPeople } from "#lib/reports/list-campaign-people.ts";
import { deeds, messageStates, readPeopleQuery } from "#lib/reports/people-filter.ts";
import { peopleColumns } from "./_parts/people-columns.tsx";

type PeoplePageProps = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export const generateMetadata = async () => ({ title: (await getTranslations("reports.people"))("title") });

/** Everyone a campaign was for, and what happened to each. */
const PeoplePage = async ({ params, searchParams }: PeoplePageProps) => {
  const [actor, { id }, query] = await Promise.all([currentActor(), params, searchParams]);
  if (!can(actor, "reports:read")) return <NoPermission />;
  const { filter, cursor } = readPeopleQuery(query);
  const page = await listCampaignPeople(actor, id, filter, cursor);
  if (!page) notFound();
  const t = await getTranslations("reports");
  const place = { path: `/campaigns/${id}/people`, params: query };
  return (
    <PageFrame wide>
      <PageHeader
        title={t("people.title")}
        description={t("people.description")}
        breadcrumb={[
          { label: t("people.campaigns"), href: "/campaigns" },
          { label: page.campaign.name, href: `/campaigns/${id}` },
        ]}
        action={
          <LinkButton
            href={hrefWith(
              { path: `/api/reports/${id}/people.csv`, params: query },
              { after: "", before: "" },
            )}
            variant="secondary"
            download
          >
            <Download aria-hidden className="size-4" />
            {t("export")}
          </LinkButton>
        }
      />
      <PeopleFilters category={filter.category} link={filter.link} />
      <DataTable
        caption={t("people.title")}
        columns={await peopleColumns()}
        rows={page.people}
        rowKey={(person) => person.id}
        rowHref={({ contactId }) => `/contacts/${contactId}`}
        place={place}
        cursors={{ next: page.next, previous: page.previous, total: page.total }}
        empty={
          <EmptyState
            icon={Users}
            title={t("people.empty")}
            action={
              Object.keys(query).length > 0 ? (
                <LinkButton href={place.path} variant="secondary">
                  {t("people.showAll")}
                </LinkButton>
              ) : undefined
            }
          />
        }
      />
    </PageFrame>
  );
};

/** Category and link come from the report's links; they show here only while they are in force, to be taken off. */
const PeopleFilters = async ({ category, link }: { category: string | null; link: number | null }) => {
  const [t, words, common] = await Promise.all([
    getTranslations("reports"),
    getTranslations("delivery.categories"),
    getTranslations("common"),
  ]);
  return (
    <FilterBar>
      <SearchField label={t("people.search")} />
      <FilterSelect
        label={t("people.state")}
        param="state"
        options={[
          { value: "", label: t("people.allStates") },
          ...messageStates.map((state) => ({ value: state, label: common(`messageState.${state}`) })),
        ]}
      />
      <FilterSelect
        label={t("people.deed")}
        param="did"
        options={[
          { value: "", label: t("people.allDeeds") },
          ...deeds.map((deed) => ({ value: deed, label: t(`deed.${deed}`) })),
        ]}
      />
      {category ? (
        <FilterSelect
          label={t("people.reason")}
          param="category"
          options={[
            { value: "", label: t("people.allReasons") },
            { value: category, label: words.has(`${category}.name`) ? words(`${category}.name`) : category },
          ]}
        />
      ) : null}
      {link === null ? null : (
        <FilterSelect
          label={t("people.link")}
          param="link"
          options={[
            { value: "", label: t("people.anyLink") },
            { value: String(link), label: t("people.linkNumber", { number: link + 1 }) },
          ]}
        />
      )}
    </FilterBar>
  );
};

export default PeoplePage;
