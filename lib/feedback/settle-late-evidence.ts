import { holdRefusedProvider } from "#lib/holds/hold-refused-provider.ts";
import { stopsProvider } from "#lib/holds/provider-hold.ts";
import { settleKnownAcceptances } from "#lib/ledger/late-replies-store.ts";
import { settleBlamed } from "#lib/ledger/settle-blamed.ts";
import { logger } from "#lib/platform/logger.ts";
import { settleSeenDoubts } from "#lib/tracking/seen-doubts-store.ts";
import { findWaitedBounces, forgetWaitedBounce, markBounced } from "./feedback-store.ts";

/**
 * Applies what was known before its message had a verdict: bounce reports that came while it was under way, signs of life of a
 * message that got into doubt after them, and replies to the first copies of messages that were sent again. Suppresses whom
 * bounces were blamed on, where nobody did so at once. Runs every few seconds; running twice changes nothing.
 */
export async function settleLateEvidence(): Promise<void> {
  for (const { message, bounce } of await findWaitedBounces()) {
    const marked = await markBounced(message, bounce);
    // Claimed again meanwhile, it waits on.
    if (marked !== "waits") await forgetWaitedBounce(message.id);
    if (marked === "bounced" && stopsProvider(bounce.category))
      await holdRefusedProvider(message.id, bounce.category, bounce);
  }
  await settleBlamed();
  const known = await settleKnownAcceptances();
  if (known > 0)
    logger().info(
      { messages: known },
      "messages sent again were settled by the replies to their first copies",
    );
  const settled = await settleSeenDoubts();
  if (settled > 0) logger().info({ messages: settled }, "messages in doubt were settled by their recipients");
}
