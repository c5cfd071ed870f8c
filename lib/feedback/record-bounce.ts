import { holdRefusedProvider } from "#lib/holds/hold-refused-provider.ts";
import { stopsProvider } from "#lib/holds/provider-hold.ts";
import { settleBlamed } from "#lib/ledger/settle-blamed.ts";
import { type ClassifiedReply, classifyReply } from "#lib/replies/classify-reply.ts";
import { replyCategories } from "#lib/replies/reply-category.ts";
import { markBounced, type ReportedMessage } from "./feedback-store.ts";
import type { ReportMail } from "./report-mail.ts";
import type { ToldFailure } from "./told-failure.ts";

/**
 * Records that a mail which its server had accepted came back: the message moves to bounced, the books follow, and a fault of
 * the address itself stops all mail to it (design: `accepted` until a later report); a fault of the sender may stop the campaign for
 * that provider. A report that comes while the message is
 * still under way is kept and applied within seconds of its verdict.
 *
 * @returns false when the message had bounced already
 */
export async function recordBounce(
  message: ReportedMessage,
  { status, isOfAnother }: ToldFailure,
  stage?: Extract<ReportMail, { kind: "bounce" }>["stage"],
): Promise<boolean> {
  const { replyCode, enhancedCode, replyText } = status;
  // The enhanced code of the report is the last server's; the text may carry one of a server before it.
  const said = classifyReply({ replyCode, enhancedCode: enhancedCode ?? undefined, replyText, stage });
  const { category, effect } = isOfAnother ? saidOfAnother(said) : said;
  const marked = await markBounced(message, {
    replyCode,
    enhancedCode,
    replyText: replyText.slice(0, 2_000),
    category,
    effect,
  });
  if (marked === "bounced") {
    await settleBlamed();
    if (stopsProvider(category)) await holdRefusedProvider(message.id, category, status);
  }
  return marked !== "known";
}

/**
 * Another's mailbox is no proof against this address, and what is held against a mail that was forwarded (SPF fails then) is none
 * against its sender.
 */
function saidOfAnother({ category, effect }: ClassifiedReply): Pick<ClassifiedReply, "category" | "effect"> {
  if (effect !== "none")
    return { category: "doubtful_address", effect: replyCategories.doubtful_address.effect };
  return { category: stopsProvider(category) ? "unknown" : category, effect };
}
