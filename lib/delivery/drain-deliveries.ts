import { setTimeout as pause } from "node:timers/promises";
import { stopParts } from "#lib/lines/running-parts.ts";
import { closeIdleLines, countDots } from "#lib/lines/sending-line.ts";
import { environment } from "#lib/platform/environment.ts";
import { logger } from "#lib/platform/logger.ts";
import { stopWaiting } from "./stop-waiting.ts";
import { giveBackUnmarked } from "./unmarked-attempts.ts";

/** A message takes milliseconds at most servers, and seconds at a slow one; whoever takes longer up to the dot is not waited for. */
const unmarkedMilliseconds = 5_000;
/** What is still open then (a server that never answered) is closed by the end of the process. */
const goodbyeMilliseconds = 5_000;

/**
 * Lets this process end without a doubt: claims nothing more, gives back at once what has not gone on the wire and after five
 * seconds what is there without a mark, says goodbye to the servers. The answer to a final dot that has left is waited for as
 * long as a server may take for it (ten minutes, RFC 5321 section 4.5.3.2.6), and recorded: nobody else could ever learn it.
 * Whoever kills the process before leaves at most the open connections' messages in doubt.
 */
export async function drainDeliveries(): Promise<void> {
  const stopped = stopParts();
  stopWaiting();
  const patience = setTimeout(() => {
    giveBackUnmarked();
    const messages = countDots();
    if (messages === 0) return;
    const forSeconds = environment().smtpDotTimeoutSeconds;
    logger().info({ messages, forSeconds }, "the answers to final dots are waited for");
  }, unmarkedMilliseconds);
  await stopped;
  clearTimeout(patience);
  await Promise.race([closeIdleLines(), pause(goodbyeMilliseconds)]);
}
