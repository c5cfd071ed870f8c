import { setTimeout as pause } from "node:timers/promises";
import { pool } from "#lib/platform/database.ts";
import { actAsRecipient, type RecipientActions } from "./act-as-recipients.ts";

export type Inbox = {
  /** Mails as the receiving side counts them: by message and recipient, and how many came again. */
  received: () => { distinct: number; duplicates: number };
  /** Resolves when every mail that has come was read and acted upon. */
  finish: () => Promise<RecipientActions>;
};

const pageSize = 500;
/** Mails are kept by several transactions at once, so an id may appear after a higher one; not this much later. */
const settlingMilliseconds = 10_000;

/** Reads each mail that the sandbox takes, once, and lets its recipient act on it. */
export function followInbox(): Inbox {
  const seen = new Set<string>();
  const actions: Promise<void>[] = [];
  const done: RecipientActions = { opened: 0, clicked: 0, unsubscribed: 0 };
  let duplicates = 0;
  let settledId = 0n;
  /** Ids above the settled one that were read, oldest first. */
  const recent = new Map<bigint, number>();

  async function readNext(): Promise<number> {
    const { rows } = await pool().query<{ id: bigint; message_id: string; recipient: string; raw: Buffer }>(
      `SELECT id, message_id, recipient, raw FROM sandbox_mails
        WHERE id > $1 AND id <> ALL ($2::bigint[]) ORDER BY id LIMIT $3`,
      [settledId, [...recent.keys()], pageSize],
    );
    const now = performance.now();
    for (const [id, readAt] of recent) {
      if (now - readAt < settlingMilliseconds) break;
      if (id > settledId) settledId = id;
      recent.delete(id);
    }
    for (const { id, message_id: messageId, recipient, raw } of rows) {
      recent.set(id, now);
      const key = `${messageId} ${recipient}`;
      if (seen.has(key)) {
        duplicates += 1;
      } else {
        seen.add(key);
        actions.push(actAsRecipient({ messageId, recipient, raw }, done));
      }
    }
    return rows.length;
  }

  let finishing = false;
  const reading = (async () => {
    for (;;) {
      const count = await readNext();
      if (count === 0 && finishing) return;
      if (count < pageSize) await pause(200);
    }
  })();

  return {
    received: () => ({ distinct: seen.size, duplicates }),
    async finish() {
      finishing = true;
      await reading;
      await Promise.all(actions);
      return done;
    },
  };
}
