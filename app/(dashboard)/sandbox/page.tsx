import { Inbox, SearchX } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { currentActor } from "#app/_session/current-actor.ts";
import { ActionButton } from "#app/_ui/action-button.tsx";
import { DataTable } from "#app/_ui/data-table.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar } from "#app/_ui/filter-bar.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { MailAddress } from "#app/_ui/mail-address.tsx";
import { PageFrame } from "#app/_ui/page-frame.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { SearchField } from "#app/_ui/search-field.tsx";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import { can } from "#lib/accounts/actor.ts";
import { readSandboxMails } from "#lib/sandbox/read-sandbox-mails.ts";
import { clearSandbox } from "./actions.ts";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("senders.sandbox"))("title"),
});

const SandboxPage = async ({ searchParams }: Props) => {
  const [actor, params, t] = await Promise.all([
    currentActor(),
    searchParams,
    getTranslations("senders.sandbox"),
  ]);
  const search = typeof params.q === "string" ? params.q : "";
  // "After" this page stand the older ones: the newest come first.
  const [olderThan, newerThan] = [cursor(params.after), cursor(params.before)];
  const page = await readSandboxMails(actor, {
    search,
    ...(olderThan ? { olderThan } : {}),
    ...(newerThan ? { newerThan } : {}),
  });
  const cursors = {
    next: page.older ?? null,
    previous: page.newer ?? null,
    ...(search ? {} : { total: page.total }),
  };
  return (
    <PageFrame>
      <PageHeader
        title={t("title")}
        description={t("description")}
        action={
          page.total > 0 && can(actor, "senders:write") ? (
            <ActionButton
              action={clearSandbox}
              input={{}}
              successMessage={t("cleared")}
              confirm={{
                title: t("clearTitle", { count: page.total }),
                body: t("clearBody"),
                confirmLabel: t("clear"),
                isDestructive: true,
              }}
            >
              {t("clear")}
            </ActionButton>
          ) : undefined
        }
      />
      {page.total > 0 ? (
        <FilterBar>
          <SearchField label={t("search")} />
        </FilterBar>
      ) : null}
      <DataTable
        caption={t("caption")}
        rows={page.mails}
        rowKey={({ id }) => id}
        rowHref={({ id }) => `/sandbox/${id}`}
        place={{ path: "/sandbox", params }}
        cursors={cursors}
        columns={[
          {
            key: "recipient",
            label: t("recipient"),
            cell: ({ recipient }) => <MailAddress>{recipient}</MailAddress>,
          },
          {
            key: "subject",
            narrow: "full",
            label: t("subject"),
            cell: ({ subject }) => subject || <span className="text-muted">{t("noSubject")}</span>,
          },
          { key: "from", label: t("from"), wideOnly: true, cell: ({ envelopeFrom }) => envelopeFrom },
          {
            key: "received",
            label: t("received"),
            wideOnly: true,
            cell: ({ receivedAt }) => <TimeStamp at={receivedAt} />,
          },
        ]}
        empty={
          search || page.total > 0 ? (
            <EmptyState icon={SearchX} title={t("nothingFound")} description={t("nothingFoundDescription")} />
          ) : (
            <EmptyState
              icon={Inbox}
              title={t("empty")}
              description={t("emptyDescription")}
              action={<LinkButton href="/campaigns/new">{t("emptyAction")}</LinkButton>}
            />
          )
        }
      />
    </PageFrame>
  );
};

const cursor = (value: string | string[] | undefined): string | undefined =>
  typeof value === "string" && /^\d{1,18}$/.test(value) ? value : undefined;

export default SandboxPage;
