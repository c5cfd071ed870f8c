"use client";

import { useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { useSyncExternalStore } from "react";
import { FormSelect } from "#app/_ui/form-select.tsx";

const THEMES = ["light", "dark", "system"] as const;

const never = () => () => {};

/** The theme is known to the browser only, so the choice appears after hydration. */
export const ThemeChoice = () => {
  const t = useTranslations("navigation.theme");
  const { theme, setTheme } = useTheme();
  const isHydrated = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return (
    <FormSelect
      key={String(isHydrated)}
      name="theme"
      label={t("label")}
      defaultValue={isHydrated ? theme : undefined}
      options={THEMES.map((name) => ({ value: name, label: t(name) }))}
      onChange={setTheme}
    />
  );
};
