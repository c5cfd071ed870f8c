import { closesAt, opensAt } from "#lib/pacing/sending-hours.ts";
import { closingOf, nextOpening, type SendWindow } from "#lib/timing/send-window.ts";

type ServerHours = Parameters<typeof opensAt>[0];

const hour = 3_600_000;

/**
 * The last attempt is made as the retry window closes. A daily cap or a slow rate may hold it up until the next day, and the
 * campaign's and the servers' own hours for longer: until there was a working day of them. After 15 days at the latest a
 * campaign with an hour a week comes to an end as well; it has had two of them.
 */
const chance = { atLeast: 24 * hour, open: 8 * hour, atMost: 15 * 24 * hour };

/**
 * The moment before which somebody must have been due to have had the chance of a last attempt.
 *
 * @param window the hours of their campaign, or of their wave; null without
 * @param servers hours of those that their mail may go through; none: always
 */
export function lastChance(window: SendWindow | null, servers: readonly ServerHours[], now: Date): Date {
  const earliest = now.getTime() - chance.atMost;
  let left = chance.open;
  for (const { from, to } of openHours(window, servers, earliest, now.getTime()).reverse()) {
    if (to - from >= left) return new Date(Math.min(to - left, now.getTime() - chance.atLeast));
    left -= to - from;
  }
  return new Date(earliest);
}

/** The times between two moments in which the campaign and any of its servers may send, in order; in milliseconds. */
function openHours(
  window: SendWindow | null,
  servers: readonly ServerHours[],
  from: number,
  to: number,
): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  let next = from;
  while (next < to) {
    const at = window ? nextOpening(window, new Date(next)) : new Date(next);
    if (!at || at.getTime() >= to) break;
    const openings = servers.map((server) => opensAt(server, at)?.getTime() ?? at.getTime());
    const opens = Math.min(...openings, ...(servers.length === 0 ? [at.getTime()] : []));
    if (opens > at.getTime()) {
      next = opens;
      continue;
    }
    const closings = servers
      .filter((_, index) => (openings[index] ?? 0) <= at.getTime())
      .map((server) => closesAt(server, at)?.getTime() ?? to);
    const closes = Math.min(to, ...(closings.length > 0 ? [Math.max(...closings)] : []), closing(window, at));
    found.push({ from: at.getTime(), to: closes });
    next = closes;
  }
  return found;
}

function closing(window: SendWindow | null, at: Date): number {
  return (window && closingOf(window, at)?.getTime()) ?? Number.POSITIVE_INFINITY;
}
