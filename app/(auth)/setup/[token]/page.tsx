import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ActionForm } from "#app/_ui/action-form.tsx";
import { FormText } from "#app/_ui/form-text.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { checkOwnerInvitation } from "#lib/accounts/check-owner-invitation.ts";
import { PASSWORD_MINIMUM } from "#lib/accounts/password.ts";
import { acceptInvitation } from "./actions.ts";

// The token is in the address: it must not travel to another page's server in a Referer.
export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("accounts.setup"))("title"),
  referrer: "no-referrer",
});

const SetupPage = async ({ params }: { params: Promise<{ token: string }> }) => {
  const { token } = await params;
  const [state, t] = await Promise.all([checkOwnerInvitation(token), getTranslations("accounts")]);
  if (state !== "open") {
    return (
      <>
        <h1 className="text-xl font-semibold">{t(`setup.${state}.title`)}</h1>
        <p className="text-sm text-muted">{t(`setup.${state}.description`)}</p>
        {state === "used" ? <LinkButton href="/sign-in">{t("setup.toSignIn")}</LinkButton> : null}
      </>
    );
  }
  return (
    <>
      <div className="flex flex-col gap-1">
        <h1 className="text-xl font-semibold">{t("setup.title")}</h1>
        <p className="text-sm text-muted">{t("setup.description")}</p>
      </div>
      <ActionForm action={acceptInvitation} values={{ token }}>
        <FormText name="name" label={t("name")} autoComplete="name" autoFocus />
        <FormText name="email" type="email" inputMode="email" label={t("email")} autoComplete="username" />
        <FormText
          name="password"
          type="password"
          label={t("password")}
          help={t("setup.passwordHelp", { minimum: PASSWORD_MINIMUM })}
          autoComplete="new-password"
        />
        <FormText
          name="workspaceName"
          label={t("workspaceName")}
          help={t("setup.workspaceHelp")}
          autoComplete="organization"
        />
        <SubmitButton fullWidth>{t("setup.submit")}</SubmitButton>
      </ActionForm>
    </>
  );
};

export default SetupPage;
