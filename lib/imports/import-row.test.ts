import { describe, expect, it } from "vitest";
import type { ColumnTarget } from "./csv-mapping.ts";
import { parseRowProblem } from "./import-problem.ts";
import { readRow } from "./import-row.ts";

const mapping: ColumnTarget[] = [
  { to: "email" },
  { to: "firstName" },
  { to: "skip" },
  { to: "attribute", key: "age", label: "Umur", type: "number" },
];

describe("readRow", () => {
  it("reads the mapped columns and nothing else", () => {
    expect(readRow([" A@B.example", " Sari ", "secret", "31"], 4, mapping)).toEqual({
      ok: true,
      row: { email: "a@b.example", firstName: "Sari", lastName: null, attributes: { age: 31 } },
    });
  });

  it("lets an empty cell say nothing", () => {
    expect(readRow(["a@b.example", " ", "", ""], 4, mapping)).toMatchObject({
      row: { firstName: null, attributes: {} },
    });
  });

  it("refuses rows whose cells slipped, and takes empty cells too many", () => {
    expect(readRow(["a@b.example", "Sari"], 4, mapping)).toEqual({ ok: false, problem: "columnCount" });
    expect(readRow(["a@b.example", "Sari", "", "", "x"], 4, mapping)).toEqual({
      ok: false,
      problem: "columnCount",
    });
    expect(readRow(["a@b.example", "Sari", "", "", "", " "], 4, mapping).ok).toBe(true);
  });

  it("names the column at fault", () => {
    expect(readRow(["a@b.example", "Sari", "", "old"], 4, mapping)).toEqual({
      ok: false,
      problem: "notANumber:3",
    });
    expect(readRow(["a@b", "Sari", "", "1"], 4, mapping)).toEqual({ ok: false, problem: "email.domain" });
    expect(readRow(["a@b.example", "x".repeat(201), "", "1"], 4, mapping)).toMatchObject({
      problem: "nameTooLong:1",
    });
    expect(parseRowProblem("notANumber:3")).toEqual({ key: "notANumber", column: 3 });
    expect(parseRowProblem("email.domain")).toEqual({ key: "email.domain", column: null });
  });
});
