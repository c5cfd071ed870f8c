"use client";

import { useLocale, useTranslations } from "next-intl";
import { switchLanguage } from "#app/_frame/switch-language.ts";
import { LOCALES } from "#app/_i18n/locale.ts";
import { FormSelect } from "#app/_ui/form-select.tsx";
import { useRunAction } from "#app/_ui/use-run-action.ts";

export const LanguageChoice = () => {
  const t = useTranslations("navigation");
  const { run } = useRunAction(switchLanguage);
  return (
    <FormSelect
      name="locale"
      label={t("language")}
      defaultValue={useLocale()}
      options={LOCALES.map((locale) => ({ value: locale, label: t(`languageName.${locale}`) }))}
      onChange={(locale) => run({ locale })}
    />
  );
};
