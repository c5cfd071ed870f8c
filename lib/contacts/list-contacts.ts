import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { countContacts, findContactPage } from "./contact-store.ts";
import { type ContactQuery, type ContactView, readCursor, writeCursor } from "./contact-view.ts";

export type ContactPage = {
  contacts: ContactView[];
  /** How many the query finds, exact up to `countedUpTo`; more than that is "more than `countedUpTo`". */
  count: number;
  countedUpTo: number;
  /** For the query's `after` and `before`; null at the ends. */
  next: string | null;
  previous: string | null;
};

const pageSize = 50;
const countedUpTo = 100_000;

/**
 * One page of the workspace's contacts, found by search, status and list. Pages follow the values of the last row, so one that
 * was added or removed meanwhile neither repeats nor hides another.
 */
export async function listContacts(actor: Actor, query: ContactQuery): Promise<ContactPage> {
  requirePermission(actor, "contacts:read");
  const before = readCursor(query.before, query.sort);
  const after = before ? null : readCursor(query.after, query.sort);
  const [page, count] = await Promise.all([
    findContactPage(actor.workspaceId, query, {
      cursor: before ?? after,
      backwards: before !== null,
      limit: pageSize + 1,
    }),
    countContacts(actor.workspaceId, query, countedUpTo + 1),
  ]);
  const more = page.contacts.length > pageSize;
  const contacts = page.contacts.slice(0, pageSize);
  const cursors = page.cursors.slice(0, pageSize);
  if (before) {
    contacts.reverse();
    cursors.reverse();
  }
  const first = cursors.at(0);
  const last = cursors.at(-1);
  const hasPrevious = before ? more : after !== null;
  const hasNext = before ? true : more;
  return {
    contacts,
    count,
    countedUpTo,
    next: hasNext && last ? writeCursor(last) : null,
    previous: hasPrevious && first ? writeCursor(first) : null,
  };
}
