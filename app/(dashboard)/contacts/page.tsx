import { Users } from "lucide-react";
import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { DomainQuestions } from "#app/_decisions/domain-questions.tsx";
import { currentActor } from "#app/_session/current-actor.ts";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar, FilterTabs } from "#app/_ui/filter-bar.tsx";
import { FilterSelect } from "#app/_ui/filter-select.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { PageFrame } from "#app/_ui/page-frame.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { hrefWith } from "#app/_ui/place.ts";
import { SearchField } from "#app/_ui/search-field.tsx";
import { can } from "#lib/accounts/actor.ts";
import { contactStatuses } from "#lib/addresses/contact-status.ts";
import { readContactQuery } from "#lib/contacts/contact-view.ts";
import { listContacts } from "#lib/contacts/list-contacts.ts";
import { readLists } from "#lib/lists/read-lists.ts";
import { ContactTable } from "./_parts/contact-table.tsx";
import { ContactsTabs } from "./_parts/contacts-tabs.tsx";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("contacts"))("title"),
});

type ContactsPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Who we know: search, filters, and a table that stays quick with millions. */
const ContactsPage = async ({ searchParams }: ContactsPageProps) => {
  const params = await searchParams;
  const place = { path: "/contacts", params };
  const query = readContactQuery(params);
  const actor = await currentActor();
  const [page, lists, t, format] = await Promise.all([
    listContacts(actor, query),
    readLists(actor),
    getTranslations("contacts"),
    getFormatter(),
  ]);
  const isFiltered = query.search !== "" || query.status !== undefined || query.listId !== undefined;
  const mayWrite = can(actor, "contacts:write");
  const count =
    page.count > page.countedUpTo
      ? t("countMore", { count: page.countedUpTo })
      : t("count", { count: page.count });
  const exportHref = hrefWith(
    { path: "/api/contacts/export", params },
    { after: undefined, before: undefined },
  );
  return (
    <PageFrame>
      <PageHeader
        title={t("title")}
        action={
          mayWrite ? (
            <>
              <LinkButton href="/contacts/new" variant="secondary">
                {t("addAction")}
              </LinkButton>
              <LinkButton href="/contacts/import">{t("importAction")}</LinkButton>
            </>
          ) : null
        }
      />
      <ContactsTabs current="people" />
      <DomainQuestions actor={actor} />
      {page.count === 0 && !isFiltered ? (
        <EmptyState
          icon={Users}
          title={t("empty.title")}
          description={t("empty.description")}
          example={t("empty.example")}
          action={mayWrite ? <LinkButton href="/contacts/import">{t("importAction")}</LinkButton> : null}
        />
      ) : (
        <>
          <FilterBar>
            <SearchField label={t("search")} />
            <FilterSelect
              label={t("list")}
              param="list"
              options={[
                { value: "", label: t("allLists") },
                ...lists.map(({ id, name, subscribed }) => ({
                  value: id,
                  label: `${name} (${format.number(subscribed)})`,
                })),
              ]}
            />
            <FilterTabs
              label={t("statusFilter")}
              place={place}
              param="status"
              options={[
                { value: "", label: t("allStatuses") },
                ...contactStatuses.map((status) => ({ value: status, label: t(`status.${status}`) })),
              ]}
            />
          </FilterBar>
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p className="text-sm text-muted tabular-nums" role="status">
              {count}
            </p>
            {page.count > 0 ? (
              <LinkButton href={exportHref} variant="ghost" size="sm" download>
                {t("exportAction")}
              </LinkButton>
            ) : null}
          </div>
          <ContactTable page={page} place={place} />
        </>
      )}
    </PageFrame>
  );
};

export default ContactsPage;
