import { useTranslations } from "next-intl";
import { PageTabs } from "#app/_ui/page-tabs.tsx";

const TABS = [
  { name: "people", href: "/contacts" },
  { name: "lists", href: "/contacts/lists" },
  { name: "import", href: "/contacts/import" },
] as const;

/** The parts of Contacts: people, lists, imports. */
export const ContactsTabs = ({ current }: { current: (typeof TABS)[number]["name"] }) => {
  const t = useTranslations("contacts.tabs");
  return (
    <PageTabs
      label={t("label")}
      tabs={TABS.map(({ name, href }) => ({ href, label: t(name), isHere: name === current }))}
    />
  );
};
