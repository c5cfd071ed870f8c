import type { ReceiverRecord } from "./receiver-process.ts";

/** One recipient's row, at the end. */
export type FinalRow = { email: string; state: string };

export type Judgement = {
  accepted: number;
  bounced: number;
  expired: number;
  skipped: number;
  inDoubt: number;
  /** Recipients whose row does not say what became of them. */
  lost: number;
  /** Mails that the receiver took beyond a recipient's first. */
  duplicates: number;
  inDoubtReallyReceived: number;
  /** In doubt although the receiver never kept anybody from knowing: the kills' doing. */
  inDoubtFromKills: number;
  /** What broke the promise, in words, a few examples of each. */
  broken: string[];
};

const examples = 5;

/**
 * Holds the rows against what the receiver says it took. A row is true if the receiver has an accepted recipient's mail, refused a
 * bounced one for good and has no mail of it, and has no mail of an expired or skipped one. One in doubt may be either; everybody
 * whom the receiver kept from knowing must be in doubt, or a mail has been sent again that nobody could know about.
 */
export function judgeTorture(rows: FinalRow[], record: ReceiverRecord, recipients: number): Judgement {
  const copies = new Map<string, number>();
  for (const [, recipient] of record.received) copies.set(recipient, (copies.get(recipient) ?? 0) + 1);
  const refused = new Set(record.refusedForGood);
  const doubtful = new Map(record.doubts.map(({ recipient, how }) => [recipient, how]));
  const count = (state: string) => rows.filter((row) => row.state === state).length;
  const inDoubt = rows.filter(({ state }) => state === "in_doubt");

  const untrue = rows.filter((row) => !isTrue(row, copies.has(row.email), refused.has(row.email)));
  const missing = recipients - rows.length;
  const twice = [...copies].filter(([, number]) => number > 1);
  const known = new Set(rows.map(({ email }) => email));
  const strangers = [...copies.keys()].filter((email) => !known.has(email));
  const decided = rows.filter(({ email, state }) => {
    const how = doubtful.get(email);
    return how !== undefined && how !== "drop at answered" && state !== "in_doubt";
  });
  return {
    accepted: count("accepted"),
    bounced: count("bounced"),
    expired: count("expired"),
    skipped: count("skipped"),
    inDoubt: inDoubt.length,
    lost: untrue.length + missing,
    duplicates: twice.reduce((sum, [, number]) => sum + number - 1, 0),
    inDoubtReallyReceived: inDoubt.filter(({ email }) => copies.has(email)).length,
    inDoubtFromKills: inDoubt.filter(({ email }) => !doubtful.has(email)).length,
    broken: [
      ...told(
        "rows that do not tell the truth",
        untrue.map(({ email, state }) => `${email} is ${state}`),
      ),
      ...(missing === 0 ? [] : [`${missing} recipients without a row`]),
      ...told(
        "received more than once",
        twice.map(([email, number]) => `${email} ${number} times`),
      ),
      ...told("received without a row", strangers),
      ...told(
        "decided although nobody can know",
        decided.map(({ email, state }) => `${email} is ${state} after ${doubtful.get(email)}`),
      ),
    ],
  };
}

function isTrue({ state }: FinalRow, isReceived: boolean, isRefused: boolean): boolean {
  switch (state) {
    case "accepted":
      return isReceived;
    case "bounced":
      return isRefused && !isReceived;
    case "expired":
    case "skipped":
      return !isReceived;
    default:
      return state === "in_doubt";
  }
}

/**
 * At most the connections of each worker that was killed, those included at whose dot the receiver kept the sender from knowing.
 * @param connections that the sending server allows to all workers together
 */
export function doubtBroken(inDoubt: number, kills: number, connections: number): string[] {
  if (inDoubt <= kills * connections) return [];
  return [`${inDoubt} in doubt after ${kills} kills of ${connections} connections`];
}

/** @param open connections at the moment of the pause */
export function pauseBroken(dotsAfter: number, open: number): string[] {
  return dotsAfter <= open
    ? []
    : [`${dotsAfter} mails were sent after a pause, with ${open} connections open`];
}

function told(what: string, cases: string[]): string[] {
  if (cases.length === 0) return [];
  return [`${cases.length} ${what}: ${cases.slice(0, examples).join(", ")}`];
}
