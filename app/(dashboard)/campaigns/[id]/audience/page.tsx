import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { currentActor } from "#app/_session/current-actor.ts";
import { DataTable } from "#app/_ui/data-table.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterTabs } from "#app/_ui/filter-bar.tsx";
import { MailAddress } from "#app/_ui/mail-address.tsx";
import { PageFrame } from "#app/_ui/page-frame.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { type AudienceLine, isAudienceLine } from "#lib/audience/audience.ts";
import { countAudience } from "#lib/audience/count-audience.ts";
import { listAudiencePeople } from "#lib/audience/list-audience-people.ts";
import { contactName } from "#lib/contacts/contact.ts";
import { readCampaign } from "#lib/progress/read-campaign.ts";

export const generateMetadata = async () => ({ title: (await getTranslations("audience"))("people.title") });

type PageProps = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** The people behind one number of the audience's sum. */
const AudiencePeoplePage = async ({ params, searchParams }: PageProps) => {
  const [actor, { id }, query, t] = await Promise.all([
    currentActor(),
    params,
    searchParams,
    getTranslations("audience"),
  ]);
  const campaign = z.uuid().safeParse(id).success ? await readCampaign(actor, id) : null;
  if (campaign === null) notFound();
  const line: AudienceLine = isAudienceLine(query.line) ? query.line : "audience";
  const included = uuids(query.list);
  const excluded = uuids(query.not);
  const chosen =
    included.length + excluded.length > 0
      ? { includeListIds: included, excludeListIds: excluded }
      : { includeListIds: campaign.draft.includeListIds, excludeListIds: campaign.draft.excludeListIds };
  const [sum, { people, next }] = await Promise.all([
    countAudience(actor, chosen),
    listAudiencePeople(actor, chosen, line, typeof query.after === "string" ? query.after : null),
  ]);
  const place = { path: `/campaigns/${id}/audience`, params: query };
  const counts: { line: AudienceLine; count: number }[] = [
    { line: "audience", count: sum.audience },
    ...sum.subtractions,
    { line: "entries", count: sum.entries },
  ];

  return (
    <PageFrame>
      <PageHeader
        title={t(`line.${line}`)}
        description={t(`help.${line}`)}
        breadcrumb={[
          { label: t("people.campaigns"), href: "/campaigns" },
          { label: campaign.draft.name, href: `/campaigns/${id}?step=audience` },
        ]}
      />
      <FilterTabs
        label={t("people.title")}
        place={{ ...place, params: { ...query, line } }}
        param="line"
        options={counts.map((each) => ({
          value: each.line,
          label: t(`line.${each.line}`),
          count: t("people.count", { count: each.count }),
        }))}
      />
      <DataTable
        caption={t(`line.${line}`)}
        rows={people}
        rowKey={(person) => person.id}
        rowHref={(person) => `/contacts/${person.id}`}
        place={place}
        cursors={{ next, total: counts.find((each) => each.line === line)?.count ?? 0 }}
        columns={[
          { key: "email", label: t("people.email"), cell: ({ email }) => <MailAddress>{email}</MailAddress> },
          { key: "name", label: t("people.name"), narrow: "full", cell: (person) => nameOf(person) },
          {
            key: "entries",
            label: t("people.entries"),
            numeric: true,
            cell: ({ entries }) => t("people.count", { count: entries }),
          },
          {
            key: "reason",
            narrow: "full",
            label: t("people.reason"),
            cell: ({ reason }) => t(reason === null ? "people.gets" : `line.${reason}`),
          },
        ]}
        empty={<EmptyState title={t("people.none")} />}
      />
    </PageFrame>
  );
};

export default AudiencePeoplePage;

const uuids = (value: string | string[] | undefined): string[] =>
  [value].flat().filter((each): each is string => z.uuid().safeParse(each).success);

const nameOf = (person: Parameters<typeof contactName>[0]): string => {
  const name = contactName(person);
  return name === person.email ? "" : name;
};
