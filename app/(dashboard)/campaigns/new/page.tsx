import { getTranslations } from "next-intl/server";
import { currentActor } from "#app/_session/current-actor.ts";
import { ActionForm } from "#app/_ui/action-form.tsx";
import { FormText } from "#app/_ui/form-text.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { NoPermission } from "#app/_ui/no-permission.tsx";
import { PageFrame } from "#app/_ui/page-frame.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { can } from "#lib/accounts/actor.ts";
import { createNew } from "../actions.ts";

export const generateMetadata = async () => ({ title: (await getTranslations("campaigns.new"))("title") });

const NewCampaignPage = async () => {
  const [actor, t] = await Promise.all([currentActor(), getTranslations("campaigns.new")]);
  if (!can(actor, "campaigns:write")) return <NoPermission />;
  return (
    <PageFrame>
      <PageHeader title={t("title")} description={t("description")} />
      <ActionForm action={createNew} className="flex max-w-lg flex-col gap-4">
        <FormText
          name="name"
          label={t("name")}
          help={t("nameHelp")}
          placeholder={t("namePlaceholder")}
          autoFocus
        />
        <div className="flex gap-2">
          <SubmitButton>{t("submit")}</SubmitButton>
          <LinkButton href="/campaigns" variant="tertiary">
            {t("back")}
          </LinkButton>
        </div>
      </ActionForm>
    </PageFrame>
  );
};

export default NewCampaignPage;
