import { pool } from "#lib/platform/database.ts";
import { readTimeZone, timeZoneKeys } from "#lib/timing/recipient-time.ts";

/** What a contact's attributes say about its zone, as SQL over `contacts`. */
export const zoneValue = `coalesce(${timeZoneKeys.map((key) => `attributes ->> '${key}'`).join(", ")})`;

/**
 * The time zones of a workspace's contacts, as far as they are known.
 *
 * Plan expected: one pass over the workspace's contacts; asked only for a campaign whose beginning was missed.
 */
export async function findRecipientZones(workspaceId: string): Promise<string[]> {
  const { rows } = await pool().query<{ value: string }>(
    `SELECT DISTINCT ${zoneValue} AS value FROM contacts WHERE workspace_id = $1 AND ${zoneValue} IS NOT NULL`,
    [workspaceId],
  );
  const zones = rows.map(({ value }) => readTimeZone(value)).filter((zone) => zone !== null);
  return [...new Set(zones)];
}
