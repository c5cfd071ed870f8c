import { logger } from "#lib/platform/logger.ts";
import { addHeldProvider } from "./held-campaigns.ts";
import type { StoppingCategory } from "./provider-hold.ts";
import { holdIfRefused } from "./provider-holds-store.ts";

type Words = { replyCode: number | null; enhancedCode: string | null; replyText: string | null };

/**
 * A mailbox provider refused a message because of who sends it: when that was not the only one, its campaign stops there until a
 * person has put it right, and goes on everywhere else. The answer must be recorded already. Never rejects: the next refusal
 * tries again.
 */
export async function holdRefusedProvider(
  messageId: string,
  category: StoppingCategory,
  { replyCode, enhancedCode, replyText }: Words,
): Promise<void> {
  try {
    const said = [replyCode, enhancedCode, replyText].filter((part) => part !== null).join(" ");
    const found = await holdIfRefused(messageId, category, said);
    if (!found?.isHeld) return;
    const { campaignId, provider, isNew } = found;
    addHeldProvider(campaignId, provider);
    if (isNew) logger().warn({ campaignId, provider, category }, "the campaign stopped for a provider");
  } catch (error) {
    logger().warn({ messageId, err: error }, "whether a campaign should stop for a provider is not known");
  }
}
