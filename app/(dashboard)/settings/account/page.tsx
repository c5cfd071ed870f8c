import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { currentActor } from "#app/_session/current-actor.ts";
import { currentSession } from "#app/_session/current-session.ts";
import { Section } from "#app/_ui/section.tsx";
import { PASSWORD_MINIMUM } from "#lib/accounts/password.ts";
import { LanguageChoice } from "./_parts/language-choice.tsx";
import { PasswordForm } from "./_parts/password-form.tsx";
import { ThemeChoice } from "./_parts/theme-choice.tsx";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("accounts.account"))("title"),
});

const AccountPage = async () => {
  const [actor, session, t] = await Promise.all([
    currentActor(),
    currentSession(),
    getTranslations("accounts"),
  ]);
  return (
    <>
      <Section
        title={session?.person.name}
        description={t("account.signedInAs", { email: session?.person.email ?? "" })}
      >
        <dl className="flex gap-2 text-sm">
          <dt className="text-muted">{t("account.role")}</dt>
          <dd>{t(`account.roles.${actor.role}`)}</dd>
        </dl>
      </Section>
      <Section title={t("passwordChange.title")}>
        <PasswordForm minimum={PASSWORD_MINIMUM} />
      </Section>
      <Section title={t("preferences.title")}>
        <div className="grid max-w-lg gap-4 sm:grid-cols-2">
          <LanguageChoice />
          <ThemeChoice />
        </div>
      </Section>
    </>
  );
};

export default AccountPage;
