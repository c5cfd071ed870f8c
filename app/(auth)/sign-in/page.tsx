import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { currentSession } from "#app/_session/current-session.ts";
import { returnPath } from "#app/_session/return-path.ts";
import { ActionForm } from "#app/_ui/action-form.tsx";
import { FormText } from "#app/_ui/form-text.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { startSession } from "./actions.ts";

type SignInPageProps = { searchParams: Promise<{ from?: string | string[] }> };

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("accounts.signIn"))("title"),
});

const SignInPage = async ({ searchParams }: SignInPageProps) => {
  const { from } = await searchParams;
  const back = returnPath(typeof from === "string" ? from : null);
  if (await currentSession()) redirect(back);
  const t = await getTranslations("accounts");
  return (
    <>
      <h1 className="text-xl font-semibold">{t("signIn.title")}</h1>
      <ActionForm action={startSession} values={{ from: back }}>
        <FormText
          name="email"
          type="email"
          inputMode="email"
          label={t("email")}
          autoComplete="username"
          autoFocus
        />
        <FormText name="password" type="password" label={t("password")} autoComplete="current-password" />
        <SubmitButton fullWidth>{t("signIn.submit")}</SubmitButton>
      </ActionForm>
      <p className="text-xs text-muted">{t("signIn.noAccount")}</p>
    </>
  );
};

export default SignInPage;
