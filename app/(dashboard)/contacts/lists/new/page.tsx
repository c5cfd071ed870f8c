import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { currentActor } from "#app/_session/current-actor.ts";
import { ActionForm } from "#app/_ui/action-form.tsx";
import { NoPermission } from "#app/_ui/no-permission.tsx";
import { PageFrame } from "#app/_ui/page-frame.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { can } from "#lib/accounts/actor.ts";
import { ListFields } from "../../_parts/list-fields.tsx";
import { createNewList } from "../actions.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("contacts.lists"))("newTitle"),
});

/** Making a list. */
const NewListPage = async () => {
  const actor = await currentActor();
  if (!can(actor, "contacts:write")) return <NoPermission />;
  const t = await getTranslations("contacts");
  return (
    <PageFrame>
      <PageHeader
        title={t("lists.newTitle")}
        breadcrumb={[
          { label: t("title"), href: "/contacts" },
          { label: t("lists.title"), href: "/contacts/lists" },
        ]}
      />
      <ActionForm action={createNewList} className="flex max-w-lg flex-col gap-4">
        <ListFields />
        <div>
          <SubmitButton>{t("lists.create")}</SubmitButton>
        </div>
      </ActionForm>
    </PageFrame>
  );
};

export default NewListPage;
