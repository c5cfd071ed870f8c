import { deleteOldCounts } from "./slot-store.ts";

/** Removes the counts that no cap looks at any more. */
export async function forgetOldCounts(): Promise<void> {
  await deleteOldCounts();
}
