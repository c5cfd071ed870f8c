"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { actorAction } from "#app/_session/actor-action.ts";
import { emptySandbox } from "#lib/sandbox/empty-sandbox.ts";

/** Deletes all that the sandbox caught. */
export const clearSandbox = actorAction.inputSchema(z.object({})).action(async ({ ctx }) => {
  const result = await emptySandbox(ctx.actor);
  revalidatePath("/sandbox");
  return result;
});
