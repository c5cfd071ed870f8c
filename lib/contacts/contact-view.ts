import { z } from "zod";
import { type ContactStatus, contactStatuses } from "#lib/addresses/contact-status.ts";
import type { AttributeValue } from "./attribute.ts";

/** A contact as screens and templates get it; `id` is a bigint's decimal digits. */
export type ContactView = {
  id: string;
  email: string;
  firstName: string | null;
  lastName: string | null;
  attributes: Record<string, AttributeValue>;
  status: ContactStatus;
  createdAt: Date;
  updatedAt: Date;
};

const contactSorts = ["added", "updated", "email"] as const;

/** What the table of contacts shows. */
export const contactQuerySchema = z.object({
  search: z.string().trim().max(200).catch("").default(""),
  status: z.enum(contactStatuses).optional().catch(undefined),
  listId: z.uuid().optional().catch(undefined),
  sort: z.enum(contactSorts).catch("added").default("added"),
  direction: z.enum(["ascending", "descending"]).optional().catch(undefined),
  after: z.string().max(600).optional().catch(undefined),
  before: z.string().max(600).optional().catch(undefined),
});
export type ContactQuery = z.infer<typeof contactQuerySchema>;

/**
 * The query in a page's address: `q`, `status`, `list`, `sort` (`-email` descends), `after`, `before`. Whatever is not understood
 * falls back to the default.
 */
export function readContactQuery(params: Record<string, string | string[] | undefined>): ContactQuery {
  const { q, status, list, sort, after, before } = params;
  const order = typeof sort === "string" ? sort : undefined;
  return contactQuerySchema.parse({
    search: q,
    status,
    listId: list,
    sort: order?.replace(/^-/, ""),
    direction: order === undefined ? undefined : order.startsWith("-") ? "descending" : "ascending",
    after,
    before,
  });
}

/** Addresses from a to z, times from the newest, unless the query says otherwise. */
export function isAscending({ sort, direction }: Pick<ContactQuery, "sort" | "direction">): boolean {
  return direction === undefined ? sort === "email" : direction === "ascending";
}

/** A bigint's decimal digits as they stand in a URL, or null when the text is none that PostgreSQL could hold. */
export function parseContactId(text: string): bigint | null {
  if (!/^[1-9]\d{0,18}$/.test(text)) return null;
  const id = BigInt(text);
  return id <= 9_223_372_036_854_775_807n ? id : null;
}

/** Where a page ends: the sort value and the id of its last row. A page is found by value, so rows that come and go shift nothing. */
export type PageCursor = { value: string; id: bigint };

export function writeCursor({ value, id }: PageCursor): string {
  return Buffer.from(JSON.stringify([value, String(id)])).toString("base64url");
}

/** @returns null for text that no `writeCursor` wrote; the table then begins at its first page */
export function readCursor(text: string | undefined, sort: ContactQuery["sort"]): PageCursor | null {
  if (text === undefined) return null;
  try {
    const [value, id] = z
      .tuple([z.string(), z.string()])
      .parse(JSON.parse(Buffer.from(text, "base64url").toString()));
    const contactId = parseContactId(id);
    if (contactId === null || value.includes("\0")) return null;
    if (sort === "updated" && !/^\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/.test(value)) return null;
    return { value, id: contactId };
  } catch {
    return null;
  }
}
