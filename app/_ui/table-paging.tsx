import { ChevronLeft, ChevronRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { hrefWith, type Place } from "./place.ts";

/** Keyset cursors of the neighbouring pages (`?after=` and `?before=`), and the number of all rows where it is known. */
export type PageCursors = { next?: string | null; previous?: string | null; total?: number };

type TablePagingProps = { place: Place; cursors: PageCursors; shown: number };

/** The line under a table: how many rows, and the way to the next and the previous ones. */
export const TablePaging = ({ place, cursors, shown }: TablePagingProps) => {
  const t = useTranslations("common");
  const { next, previous, total } = cursors;
  return (
    <nav aria-label={t("table.pages")} className="flex items-center justify-between gap-4 text-sm text-muted">
      <span className="tabular-nums">
        {total === undefined ? t("table.shown", { shown }) : t("table.shownOf", { shown, total })}
      </span>
      {next || previous ? (
        <span className="flex gap-2">
          <PageLink href={previous ? hrefWith(place, { before: previous, after: undefined }) : undefined}>
            <ChevronLeft aria-hidden className="size-4" />
            {t("table.previous")}
          </PageLink>
          <PageLink href={next ? hrefWith(place, { after: next, before: undefined }) : undefined}>
            {t("table.next")}
            <ChevronRight aria-hidden className="size-4" />
          </PageLink>
        </span>
      ) : null}
    </nav>
  );
};

const PageLink = ({ href, children }: { href: string | undefined; children: ReactNode }) => {
  const className = "inline-flex h-9 items-center gap-1 rounded-lg border border-border px-3";
  return href ? (
    <Link href={href} className={`${className} text-foreground hover:bg-surface-hover`}>
      {children}
    </Link>
  ) : (
    <span aria-disabled className={`${className} opacity-50`}>
      {children}
    </span>
  );
};
