import { validateEmail } from "#lib/addresses/email-address.ts";
import { type AttributeValue, parseAttributeValue } from "#lib/contacts/attribute.ts";
import type { ColumnTarget } from "./csv-mapping.ts";
import type { RowProblem } from "./import-problem.ts";

/** What one row of a file says about a contact. An empty cell says nothing: it is null, or its attribute is not there. */
export type ImportRow = {
  email: string;
  firstName: string | null;
  lastName: string | null;
  attributes: Record<string, AttributeValue>;
};

export type RowCheck = { ok: true; row: ImportRow } | { ok: false; problem: RowProblem };

const longestName = 200;

/**
 * Reads a row by its mapping. Cells beyond the expected number are fine when they are empty (spreadsheets add them); any other
 * difference means that cells slipped, and the row is refused rather than read askew.
 */
export function readRow(
  cells: readonly string[],
  columns: number,
  mapping: readonly ColumnTarget[],
): RowCheck {
  if (cells.length < columns || cells.slice(columns).some((cell) => cell.trim() !== ""))
    return { ok: false, problem: "columnCount" };
  const row: ImportRow = { email: "", firstName: null, lastName: null, attributes: {} };
  for (let column = 0; column < mapping.length; column++) {
    const target = mapping[column];
    const cell = cells[column] ?? "";
    if (target === undefined || target.to === "skip") continue;
    if (target.to === "email") {
      const check = validateEmail(cell);
      if (!check.ok) return { ok: false, problem: `email.${check.problem}` };
      row.email = check.email;
    } else if (target.to === "attribute") {
      const check = parseAttributeValue(target.type, cell);
      if (!check.ok) return { ok: false, problem: `${check.problem}:${column}` };
      if (check.value !== null) row.attributes[target.key] = check.value;
    } else {
      const name = cell.trim();
      if (name.length > longestName) return { ok: false, problem: `nameTooLong:${column}` };
      row[target.to] = name === "" ? null : name;
    }
  }
  return { ok: true, row };
}
