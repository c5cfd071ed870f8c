import { pool } from "./database.ts";

/** What the database's clock said, with this machine's two clocks at that moment, in milliseconds. */
type Reading = { database: number; steady: number; wall: number };

let reading: Reading | undefined;

/** Two clocks drift apart by milliseconds within this. */
const readAgainMilliseconds = 60_000;
/** A machine that slept, or whose clock was set, does not know any more what time it is elsewhere. */
const mostApartMilliseconds = 1_000;

/**
 * The time by the database's clock, the only one that decides about hours, schedules and attempts: workers on several machines
 * must agree on it. Read once a minute, and anew where this machine slept or its own clock was set.
 */
export async function databaseNow(): Promise<Date> {
  const known = databaseTime();
  if (known !== null && reading && performance.now() - reading.steady < readAgainMilliseconds) return known;
  const asked = performance.now();
  const { rows } = await pool().query<{ now: number }>(
    "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now",
  );
  const steady = performance.now();
  // As if it had been said half-way.
  reading = { database: (rows[0]?.now ?? 0) + (steady - asked) / 2, steady, wall: Date.now() };
  return new Date(reading.database);
}

/** The same without asking; null when it was never asked, or this machine slept or its clock was set since. */
export function databaseTime(): Date | null {
  if (!reading) return null;
  const passed = performance.now() - reading.steady;
  const isSteady = Math.abs(Date.now() - reading.wall - passed) < mostApartMilliseconds;
  return isSteady ? new Date(reading.database + passed) : null;
}
