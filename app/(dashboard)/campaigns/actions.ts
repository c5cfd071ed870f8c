"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { actorAction } from "#app/_session/actor-action.ts";
import { currentSession } from "#app/_session/current-session.ts";
import { Refusal } from "#app/_session/refusal.ts";
import { refuseUnless } from "#app/_session/refuse-unless.ts";
import { cancelCampaign } from "#lib/campaigns/cancel-campaign.ts";
import type { MoveOutcome } from "#lib/campaigns/move-for-person.ts";
import { pauseCampaign } from "#lib/campaigns/pause-campaign.ts";
import { resumeCampaign } from "#lib/campaigns/resume-campaign.ts";
import { unscheduleCampaign } from "#lib/campaigns/unschedule-campaign.ts";
import { cloneCampaign } from "#lib/drafts/clone-campaign.ts";
import { createCampaign } from "#lib/drafts/create-campaign.ts";
import { deleteCampaign } from "#lib/drafts/delete-campaign.ts";
import { renameCampaign } from "#lib/drafts/rename-campaign.ts";
import { readCampaign } from "#lib/progress/read-campaign.ts";

const name = z.string().trim().min(1).max(200);
const one = z.object({ id: z.uuid() });

/** Begins a draft in the workspace's time zone and opens it. */
export const createNew = actorAction.inputSchema(z.object({ name })).action(async ({ ctx, parsedInput }) => {
  const timeZone = (await currentSession())?.workspace.timeZone;
  const { id } = await createCampaign(ctx.actor, { ...parsedInput, ...(timeZone ? { timeZone } : {}) });
  redirect(`/campaigns/${id}`);
});

/** Copies a campaign into a new draft and opens that. */
export const clone = actorAction.inputSchema(one).action(async ({ ctx, parsedInput: { id } }) => {
  const [campaign, t] = await Promise.all([readCampaign(ctx.actor, id), getTranslations("campaigns")]);
  const copy = campaign && (await cloneCampaign(ctx.actor, id, t("copyOf", { name: campaign.draft.name })));
  if (!copy) throw new Refusal("campaigns.error.notFound");
  revalidatePath("/campaigns");
  redirect(`/campaigns/${copy.id}`);
});

export const rename = actorAction
  .inputSchema(one.extend({ name }))
  .action(async ({ ctx, parsedInput: { id, name: newName } }) => {
    if (!(await renameCampaign(ctx.actor, id, newName))) throw new Refusal("campaigns.error.notFound");
    revalidatePath("/campaigns");
  });

export const deleteDraft = actorAction.inputSchema(one).action(async ({ ctx, parsedInput: { id } }) => {
  if (!(await deleteCampaign(ctx.actor, id))) throw new Refusal("campaigns.error.notDraft");
  revalidatePath("/campaigns");
  redirect("/campaigns");
});

export const pause = actorAction
  .inputSchema(one)
  .action(async ({ ctx, parsedInput: { id } }) => told(id, await pauseCampaign(ctx.actor, id)));

export const resume = actorAction
  .inputSchema(one)
  .action(async ({ ctx, parsedInput: { id } }) => told(id, await resumeCampaign(ctx.actor, id)));

export const cancel = actorAction
  .inputSchema(one)
  .action(async ({ ctx, parsedInput: { id } }) => told(id, await cancelCampaign(ctx.actor, id)));

export const unschedule = actorAction
  .inputSchema(one)
  .action(async ({ ctx, parsedInput: { id } }) => told(id, await unscheduleCampaign(ctx.actor, id)));

/** A move that somebody else did first is told with where the campaign stands now. */
async function told(id: string, outcome: MoveOutcome): Promise<void> {
  revalidatePath("/campaigns");
  revalidatePath(`/campaigns/${id}`);
  const t = await getTranslations("common.campaignState");
  refuseUnless("moved", outcome, {
    not_found: "campaigns.error.notFound",
    already: ({ state }) => new Refusal("campaigns.error.already", { values: { state: t(state) } }),
  });
}
