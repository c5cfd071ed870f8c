import { describe, expect, it } from "vitest";
import { csvRow } from "./csv-cell.ts";

describe("csvRow", () => {
  it.each([
    "=1+1",
    '=HYPERLINK("http://x")',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "＝1",
  ])("never lets a spreadsheet run %j", (cell) => {
    expect(csvRow([cell]).replace(/^"/, "")).toMatch(/^'/);
  });

  it("leaves numbers and ordinary words as they are", () => {
    expect(csvRow(["-12.5", "+62 812-345", "Sari", 7, null, true])).toBe(
      "-12.5,+62 812-345,Sari,7,,true\r\n",
    );
  });

  it("quotes what would break a row, in any of the delimiters", () => {
    expect(csvRow(['say "hi"', "a,b", "c;d", "e\nf", " g"])).toBe('"say ""hi""","a,b","c;d","e\nf"," g"\r\n');
    expect(csvRow(["a|b", "c"], "|")).toBe('"a|b"|c\r\n');
  });
});
