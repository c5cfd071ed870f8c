"use client";

import { Button, Dropdown } from "@heroui/react";
import { Monitor, Moon, Sun } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTheme } from "next-themes";

const THEMES = [
  { name: "light", icon: Sun },
  { name: "dark", icon: Moon },
  { name: "system", icon: Monitor },
] as const;

/** Light, dark, or as the system is set. The button shows both icons and the stylesheet picks, so it is right before hydration. */
export const ThemeMenu = () => {
  const t = useTranslations("navigation.theme");
  const { theme = "system", setTheme } = useTheme();
  return (
    <Dropdown>
      <Button isIconOnly variant="ghost" aria-label={t("label")}>
        <Sun aria-hidden className="dark:hidden" />
        <Moon aria-hidden className="hidden dark:block" />
      </Button>
      <Dropdown.Popover placement="bottom end">
        <Dropdown.Menu
          aria-label={t("label")}
          selectionMode="single"
          selectedKeys={[theme]}
          onAction={(key) => setTheme(String(key))}
        >
          {THEMES.map(({ name, icon: Icon }) => (
            <Dropdown.Item key={name} id={name} textValue={t(name)}>
              <Icon aria-hidden className="size-4" />
              {t(name)}
              <Dropdown.ItemIndicator />
            </Dropdown.Item>
          ))}
        </Dropdown.Menu>
      </Dropdown.Popover>
    </Dropdown>
  );
};
