import { stopParts } from "./running-parts.ts";
import { closeIdleLines } from "./sending-line.ts";
import { stopWaiting } from "./stop-waiting.ts";

/**
 * Lets this process end without a doubt: claims nothing more, gives back what has not gone on the wire, waits for the replies
 * to what has and records them, says goodbye to the servers. A hanging server is waited for as long as its timeouts; whoever
 * kills the process before leaves at most the open connections' messages in doubt.
 */
export async function drainDeliveries(): Promise<void> {
  const stopped = stopParts();
  stopWaiting();
  await stopped;
  await closeIdleLines();
}
