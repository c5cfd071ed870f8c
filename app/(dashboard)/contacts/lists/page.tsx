import { Archive, List } from "lucide-react";
import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { currentActor } from "#app/_session/current-actor.ts";
import { type Column, DataTable } from "#app/_ui/data-table.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { PageFrame } from "#app/_ui/page-frame.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import { ToneChip } from "#app/_ui/tone-chip.tsx";
import { can } from "#lib/accounts/actor.ts";
import type { ListView } from "#lib/lists/list-store.ts";
import { readLists } from "#lib/lists/read-lists.ts";
import { ContactsTabs } from "../_parts/contacts-tabs.tsx";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("contacts.lists"))("title"),
});

/** What people can agree to get, and how many did. */
const ListsPage = async () => {
  const actor = await currentActor();
  const [lists, t, format] = await Promise.all([
    readLists(actor),
    getTranslations("contacts"),
    getFormatter(),
  ]);
  const action = can(actor, "contacts:write") ? (
    <LinkButton href="/contacts/lists/new">{t("lists.new")}</LinkButton>
  ) : null;
  const columns: Column<ListView>[] = [
    {
      key: "name",
      label: t("lists.name"),
      cell: ({ name, archived }) => (
        <span className="inline-flex flex-wrap items-center gap-2">
          {name}
          {archived ? (
            <ToneChip tone="neutral" icon={Archive}>
              {t("lists.archived")}
            </ToneChip>
          ) : null}
        </span>
      ),
    },
    {
      key: "description",
      label: t("lists.descriptionLabel"),
      wideOnly: true,
      cell: ({ description }) => <span className="text-muted">{description ?? ""}</span>,
    },
    {
      key: "people",
      label: t("lists.people"),
      numeric: true,
      cell: ({ subscribed }) => format.number(subscribed),
    },
    {
      key: "left",
      label: t("lists.left"),
      numeric: true,
      cell: ({ unsubscribed }) => format.number(unsubscribed),
    },
    {
      key: "created",
      label: t("lists.created"),
      wideOnly: true,
      cell: ({ createdAt }) => <TimeStamp at={createdAt} style="day" />,
    },
  ];
  return (
    <PageFrame>
      <PageHeader
        title={t("title")}
        description={t("lists.description")}
        action={lists.length > 0 ? action : null}
      />
      <ContactsTabs current="lists" />
      <DataTable
        caption={t("lists.caption")}
        columns={columns}
        rows={lists}
        rowKey={({ id }) => id}
        rowHref={({ id }) => `/contacts/lists/${id}`}
        empty={
          <EmptyState
            icon={List}
            title={t("lists.empty.title")}
            description={t("lists.empty.description")}
            example={t("lists.empty.example")}
            action={action}
          />
        }
      />
    </PageFrame>
  );
};

export default ListsPage;
