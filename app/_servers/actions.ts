"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { actorAction } from "#app/_session/actor-action.ts";
import { Refusal } from "#app/_session/refusal.ts";
import { tryServerNow } from "#lib/lines/try-server-now.ts";

/** Has a server that is waited for tried at once. */
export const tryNow = actorAction
  .inputSchema(z.object({ id: z.uuid() }))
  .action(async ({ ctx, parsedInput: { id } }) => {
    const isTried = await tryServerNow(ctx.actor, id);
    revalidatePath("/settings/servers", "layout");
    if (!isTried) throw new Refusal("campaigns.live.away.works");
  });
