"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { actorAction } from "#app/_session/actor-action.ts";
import { releaseSending } from "#lib/accounts/release-sending.ts";

/** A person has looked and lets the installation send again. Somebody else may have done it first, which is as good. */
export const release = actorAction.inputSchema(z.object({})).action(async ({ ctx }) => {
  await releaseSending(ctx.actor);
  revalidatePath("/", "layout");
});
