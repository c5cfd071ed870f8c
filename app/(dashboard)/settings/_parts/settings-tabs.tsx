"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { isWithin } from "#app/_frame/navigation.ts";

/** The parts of the settings, each a page of its own. */
const TABS = [
  { name: "account", href: "/settings/account" },
  { name: "workspace", href: "/settings/workspace" },
  { name: "senders", href: "/settings/senders" },
  { name: "servers", href: "/settings/servers" },
] as const;

export const SettingsTabs = () => {
  const t = useTranslations("navigation.settingsTabs");
  const path = usePathname();
  return (
    <nav aria-label={t("label")} className="-mb-px flex gap-1 overflow-x-auto border-b border-separator">
      {TABS.map(({ name, href }) => {
        const isHere = isWithin(path, href);
        return (
          <Link
            key={name}
            href={href}
            {...(isHere ? { "aria-current": "page" as const } : {})}
            className={`-mb-px flex h-10 shrink-0 items-center border-b-2 px-3 text-sm font-medium ${
              isHere ? "border-accent text-foreground" : "border-transparent text-muted hover:text-foreground"
            }`}
          >
            {t(name)}
          </Link>
        );
      })}
    </nav>
  );
};
