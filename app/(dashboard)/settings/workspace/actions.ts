"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { actorAction } from "#app/_session/actor-action.ts";
import { Refusal } from "#app/_session/refusal.ts";
import { updateWorkspace } from "#lib/accounts/update-workspace.ts";

const input = z.object({ name: z.string().trim().min(1).max(100), timeZone: z.string().max(64) });

/** Saves name and time zone; every page shows them, so every page is read anew. */
export const saveWorkspace = actorAction.inputSchema(input).action(async ({ ctx, parsedInput }) => {
  const result = await updateWorkspace(ctx.actor, parsedInput);
  if (result.outcome === "unknownTimeZone") throw new Refusal("errors.field.invalid", { field: "timeZone" });
  revalidatePath("/", "layout");
});
