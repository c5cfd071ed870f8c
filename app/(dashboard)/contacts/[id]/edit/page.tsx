import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { currentActor } from "#app/_session/current-actor.ts";
import { ActionForm } from "#app/_ui/action-form.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { NoPermission } from "#app/_ui/no-permission.tsx";
import { PageFrame } from "#app/_ui/page-frame.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { can } from "#lib/accounts/actor.ts";
import { contactName } from "#lib/contacts/contact.ts";
import { readAttributes } from "#lib/contacts/read-attributes.ts";
import { readContact } from "#lib/contacts/read-contact.ts";
import { ContactFields } from "../../_parts/contact-fields.tsx";
import { editByHand } from "../../actions.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("contacts.form"))("editTitle"),
});

/** Editing one contact by hand. */
const EditContactPage = async ({ params }: { params: Promise<{ id: string }> }) => {
  const { id } = await params;
  const actor = await currentActor();
  if (!can(actor, "contacts:write")) return <NoPermission />;
  const [contact, attributes, t, common] = await Promise.all([
    readContact(actor, id),
    readAttributes(actor),
    getTranslations("contacts"),
    getTranslations("common"),
  ]);
  if (!contact) notFound();
  return (
    <PageFrame>
      <PageHeader
        title={t("form.editTitle")}
        breadcrumb={[
          { label: t("title"), href: "/contacts" },
          { label: contactName(contact), href: `/contacts/${id}` },
        ]}
      />
      <ActionForm action={editByHand} values={{ id }} className="flex max-w-lg flex-col gap-4">
        <ContactFields attributes={attributes} contact={contact} />
        <div className="flex gap-2">
          <SubmitButton>{common("save")}</SubmitButton>
          <LinkButton href={`/contacts/${id}`} variant="tertiary">
            {common("cancel")}
          </LinkButton>
        </div>
      </ActionForm>
    </PageFrame>
  );
};

export default EditContactPage;
