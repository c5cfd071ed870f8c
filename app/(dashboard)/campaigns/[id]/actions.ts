"use server";

import { revalidatePath } from "next/cache";
import { getLocale, getTranslations } from "next-intl/server";
import { z } from "zod";
import type { Locale } from "#app/_i18n/locale.ts";
import { actorAction } from "#app/_session/actor-action.ts";
import { Refusal } from "#app/_session/refusal.ts";
import { refuseUnless } from "#app/_session/refuse-unless.ts";
import { countAudience } from "#lib/audience/count-audience.ts";
import { scheduleCampaign } from "#lib/campaigns/schedule-campaign.ts";
import { reviewCampaign } from "#lib/checks/review-campaign.ts";
import { previewContent } from "#lib/content/preview-content.ts";
import { readTemplate } from "#lib/content/read-template.ts";
import { STARTERS, starterMjml } from "#lib/content/starter-templates.ts";
import type { DoubtOutcome } from "#lib/decisions/doubt.ts";
import { leaveInDoubt } from "#lib/decisions/leave-in-doubt.ts";
import { readUnsent } from "#lib/decisions/read-unsent.ts";
import { releaseProviderHold } from "#lib/decisions/release-provider-hold.ts";
import { resendInDoubt } from "#lib/decisions/resend-in-doubt.ts";
import { sendAgain } from "#lib/decisions/send-again.ts";
import type { UnsentAsk } from "#lib/decisions/unsent.ts";
import { sendCampaignTest } from "#lib/delivery/send-campaign-test.ts";
import { draftChangeSchema } from "#lib/drafts/campaign-draft.ts";
import { saveCampaign } from "#lib/drafts/save-campaign.ts";

const one = z.object({ id: z.uuid() });

/** Saves what was typed; what came of it is for the composer to tell. */
export const saveDraft = actorAction
  .inputSchema(one.extend({ change: draftChangeSchema }))
  .action(async ({ ctx, parsedInput: { id, change } }) => saveCampaign(ctx.actor, id, change));

const lists = z.array(z.uuid()).max(500);

/** The sum for a choice of lists, saved or not. */
export const explainLists = actorAction
  .inputSchema(z.object({ includeListIds: lists, excludeListIds: lists }))
  .action(async ({ ctx, parsedInput }) => countAudience(ctx.actor, parsedInput));

const contentSource = z.union([z.object({ templateId: z.uuid() }), z.object({ starter: z.enum(STARTERS) })]);

/** The content of a template or of a starter, to be copied into the draft. */
export const readTemplateContent = actorAction
  .inputSchema(contentSource)
  .action(async ({ ctx, parsedInput }) => {
    if ("starter" in parsedInput) {
      return { mjml: starterMjml(parsedInput.starter, (await getLocale()) as Locale), text: null };
    }
    const template = await readTemplate(ctx.actor, parsedInput.templateId);
    if (!template) throw new Refusal("campaigns.error.templateGone");
    return { mjml: template.mjml, text: template.text };
  });

/** Subject and preheader as a made-up contact would see them in an inbox. */
export const renderInboxLine = actorAction
  .inputSchema(z.object({ subject: z.string().max(998), preheader: z.string().max(500) }))
  .action(async ({ ctx, parsedInput }) => {
    const empty = { mjml: "<mjml><mj-body></mj-body></mjml>", text: null };
    const { subject, preheader } = await previewContent(
      ctx.actor,
      { ...empty, ...parsedInput },
      { purpose: "template", contactId: null },
    );
    return { subject, preheader };
  });

export const review = actorAction.inputSchema(one).action(async ({ ctx, parsedInput: { id } }) => {
  const found = await reviewCampaign(ctx.actor, id);
  if (found === null) throw new Refusal("campaigns.error.notFound");
  return found;
});

const when = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("now") }),
  z.object({
    kind: z.literal("at"),
    local: z.string(),
    timeZone: z.string(),
    later: z.boolean().default(false),
  }),
]);

