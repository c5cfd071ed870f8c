import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { currentActor } from "#app/_session/current-actor.ts";
import { ActionForm } from "#app/_ui/action-form.tsx";
import { FormCheckbox } from "#app/_ui/form-checkbox.tsx";
import { NoPermission } from "#app/_ui/no-permission.tsx";
import { PageFrame } from "#app/_ui/page-frame.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { can } from "#lib/accounts/actor.ts";
import { readAttributes } from "#lib/contacts/read-attributes.ts";
import { readLists } from "#lib/lists/read-lists.ts";
import { ContactFields } from "../_parts/contact-fields.tsx";
import { addByHand } from "../actions.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("contacts.form"))("newTitle"),
});

/** Adding one contact by hand. */
const NewContactPage = async () => {
  const actor = await currentActor();
  if (!can(actor, "contacts:write")) return <NoPermission />;
  const [lists, attributes, t] = await Promise.all([
    readLists(actor),
    readAttributes(actor),
    getTranslations("contacts"),
  ]);
  const inUse = lists.filter(({ archived }) => !archived);
  return (
    <PageFrame>
      <PageHeader title={t("form.newTitle")} breadcrumb={[{ label: t("title"), href: "/contacts" }]} />
      <ActionForm action={addByHand} className="flex max-w-lg flex-col gap-4">
        <ContactFields attributes={attributes} />
        {inUse.length > 0 ? (
          <fieldset className="flex flex-col gap-2">
            <legend className="mb-1 text-sm font-medium">{t("form.lists")}</legend>
            <p className="text-xs text-muted">{t("form.listsHelp")}</p>
            {inUse.map(({ id, name }) => (
              <FormCheckbox key={id} name="lists" value={id} label={name} />
            ))}
          </fieldset>
        ) : null}
        <div>
          <SubmitButton>{t("form.add")}</SubmitButton>
        </div>
      </ActionForm>
    </PageFrame>
  );
};

export default NewContactPage;
