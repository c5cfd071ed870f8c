import { z } from "zod";

export const messageStates = [
  "accepted",
  "bounced",
  "deferred",
  "in_doubt",
  "expired",
  "skipped",
  "cancelled",
  "sending",
  "queued",
] as const;
export type MessageState = (typeof messageStates)[number];

/** What a recipient did, or did not do. */
export const deeds = ["opened", "not_opened", "clicked", "unsubscribed", "complained"] as const;
type Deed = (typeof deeds)[number];

export type PeopleFilter = {
  state: MessageState | null;
  deed: Deed | null;
  category: string | null;
  /** A link's position: who followed it. */
  link: number | null;
  /** Part of an address. */
  words: string | null;
};

export type PeopleCursor = { after: string } | { before: string } | null;

const one = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (Array.isArray(value) ? value[0] : value))
  .optional();

const schema = z.object({ state: one, did: one, category: one, link: one, q: one, after: one, before: one });

const id = /^[1-9]\d{0,18}$/;

/**
 * Reads the table's filters and page from a URL's parameters. What is not understood is left out, so that an old or mistyped
 * address shows more people rather than an error.
 */
export function readPeopleQuery(parameters: Record<string, unknown>): {
  filter: PeopleFilter;
  cursor: PeopleCursor;
} {
  const given = schema.safeParse(parameters);
  const { state, did, category, link, q, after, before } = given.success ? given.data : {};
  return {
    filter: {
      state: messageStates.find((known) => known === state) ?? null,
      deed: deeds.find((known) => known === did) ?? null,
      category: category && /^[a-z_]{1,40}$/.test(category) ? category : null,
      link: link && /^\d{1,5}$/.test(link) ? Number(link) : null,
      words: q?.trim().slice(0, 200) || null,
    },
    cursor: after && id.test(after) ? { after } : before && id.test(before) ? { before } : null,
  };
}
