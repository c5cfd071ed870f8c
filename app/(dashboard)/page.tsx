import { FileText, type LucideIcon, Mail, Send, Upload } from "lucide-react";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { currentSession } from "#app/_session/current-session.ts";
import { PageFrame } from "#app/_ui/page-frame.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";

/** What a new installation does first, in order. */
const STEPS: readonly {
  name: "contacts" | "sender" | "template" | "campaign";
  href: string;
  icon: LucideIcon;
}[] = [
  { name: "contacts", href: "/contacts/import", icon: Upload },
  { name: "sender", href: "/settings/senders", icon: Mail },
  { name: "template", href: "/templates/new", icon: FileText },
  { name: "campaign", href: "/campaigns/new", icon: Send },
];

const OverviewPage = async () => {
  const [session, t] = await Promise.all([currentSession(), getTranslations("overview")]);
  return (
    <PageFrame>
      <PageHeader
        title={t("welcome", { name: session?.person.name ?? "" })}
        description={t("steps.description")}
      />
      <ol className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        {STEPS.map(({ name, href, icon: Icon }, index) => (
          <li key={name}>
            <Link
              href={href}
              className="flex h-full flex-col gap-3 rounded-lg border border-border bg-surface p-4 hover:border-border-tertiary hover:bg-surface-hover"
            >
              <span className="flex items-center justify-between text-muted">
                <Icon aria-hidden className="size-5" />
                <span className="text-xs tabular-nums">
                  {t("steps.number", { number: index + 1, total: STEPS.length })}
                </span>
              </span>
              <span className="text-base font-medium">{t(`steps.${name}.title`)}</span>
              <span className="text-sm text-muted">{t(`steps.${name}.description`)}</span>
            </Link>
          </li>
        ))}
      </ol>
    </PageFrame>
  );
};

export default OverviewPage;
