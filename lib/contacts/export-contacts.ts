import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { byteOrderMark, csvRow } from "#lib/csv/csv-cell.ts";
import { findAttributes } from "./attribute-store.ts";
import { findContactPage } from "./contact-store.ts";
import type { ContactQuery, PageCursor } from "./contact-view.ts";

const pageSize = 1_000;

/**
 * The contacts that a query finds, as a CSV that Kurir (and a spreadsheet) can read again: address, names, status, attributes.
 * UTF-8 with a byte order mark, formula cells neutralised, read page by page whatever their number.
 */
export async function exportContacts(actor: Actor, query: ContactQuery): Promise<AsyncIterable<string>> {
  requirePermission(actor, "contacts:read");
  const attributes = await findAttributes(actor.workspaceId);
  async function* rows(): AsyncGenerator<string> {
    yield byteOrderMark +
      csvRow(["email", "first_name", "last_name", "status", ...attributes.map(({ key }) => key)]);
    for (let cursor: PageCursor | null = null; ; ) {
      const page = await findContactPage(actor.workspaceId, query, {
        cursor,
        backwards: false,
        limit: pageSize,
      });
      yield page.contacts
        .map((contact) =>
          csvRow([
            contact.email,
            contact.firstName,
            contact.lastName,
            contact.status,
            ...attributes.map(({ key }) => contact.attributes[key]),
          ]),
        )
        .join("");
      cursor = page.cursors.at(-1) ?? null;
      if (page.contacts.length < pageSize || !cursor) return;
    }
  }
  return rows();
}
