import type { Pool, PoolClient } from "pg";
import { pool } from "./database.ts";

/** Runs statements as one transaction on a connection of their own: all of them count, or none. Rejects with what `work` threw. */
export async function inTransaction<T>(
  work: (client: PoolClient) => Promise<T>,
  connections: Pool = pool(),
): Promise<T> {
  const client = await connections.connect();
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    client.release();
    return result;
  } catch (error) {
    // A connection that failed in the middle is not given back: whatever it still holds ends with it.
    client.release(true);
    throw error;
  }
}
