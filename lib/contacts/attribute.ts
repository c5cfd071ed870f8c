import { z } from "zod";

const attributeTypes = ["text", "number", "date", "boolean"] as const;
export type AttributeType = (typeof attributeTypes)[number];
export type AttributeValue = string | number | boolean;
/** A column of the workspace's own, offered in templates as `{{ contact.KEY }}`. */
export type Attribute = { key: string; label: string; type: AttributeType };

/** Why a cell does not fit its attribute: a key under `contacts.rowProblem`. */
export type ValueProblem = "textTooLong" | "notANumber" | "notADate" | "notABoolean";
export type ValueCheck = { ok: true; value: AttributeValue | null } | { ok: false; problem: ValueProblem };

const longestText = 5_000;
const keyRule = /^[a-z][a-z0-9_]{0,39}$/;
/** Keys that a contact has anyway in the merge scope. */
const reservedKeys = new Set(["id", "email", "first_name", "last_name"]);

export const attributeSchema = z.object({
  key: z.string().refine(isAttributeKey),
  label: z.string().trim().min(1).max(100),
  type: z.enum(attributeTypes),
});

/** A key is what stands in a template: a letter, then letters, digits and underscores, at most 40, none of a contact's own. */
export function isAttributeKey(key: string): boolean {
  return keyRule.test(key) && !reservedKeys.has(key);
}

/**
 * A key for a column's name, different from those taken: "Kota / City" becomes `kota_city`.
 *
 * @param taken keys in use; the new one is not added
 */
export function attributeKeyFor(label: string, taken: ReadonlySet<string>): string {
  const plain = label
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[_0-9]+|_+$/g, "")
    .slice(0, 36)
    .replace(/_+$/, "");
  const base = plain === "" ? "field" : plain;
  for (let number = 1; ; number++) {
    const key = number === 1 ? base : `${base}_${number}`;
    if (isAttributeKey(key) && !taken.has(key)) return key;
  }
}

/**
 * Reads a cell as an attribute's type. An empty cell is null: it says nothing, so it wipes nothing.
 * Numbers may have a point or a comma before their decimals; dates are ISO 8601 or day first with `/`, `-` or `.`;
 * a date that is possible only month first is refused, not guessed.
 *
 * @returns a date as `YYYY-MM-DD`
 */
export function parseAttributeValue(type: AttributeType, cell: string): ValueCheck {
  const text = cell.trim();
  if (text === "") return { ok: true, value: null };
  switch (type) {
    case "text":
      return text.length > longestText ? { ok: false, problem: "textTooLong" } : { ok: true, value: text };
    case "number":
      return checked(parseNumber(text), "notANumber");
    case "date":
      return checked(parseDate(text), "notADate");
    case "boolean":
      return checked(booleanWords.get(text.toLowerCase()), "notABoolean");
  }
}

const booleanWords = new Map(
  Object.entries({
    true: true,
    yes: true,
    y: true,
    t: true,
    1: true,
    ya: true,
    benar: true,
    x: true,
    false: false,
    no: false,
    n: false,
    f: false,
    0: false,
    tidak: false,
    salah: false,
  }),
);

function checked(value: AttributeValue | undefined, problem: ValueProblem): ValueCheck {
  return value === undefined ? { ok: false, problem } : { ok: true, value };
}

function parseNumber(text: string): number | undefined {
  let plain = text;
  if (/^[+-]?\d{1,3}(,\d{3})+\.\d+$/.test(text)) plain = text.replaceAll(",", "");
  else if (/^[+-]?\d{1,3}(\.\d{3})+,\d+$/.test(text)) plain = text.replaceAll(".", "").replace(",", ".");
  else if (/^[+-]?\d+,\d{1,2}$/.test(text)) plain = text.replace(",", ".");
  if (!/^[+-]?\d+(\.\d+)?$/.test(plain)) return undefined;
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}

function parseDate(text: string): string | undefined {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$/.exec(text);
  if (iso) return calendarDate(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const dayFirst = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})$/.exec(text);
  if (dayFirst) return calendarDate(Number(dayFirst[4]), Number(dayFirst[3]), Number(dayFirst[1]));
  return undefined;
}

function calendarDate(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const real =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real ? date.toISOString().slice(0, 10) : undefined;
}
