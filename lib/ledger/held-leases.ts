import { openTroubleLog } from "#lib/platform/trouble-log.ts";
import { leaseSeconds, renewLeases } from "./claim-store.ts";

const held = new Set<string>();
let timer: NodeJS.Timeout | undefined;
const trouble = openTroubleLog("leases could not be renewed");

/** Renews a claim's lease, four times before it would run out, until it is let go. */
export function holdLease(lease: string): void {
  held.add(lease);
  timer ??= setInterval(renew, (leaseSeconds * 1_000) / 4).unref();
}

export function letLeaseGo(lease: string): void {
  held.delete(lease);
  if (held.size > 0) return;
  clearInterval(timer);
  timer = undefined;
}

async function renew(): Promise<void> {
  try {
    await renewLeases([...held]);
    trouble.isOver();
  } catch (error) {
    // Tried again with the next turn; a lease that runs out meanwhile is noticed at the mark.
    trouble.met(error);
  }
}
