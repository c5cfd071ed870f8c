import { forgetOldRefusals } from "#lib/lines/breaker-store.ts";
import { deleteOldCounts } from "#lib/pacing/count-store.ts";
import { deleteOldPaces } from "#lib/providers/provider-store.ts";

/** Removes the counts that no cap looks at any more, which campaigns servers refused long ago, and the paces of groups that nobody sends to any more. */
export async function forgetOldCounts(): Promise<void> {
  await deleteOldCounts();
  await deleteOldPaces();
  await forgetOldRefusals();
}