/** The Send button: `named` is the number of people that stood on it. */
export const send = actorAction
  .inputSchema(one.extend({ when, named: z.number().int().nonnegative() }))
  .action(async ({ ctx, parsedInput }) => {
    const outcome = await scheduleCampaign(ctx.actor, parsedInput.id, parsedInput.when, {
      named: parsedInput.named,
    });
    revalidatePath("/campaigns");
    return outcome;
  });

/** Sends the draft as it stands to one address. */
export const sendTest = actorAction
  .inputSchema(one.extend({ to: z.string().trim().min(1).max(320) }))
  .action(async ({ ctx, parsedInput: { id, to } }) => {
    const t = await getTranslations("campaigns.test");
    const result = await sendCampaignTest(ctx.actor, id, { to, subjectPrefix: t("subjectPrefix") });
    switch (result.outcome) {
      case "sent":
        return { to: result.to, toSandbox: result.toSandbox };
      case "invalidAddress":
        throw new Refusal("errors.field.email", { field: "to" });
      case "contentBroken":
        throw new Refusal("campaigns.test.contentBroken");
      case "noSender":
      case "senderNotFound":
        throw new Refusal("campaigns.test.noSender");
      case "notFound":
        throw new Refusal("campaigns.error.notFound");
      case "busy":
        throw new Refusal("content.test.busy");
      case "failed":
        throw new Refusal("campaigns.test.failed", { values: { reply: result.reply.replyText } });
    }
  });

const doubts = z.union([
  z.object({ all: z.number().int().positive() }),
  z.object({
    messageIds: z
      .array(z.string().regex(/^[1-9]\d{0,18}$/))
      .min(1)
      .max(500),
  }),
]);

/** Sends messages in doubt again; `all` is the number that stood on the button. */
export const resendDoubts = actorAction
  .inputSchema(one.extend({ chosen: doubts }))
  .action(async ({ ctx, parsedInput: { id, chosen } }) =>
    aboutDoubts(id, await resendInDoubt(ctx.actor, id, chosen)),
  );

/** Leaves messages in doubt for good. */
export const leaveDoubts = actorAction
  .inputSchema(one.extend({ chosen: doubts }))
  .action(async ({ ctx, parsedInput: { id, chosen } }) =>
    aboutDoubts(id, await leaveInDoubt(ctx.actor, id, chosen)),
  );

/** Lets a campaign go on for a mailbox provider that refused its sender. */
export const releaseHold = actorAction
  .inputSchema(one.extend({ provider: z.string().min(1).max(260) }))
  .action(async ({ ctx, parsedInput: { id, provider } }) => {
    const isReleased = await releaseProviderHold(ctx.actor, id, provider);
    refresh(id);
    if (!isReleased) throw new Refusal("delivery.providerHold.gone");
  });

/** Either decision: who was first, or that it is about other people by now, is told. */
function aboutDoubts(id: string, outcome: DoubtOutcome): void {
  refresh(id);
  refuseUnless("done", outcome, {
    not_found: "campaigns.error.notFound",
    cancelled: "campaigns.doubts.cancelled",
    changed: "campaigns.doubts.changed",
  });
}

function refresh(id: string): void {
  revalidatePath("/campaigns");
  revalidatePath(`/campaigns/${id}`);
}

/** Who has not had a finished campaign, by why; null while it is not finished. */
export const countUnsent = actorAction
  .inputSchema(one)
  .action(async ({ ctx, parsedInput: { id } }) => readUnsent(ctx.actor, id));

const asks = ["send_to_rest", "retry_failed"] as const satisfies UnsentAsk[];

/** Has a finished campaign go on; `named` is the number of people that stood on the button. */
export const sendUnsent = actorAction
  .inputSchema(one.extend({ asked: z.enum(asks), named: z.number().int().positive() }))
  .action(async ({ ctx, parsedInput: { id, asked, named } }) => {
    const outcome = await sendAgain(ctx.actor, id, asked, { named });
    refresh(id);
    refuseUnless("done", outcome, {
      not_found: "campaigns.error.notFound",
      not_finished: "campaigns.unsent.notFinished",
      changed: ({ messages: count }) => new Refusal("campaigns.unsent.changed", { values: { count } }),
    });
  });
