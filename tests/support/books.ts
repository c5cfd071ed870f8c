import { expect } from "vitest";
import { pool } from "#lib/platform/database.ts";

/** One number per state, as the campaign's row keeps them. */
export type Books = Record<
  | "queued"
  | "sending"
  | "deferred"
  | "accepted"
  | "bounced"
  | "expired"
  | "skipped"
  | "in_doubt"
  | "cancelled",
  number
>;

const states = [
  "queued",
  "sending",
  "deferred",
  "accepted",
  "bounced",
  "expired",
  "skipped",
  "in_doubt",
  "cancelled",
] as const;

/**
 * Expects of a campaign at this moment: the kept counters are what counting the rows gives, they add up to the audience, and
 * nobody has two rows. Read in one statement, so that it holds in mid-campaign as well.
 *
 * @returns the books
 */
export async function expectBooksToBalance(campaignId: string): Promise<Books> {
  const { rows } = await pool().query(
    `SELECT to_jsonb(campaigns) AS kept,
       (SELECT coalesce(jsonb_object_agg(state, total), '{}') FROM
         (SELECT state, count(*) AS total FROM messages WHERE campaign_id = $1 GROUP BY state) counted) AS counted,
       (SELECT count(*) - count(DISTINCT contact_id) FROM messages WHERE campaign_id = $1)::int AS twice
     FROM campaigns WHERE id = $1`,
    [campaignId],
  );
  const { kept, counted, twice } = rows[0];
  const books = Object.fromEntries(states.map((state) => [state, kept[state]])) as Books;
  const fromRows = Object.fromEntries(states.map((state) => [state, counted[state] ?? 0]));
  expect(books, "the kept counters are what counting the rows gives").toEqual(fromRows);
  expect(
    Object.values(books).reduce((sum, count) => sum + count, 0),
    "the books add up",
  ).toBe(kept.audience);
  expect(twice, "recipients with two rows").toBe(0);
  return books;
}
