import { SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import { type Column, DataTable } from "#app/_ui/data-table.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { MailAddress } from "#app/_ui/mail-address.tsx";
import type { Place } from "#app/_ui/place.ts";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import type { ContactView } from "#lib/contacts/contact-view.ts";
import type { ContactPage } from "#lib/contacts/list-contacts.ts";
import { ContactStatusChip } from "./contact-status-chip.tsx";

/** One page of contacts; a row leads to the person. */
export const ContactTable = ({ page, place }: { page: ContactPage; place: Place }) => {
  const t = useTranslations("contacts");
  const columns: Column<ContactView>[] = [
    {
      key: "email",
      label: t("table.email"),
      sort: "email",
      cell: ({ email }) => <MailAddress>{email}</MailAddress>,
    },
    {
      key: "name",
      label: t("table.name"),
      wideOnly: true,
      cell: ({ firstName, lastName }) => [firstName, lastName].filter(Boolean).join(" "),
    },
    {
      key: "status",
      narrow: "corner",
      label: t("table.status"),
      cell: ({ status }) => <ContactStatusChip status={status} />,
    },
    {
      key: "updated",
      label: t("table.updated"),
      sort: "updated",
      wideOnly: true,
      cell: ({ updatedAt }) => <TimeStamp at={updatedAt} style="day" />,
    },
    {
      key: "added",
      label: t("table.added"),
      sort: "added",
      wideOnly: true,
      cell: ({ createdAt }) => <TimeStamp at={createdAt} style="day" />,
    },
  ];
  return (
    <DataTable
      caption={t("table.caption")}
      columns={columns}
      rows={page.contacts}
      rowKey={({ id }) => id}
      rowHref={({ id }) => `/contacts/${id}`}
      place={place}
      defaultSort="-added"
      cursors={{
        next: page.next,
        previous: page.previous,
        ...(page.count > page.countedUpTo ? {} : { total: page.count }),
      }}
      empty={
        <EmptyState
          icon={SearchX}
          title={t("nothingFound.title")}
          description={t("nothingFound.description")}
          action={
            <LinkButton href="/contacts" variant="secondary">
              {t("nothingFound.action")}
            </LinkButton>
          }
        />
      }
    />
  );
};
