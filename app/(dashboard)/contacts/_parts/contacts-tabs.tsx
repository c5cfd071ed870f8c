import Link from "next/link";
import { useTranslations } from "next-intl";

const TABS = [
  { name: "people", href: "/contacts" },
  { name: "lists", href: "/contacts/lists" },
  { name: "import", href: "/contacts/import" },
] as const;

/** The parts of Contacts: people, lists, imports. */
export const ContactsTabs = ({ current }: { current: (typeof TABS)[number]["name"] }) => {
  const t = useTranslations("contacts.tabs");
  return (
    <nav aria-label={t("label")} className="flex gap-6 border-b border-separator text-sm">
      {TABS.map(({ name, href }) => (
        <Link
          key={name}
          href={href}
          {...(name === current ? { "aria-current": "page" as const } : {})}
          className={`-mb-px border-b-2 pb-2 ${
            name === current
              ? "border-accent font-medium text-foreground"
              : "border-transparent text-muted hover:text-foreground"
          }`}
        >
          {t(name)}
        </Link>
      ))}
    </nav>
  );
};
