"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { isWithin } from "#app/_frame/navigation.ts";
import { PageTabs } from "#app/_ui/page-tabs.tsx";

/** The parts of the settings, each a page of its own. */
const TABS = [
  { name: "account", href: "/settings/account" },
  { name: "workspace", href: "/settings/workspace" },
  { name: "senders", href: "/settings/senders" },
  { name: "servers", href: "/settings/servers" },
  { name: "domains", href: "/settings/domains" },
] as const;

export const SettingsTabs = () => {
  const t = useTranslations("navigation.settingsTabs");
  const path = usePathname();
  return (
    <PageTabs
      label={t("label")}
      tabs={TABS.map(({ name, href }) => ({ href, label: t(name), isHere: isWithin(path, href) }))}
    />
  );
};
