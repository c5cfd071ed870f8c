import { ArrowDown, ArrowUp } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { hrefWith, type Place } from "./place.ts";
import { type PageCursors, TablePaging } from "./table-paging.tsx";

export type Column<Row> = {
  key: string;
  label: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Right-aligned with tabular figures. */
  numeric?: boolean;
  /** The value of `?sort=` that orders by this column (`-value` descends); without it the header is plain. */
  sort?: string;
  /** Left out under 768 px. */
  wideOnly?: boolean;
  /** Holds links or buttons of its own, which must stay above the row's link. */
  interactive?: boolean;
};

type DataTableProps<Row> = {
  /** Names the table for screen readers. */
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string;
  /** Where a click on the row leads; the link itself stands in the first column. */
  rowHref?: (row: Row) => string;
  /** Needed for sort and page links. */
  place?: Place;
  /** The order in force when the URL names none, such as "-createdAt". */
  defaultSort?: string;
  cursors?: PageCursors;
  /** Shown instead of the table when there are no rows: an EmptyState. */
  empty?: ReactNode;
};

/**
 * A table rendered on the server: the URL holds sort and page. On a narrow screen it scrolls sideways under a first column that stays.
 */
export const DataTable = <Row,>(props: DataTableProps<Row>) => {
  const { caption, columns, rows, rowKey, rowHref, place, cursors, empty } = props;
  if (rows.length === 0 && empty) return empty;
  const sort =
    (typeof place?.params.sort === "string" ? place.params.sort : undefined) ?? props.defaultSort ?? "";
  return (
    <div className="flex flex-col gap-3">
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
        tabIndex={0}
        aria-label={caption}
        className="relative overflow-x-auto rounded-lg border border-border bg-surface"
      >
        <table className="w-full border-separate border-spacing-0 text-sm">
          <caption className="sr-only">{caption}</caption>
          <thead>
            <tr>
              {columns.map((column, index) => (
                <HeaderCell
                  key={column.key}
                  column={column}
                  isFirst={index === 0}
                  sort={sort}
                  place={place}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={rowKey(row)} className="group relative last:[&>td]:border-b-0">
                {columns.map((column, index) => (
                  <td key={column.key} className={cellClass(column, index === 0)}>
                    {index === 0 && rowHref ? (
                      <Link
                        href={rowHref(row)}
                        className="font-medium after:absolute after:inset-0 hover:underline focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
                      >
                        {column.cell(row)}
                      </Link>
                    ) : (
                      column.cell(row)
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {place && cursors ? <TablePaging place={place} cursors={cursors} shown={rows.length} /> : null}
    </div>
  );
};

const STICKY = "sticky left-0 z-1 max-md:max-w-[55vw]";

const shared = <Row,>({ numeric, wideOnly }: Column<Row>) =>
  `px-4 ${numeric ? "text-right tabular-nums" : "text-left"} ${wideOnly ? "max-md:hidden" : ""}`;

const cellClass = <Row,>(column: Column<Row>, isFirst: boolean) =>
  `h-12 border-b border-separator py-2 group-hover:bg-surface-hover ${shared(column)} ${
    isFirst
      ? `${STICKY} bg-surface wrap-break-word ${column.numeric ? "w-px" : "min-w-40"}`
      : column.numeric
        ? ""
        : "max-md:min-w-32"
  } ${column.interactive ? "relative z-1" : ""}`;

type HeaderCellProps<Row> = { column: Column<Row>; isFirst: boolean; sort: string; place: Place | undefined };

const HeaderCell = <Row,>({ column, isFirst, sort, place }: HeaderCellProps<Row>) => {
  const t = useTranslations("common");
  const isUp = column.sort !== undefined && sort === column.sort;
  const isDown = column.sort !== undefined && sort === `-${column.sort}`;
  const Arrow = isDown ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      {...(isUp || isDown ? { "aria-sort": isUp ? ("ascending" as const) : ("descending" as const) } : {})}
      className={`h-10 border-b border-separator bg-surface-secondary text-xs font-medium whitespace-nowrap text-muted ${shared(column)} ${isFirst ? STICKY : ""}`}
    >
      {column.sort && place ? (
        <Link
          href={hrefWith(place, { sort: isUp ? `-${column.sort}` : column.sort })}
          title={t("table.sort")}
          className={`inline-flex items-center gap-1 hover:text-foreground ${isUp || isDown ? "text-foreground" : ""}`}
        >
          {column.label}
          <Arrow aria-hidden className={`size-3.5 ${isUp || isDown ? "" : "invisible"}`} />
        </Link>
      ) : (
        column.label
      )}
    </th>
  );
};
