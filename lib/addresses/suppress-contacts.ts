import { normaliseEmail } from "./email-address.ts";
import { type Connection, insertSuppressions, type SuppressionEntry } from "./suppression-store.ts";

/**
 * Stops all mail to addresses because of what happened to them (system verb, no actor). Contacts with these addresses take on
 * the status that goes with the reason; a bounce never hides that somebody unsubscribed or complained. Doing it twice changes
 * nothing.
 *
 * @param connection the caller's transaction, so that its rows and these are written together or not at all
 */
export async function suppressContacts(
  workspaceId: string,
  entries: readonly SuppressionEntry[],
  connection?: Connection,
): Promise<void> {
  if (entries.length === 0) return;
  const normalised = entries.map((entry) => ({ ...entry, email: normaliseEmail(entry.email) }));
  await insertSuppressions(workspaceId, normalised, connection);
}
