import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

type PageHeaderProps = {
  title: ReactNode;
  description?: ReactNode;
  /** Below the second level only: the pages above this one, outermost first. */
  breadcrumb?: { label: string; href: string }[];
  /** At most one primary action (a LinkButton or Button); quiet ones may stand before it. */
  action?: ReactNode;
  /** Chips beside the title, such as the state of a campaign. */
  status?: ReactNode;
};

/** Title of a page with its way back, its state and its one action. */
export const PageHeader = ({ title, description, breadcrumb, action, status }: PageHeaderProps) => {
  const t = useTranslations("common");
  return (
    <header className="flex flex-col gap-2">
      {breadcrumb ? (
        <nav aria-label={t("breadcrumb")}>
          <ol className="flex flex-wrap items-center gap-1 text-sm text-muted">
            {breadcrumb.map(({ label, href }, position) => (
              <li key={href} className="flex items-center gap-1">
                {position > 0 ? <ChevronRight aria-hidden className="size-4" /> : null}
                <Link href={href} className="hover:text-foreground hover:underline">
                  {label}
                </Link>
              </li>
            ))}
          </ol>
        </nav>
      ) : null}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="flex min-w-0 flex-col gap-1">
          <div className="flex flex-wrap items-center gap-3">
            <h1 className="text-xl font-semibold wrap-anywhere">{title}</h1>
            {status}
          </div>
          {description ? <p className="max-w-prose text-sm text-muted">{description}</p> : null}
        </div>
        {action ? (
          <div className="flex max-w-full shrink-0 flex-wrap items-center gap-2">{action}</div>
        ) : null}
      </div>
    </header>
  );
};
