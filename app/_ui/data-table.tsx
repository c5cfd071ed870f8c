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
  /**
   * Where it stands on the card that a row is under 768 px, from top to bottom: `corner` beside the title, `full` over the whole
   * width, `start` and `end` in one line with each other, all of them without their label, for what speaks for itself. Numbers
   * stand three in a row under their labels, the rest in lines with the label on the left, unless told.
   */
  narrow?: "corner" | "full" | "start" | "end" | "line";
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
 * A table rendered on the server: the URL holds sort and page. On a narrow screen each row is a card: the first column is its title.
 */
export const DataTable = <Row,>(props: DataTableProps<Row>) => {
  const { caption, columns, rows, rowKey, rowHref, place, cursors, empty } = props;
  if (rows.length === 0 && empty) return empty;
  const sort =
    (typeof place?.params.sort === "string" ? place.params.sort : undefined) ?? props.defaultSort ?? "";
  return (
    <div className="flex flex-col gap-3">
      {place ? <NarrowSort columns={columns} sort={sort} place={place} /> : null}
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
        tabIndex={0}
        aria-label={caption}
        className="relative rounded-lg border border-border bg-surface max-md:overflow-hidden md:overflow-x-auto"
      >
        <table className="w-full border-separate border-spacing-0 text-sm max-md:block">
          <caption className="sr-only">{caption}</caption>
          <thead className="max-md:hidden">
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
          <tbody className="max-md:block max-md:divide-y max-md:divide-separator">
            {rows.map((row) => (
              <tr key={rowKey(row)} className={ROW}>
                {columns.map((column, index) => (
                  <Cell key={column.key} column={column} row={row} isFirst={index === 0} rowHref={rowHref} />
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

/** Two breaks keep the lines of a card apart: after title and corner, and after what stands in one line under them. */
const ROW =
  "group relative last:[&>td]:border-b-0 max-md:flex max-md:flex-wrap max-md:items-center max-md:gap-x-4 max-md:px-4 max-md:py-3 max-md:hover:bg-surface-hover max-md:before:order-2 max-md:before:basis-full max-md:after:order-5 max-md:after:basis-full";

const shared = <Row,>({ numeric, wideOnly }: Column<Row>) =>
  `md:px-4 ${numeric ? "md:text-right tabular-nums" : "text-left"} ${wideOnly ? "max-md:hidden" : ""}`;

/** The label, seen on a card alone: a table has it on top of the column. */
const LABEL = "max-md:before:text-xs max-md:before:text-muted max-md:before:content-[attr(data-label)]";

/** By the place on the card, in the order from top to bottom. */
const NARROW = {
  title: "max-md:order-1 max-md:min-w-0 max-md:flex-1 max-md:wrap-anywhere",
  corner: "max-md:order-1 max-md:self-start",
  full: "max-md:order-3 max-md:mt-1.5 max-md:min-w-0 max-md:basis-full",
  start: "max-md:order-4 max-md:mt-2",
  end: "max-md:order-4 max-md:mt-2 max-md:ml-auto max-md:text-right",
  number: `max-md:order-6 max-md:mt-2 max-md:flex max-md:basis-[calc((100%-2rem)/3)] max-md:flex-col ${LABEL}`,
  line: `max-md:order-7 max-md:mt-1.5 max-md:flex max-md:basis-full max-md:items-baseline max-md:justify-between max-md:gap-4 max-md:text-right ${LABEL}`,
};

const WIDE = "md:h-12 md:border-b md:border-separator md:py-2 md:group-hover:bg-surface-hover";

type CellProps<Row> = {
  column: Column<Row>;
  row: Row;
  isFirst: boolean;
  rowHref: ((row: Row) => string) | undefined;
};

const Cell = <Row,>({ column, row, isFirst, rowHref }: CellProps<Row>) => {
  const { numeric, label, interactive, narrow = numeric ? "number" : "line" } = column;
  const content = column.cell(row);
  const first = `md:sticky md:left-0 z-1 md:bg-surface md:wrap-break-word ${numeric ? "md:w-px" : "md:min-w-40"}`;
  return (
    <td
      {...(typeof label === "string" ? { "data-label": label } : {})}
      className={`${WIDE} ${shared(column)} ${NARROW[isFirst ? "title" : narrow]} ${isFirst ? first : ""} ${
        isFirst && numeric ? `${LABEL} max-md:before:mr-2` : ""
      } ${content === null || content === "" ? "max-md:hidden" : ""} ${interactive ? "relative z-1" : ""}`}
    >
      {isFirst && rowHref ? (
        <Link
          href={rowHref(row)}
          className="font-medium after:absolute after:inset-0 hover:underline focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
        >
          {content}
        </Link>
      ) : (
        content
      )}
    </td>
  );
};

type NarrowSortProps<Row> = { columns: Column<Row>[]; sort: string; place: Place };

/** Cards have no head of columns to sort by. */
const NarrowSort = <Row,>({ columns, sort, place }: NarrowSortProps<Row>) => {
  const t = useTranslations("common");
  const sortable = columns.filter((column) => column.sort !== undefined);
  if (sortable.length === 0) return null;
  return (
    <nav aria-label={t("table.sort")} className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted md:hidden">
      {sortable.map((column) => (
        <SortLink key={column.key} column={column} sort={sort} place={place} />
      ))}
    </nav>
  );
};

type HeaderCellProps<Row> = { column: Column<Row>; isFirst: boolean; sort: string; place: Place | undefined };

const HeaderCell = <Row,>({ column, isFirst, sort, place }: HeaderCellProps<Row>) => {
  const isUp = column.sort !== undefined && sort === column.sort;
  const isDown = column.sort !== undefined && sort === `-${column.sort}`;
  return (
    <th
      scope="col"
      {...(isUp || isDown ? { "aria-sort": isUp ? ("ascending" as const) : ("descending" as const) } : {})}
      className={`h-10 border-b border-separator bg-surface-secondary text-xs font-medium whitespace-nowrap text-muted ${shared(column)} ${isFirst ? "sticky left-0 z-1" : ""}`}
    >
      {column.sort && place ? <SortLink column={column} sort={sort} place={place} /> : column.label}
    </th>
  );
};

type SortLinkProps<Row> = { column: Column<Row>; sort: string; place: Place };

const SortLink = <Row,>({ column, sort, place }: SortLinkProps<Row>) => {
  const t = useTranslations("common");
  const isUp = sort === column.sort;
  const isDown = sort === `-${column.sort}`;
  const Arrow = isDown ? ArrowDown : ArrowUp;
  return (
    <Link
      href={hrefWith(place, { sort: isUp ? `-${column.sort}` : column.sort })}
      title={t("table.sort")}
      className={`inline-flex items-center gap-1 hover:text-foreground ${isUp || isDown ? "text-foreground" : ""}`}
    >
      {column.label}
      <Arrow aria-hidden className={`size-3.5 ${isUp || isDown ? "" : "invisible"}`} />
    </Link>
  );
};
