import { BooksBar } from "#app/_ui/books-bar.tsx";
import type { Column } from "#app/_ui/data-table.tsx";
import type { ReportLine } from "#lib/reports/report-list-store.ts";
import { booksParts } from "./books-parts.ts";

/** Where everyone of each campaign went, as a thin bar. */
export const booksColumn = (label: string): Column<ReportLine> => ({
  key: "books",
  label,
  narrow: "full",
  cell: (line) => (
    <div className="md:w-40">
      <BooksBar variant="thin" parts={booksParts(line.id, line)} />
    </div>
  ),
  interactive: true,
});
