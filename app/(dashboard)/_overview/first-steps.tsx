import { Check, FileText, type LucideIcon, Mail, Send, Upload } from "lucide-react";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { FirstSteps as Steps } from "#lib/reports/overview-store.ts";

/** What a new installation does first, in order. */
const STEPS: readonly { name: keyof Steps; href: string; icon: LucideIcon }[] = [
  { name: "contacts", href: "/contacts/import", icon: Upload },
  { name: "sender", href: "/settings/senders", icon: Mail },
  { name: "template", href: "/templates", icon: FileText },
  { name: "campaign", href: "/campaigns/new", icon: Send },
];

/** The four steps to the first campaign: done ones ticked, the next one lit. */
export const FirstSteps = async ({ steps }: { steps: Steps }) => {
  const t = await getTranslations("overview.steps");
  const nextIndex = STEPS.findIndex(({ name }) => !steps[name]);
  return (
    <ol className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
      {STEPS.map(({ name, href, icon: Icon }, index) => {
        const isNext = index === nextIndex;
        return (
          <li key={name}>
            <Link
              href={href}
              {...(isNext ? { "aria-current": "step" as const } : {})}
              className={`flex h-full flex-col gap-3 rounded-lg border bg-surface p-4 hover:bg-surface-hover ${
                isNext ? "border-accent ring-1 ring-accent" : "border-border"
              }`}
            >
              <span
                className={`flex items-center justify-between ${isNext ? "text-accent-soft-foreground" : "text-muted"}`}
              >
                <Icon aria-hidden className="size-5" />
                {steps[name] ? (
                  <span className="flex items-center gap-1 text-xs text-success-soft-foreground">
                    <Check aria-hidden className="size-4" />
                    {t("done")}
                  </span>
                ) : (
                  <span className="text-xs tabular-nums">
                    {t("number", { number: index + 1, total: STEPS.length })}
                  </span>
                )}
              </span>
              <span className="text-base font-medium">{t(`${name}.title`)}</span>
              <span className="text-sm text-muted">{t(`${name}.description`)}</span>
            </Link>
          </li>
        );
      })}
    </ol>
  );
};
