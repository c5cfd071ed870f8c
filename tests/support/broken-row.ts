import { pool } from "#lib/platform/database.ts";
import { expectNoise } from "./refuse-noise.ts";

/** Does something while no write to one campaign's row succeeds, as with a fault in that row alone. The log is to tell. */
export async function withBrokenRow(campaignId: string, work: () => Promise<void>): Promise<void> {
  expectNoise(/this row cannot be written/);
  await pool().query(`CREATE FUNCTION refuse_write() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'this row cannot be written'; END $$`);
  // DDL takes no parameters; the id is a uuid of the test's own.
  await pool().query(`CREATE TRIGGER refuse_write BEFORE UPDATE ON campaigns FOR EACH ROW
    WHEN (OLD.id = '${campaignId}') EXECUTE FUNCTION refuse_write()`);
  try {
    await work();
  } finally {
    await pool().query("DROP FUNCTION refuse_write CASCADE");
  }
}
