import { Archive } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { currentActor } from "#app/_session/current-actor.ts";
import { ActionButton } from "#app/_ui/action-button.tsx";
import { ActionForm } from "#app/_ui/action-form.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { NoPermission } from "#app/_ui/no-permission.tsx";
import { PageFrame } from "#app/_ui/page-frame.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { Section } from "#app/_ui/section.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { ToneChip } from "#app/_ui/tone-chip.tsx";
import { can } from "#lib/accounts/actor.ts";
import { readLists } from "#lib/lists/read-lists.ts";
import { ListFields } from "../../_parts/list-fields.tsx";
import { saveList, setArchived } from "../actions.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("contacts.lists"))("editTitle"),
});

/** Renaming a list, telling recipients what it is, putting it away. */
const ListPage = async ({ params }: { params: Promise<{ id: string }> }) => {
  const { id } = await params;
  const actor = await currentActor();
  if (!can(actor, "contacts:write")) return <NoPermission />;
  const [lists, t, common] = await Promise.all([
    readLists(actor),
    getTranslations("contacts"),
    getTranslations("common"),
  ]);
  const list = lists.find((each) => each.id === id);
  if (!list) notFound();
  return (
    <PageFrame>
      <PageHeader
        title={list.name}
        status={
          list.archived ? (
            <ToneChip tone="neutral" icon={Archive}>
              {t("lists.archived")}
            </ToneChip>
          ) : null
        }
        description={t("count", { count: list.subscribed })}
        breadcrumb={[
          { label: t("title"), href: "/contacts" },
          { label: t("lists.title"), href: "/contacts/lists" },
        ]}
        action={
          <LinkButton href={`/contacts?list=${id}`} variant="secondary">
            {t("lists.showPeople")}
          </LinkButton>
        }
      />
      <ActionForm action={saveList} values={{ id }} className="flex max-w-lg flex-col gap-4">
        <ListFields list={list} />
        <div>
          <SubmitButton>{common("save")}</SubmitButton>
        </div>
      </ActionForm>
      <Section
        title={t(list.archived ? "lists.unarchive" : "lists.archive")}
        description={t("lists.archiveHelp")}
        action={
          <ActionButton
            action={setArchived}
            input={{ id, archived: !list.archived }}
            successMessage={t(list.archived ? "lists.unarchivedToast" : "lists.archivedToast")}
          >
            {t(list.archived ? "lists.unarchive" : "lists.archive")}
          </ActionButton>
        }
      >
        {null}
      </Section>
    </PageFrame>
  );
};

export default ListPage;
