import { Plus, Send } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { currentActor } from "#app/_session/current-actor.ts";
import { BooksBar } from "#app/_ui/books-bar.tsx";
import { type Column, DataTable } from "#app/_ui/data-table.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar, FilterTabs } from "#app/_ui/filter-bar.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { PageFrame } from "#app/_ui/page-frame.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { RateText } from "#app/_ui/rate-text.tsx";
import { SearchField } from "#app/_ui/search-field.tsx";
import { StateChip } from "#app/_ui/state-chip.tsx";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import { can } from "#lib/accounts/actor.ts";
import { readableSubject } from "#lib/content/readable-subject.ts";
import { hasLaunched } from "#lib/drafts/campaign-state.ts";
import {
  type CampaignFilter,
  type CampaignSummary,
  campaignFilters,
  listCampaigns,
} from "#lib/progress/list-campaigns.ts";
import { booksParts } from "./_parts/books-parts.ts";
import { CampaignMenu } from "./_parts/campaign-menu.tsx";

export const generateMetadata = async () => ({ title: (await getTranslations("campaigns"))("title") });

type PageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const CampaignsPage = async ({ searchParams }: PageProps) => {
  const [actor, params, t] = await Promise.all([currentActor(), searchParams, getTranslations("campaigns")]);
  const text = (name: string) => (typeof params[name] === "string" ? params[name] : null);
  const filter = text("state");
  const chosen = filter !== null && filter in campaignFilters ? (filter as CampaignFilter) : null;
  const words = text("q");
  const { campaigns, next, counts } = await listCampaigns(actor, {
    filter: chosen,
    words,
    after: text("after"),
  });
  const place = { path: "/campaigns", params };
  const mayWrite = can(actor, "campaigns:write");
  const create = mayWrite ? (
    <LinkButton href="/campaigns/new">
      <Plus aria-hidden className="size-4" />
      {t("new.action")}
    </LinkButton>
  ) : undefined;

  return (
    <PageFrame wide>
      <PageHeader title={t("title")} action={counts.all > 0 ? create : undefined} />
      {counts.all === 0 ? (
        <EmptyState
          icon={Send}
          title={t("empty.title")}
          description={t("empty.description")}
          action={create}
          example={t("empty.example")}
        />
      ) : (
        <>
          <FilterBar>
            <FilterTabs
              label={t("filter.label")}
              place={place}
              param="state"
              options={[
                { value: "", label: t("filter.all"), count: counts.all },
                ...(Object.keys(campaignFilters) as CampaignFilter[]).map((value) => ({
                  value,
                  label: t(`filter.${value}`),
                  count: counts[value],
                })),
              ]}
            />
            <SearchField label={t("search")} />
          </FilterBar>
          <DataTable
            caption={t("title")}
            columns={await columns(mayWrite)}
            rows={campaigns}
            rowKey={({ id }) => id}
            rowHref={({ id }) => `/campaigns/${id}`}
            place={place}
            cursors={{ next }}
            empty={
              <EmptyState
                title={t("none.title")}
                description={t("none.description")}
                action={
                  <LinkButton href="/campaigns" variant="secondary">
                    {t("none.action")}
                  </LinkButton>
                }
              />
            }
          />
        </>
      )}
    </PageFrame>
  );
};

export default CampaignsPage;

const columns = async (mayWrite: boolean): Promise<Column<CampaignSummary>[]> => {
  const t = await getTranslations("campaigns.table");
  return [
    {
      key: "name",
      label: t("name"),
      cell: ({ name, subject }) => (
        <span className="flex min-w-0 flex-col">
          <span>{name}</span>
          {subject ? (
            <span className="truncate text-xs font-normal text-muted md:max-w-72">
              {readableSubject(subject)}
            </span>
          ) : null}
        </span>
      ),
    },
    {
      key: "state",
      label: t("state"),
      narrow: "start",
      cell: ({ state }) => <StateChip kind="campaign" state={state} />,
    },
    {
      key: "audience",
      label: t("audience"),
      numeric: true,
      cell: ({ audience, state }) => (hasLaunched(state) ? t("count", { count: audience }) : null),
    },
    {
      key: "books",
      label: t("books"),
      narrow: "full",
      cell: ({ books, state }) =>
        hasLaunched(state) ? (
          <span className="block md:w-36">
            <BooksBar variant="thin" parts={booksParts(books)} />
          </span>
        ) : null,
    },
    {
      key: "opened",
      label: t("opened"),
      numeric: true,
      cell: ({ opened, books, state }) =>
        hasLaunched(state) ? <RateText count={opened} base={books.accepted} /> : null,
    },
    {
      key: "clicked",
      label: t("clicked"),
      numeric: true,
      cell: ({ clicked, books, state }) =>
        hasLaunched(state) ? <RateText count={clicked} base={books.accepted} /> : null,
    },
    {
      key: "when",
      label: t("when"),
      narrow: "end",
      cell: ({ when, whenMeans, timeZone, state }) => {
        const zone = state === "scheduled" || state === "held" ? { timeZone } : {};
        return (
          <span className="flex flex-col max-md:text-right">
            <TimeStamp at={when} style="day" {...zone} />
            <span className="text-xs whitespace-nowrap text-muted">
              {t(`whenMeans.${whenMeans}`)} <TimeStamp at={when} style="time" {...zone} />
            </span>
          </span>
        );
      },
    },
    {
      key: "menu",
      // Positioned, so that the hidden word lies inside the scrolling table and not beside the page.
      label: (
        <span className="relative block">
          <span className="sr-only">{t("menu")}</span>
        </span>
      ),
      interactive: true,
      numeric: true,
      narrow: "corner",
      cell: ({ id, name, state }) => (
        <span className="block max-md:-my-1.5">
          <CampaignMenu id={id} name={name} state={state} mayWrite={mayWrite} />
        </span>
      ),
    },
  ];
};
