"use client";

import { Button, Dropdown } from "@heroui/react";
import { Languages } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { LOCALES } from "#app/_i18n/locale.ts";
import { useRunAction } from "#app/_ui/use-run-action.ts";
import { switchLanguage } from "./switch-language.ts";

/** English or Bahasa Indonesia; each under its own name, so that it is found in a language one cannot read. */
export const LanguageMenu = () => {
  const t = useTranslations("navigation");
  const locale = useLocale();
  const { run } = useRunAction(switchLanguage);
  return (
    <Dropdown>
      <Button isIconOnly variant="ghost" aria-label={t("language")}>
        <Languages aria-hidden />
      </Button>
      <Dropdown.Popover placement="bottom end">
        <Dropdown.Menu
          aria-label={t("language")}
          selectionMode="single"
          selectedKeys={[locale]}
          onAction={(key) => run({ locale: String(key) })}
        >
          {LOCALES.map((name) => (
            <Dropdown.Item key={name} id={name} textValue={t(`languageName.${name}`)}>
              <span lang={name}>{t(`languageName.${name}`)}</span>
              <Dropdown.ItemIndicator />
            </Dropdown.Item>
          ))}
        </Dropdown.Menu>
      </Dropdown.Popover>
    </Dropdown>
  );
};
