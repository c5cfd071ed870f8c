import type { Column } from "./data-table.tsx";
import { RateText } from "./rate-text.tsx";

/** A column of a figure as a share of another one of the same row. */
export const rateColumn = <Figure extends string, Base extends string>(
  key: Figure,
  label: string,
  base: Base,
): Column<Record<Figure | Base, number>> => ({
  key,
  label,
  numeric: true,
  cell: (row) => <RateText count={row[key]} base={row[base]} />,
});
