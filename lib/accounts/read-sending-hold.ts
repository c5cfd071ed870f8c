import { type Actor, requirePermission } from "./actor.ts";
import { findHold } from "./installation-store.ts";
import type { HoldReason } from "./sending-hold.ts";

export type SendingHold = {
  reason: HoldReason;
  heldAt: Date;
  /** When a worker was last seen before; null if that is not known. */
  lastBeatAt: Date | null;
};

/** Why nothing is sent on this installation at the moment; null if sending is not held. Asked on every page. */
export async function readSendingHold(actor: Actor): Promise<SendingHold | null> {
  requirePermission(actor, "workspace:read");
  return findHold();
}
