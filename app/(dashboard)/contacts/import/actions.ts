"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { actorAction } from "#app/_session/actor-action.ts";
import { Refusal } from "#app/_session/refusal.ts";
import { cancelImport } from "#lib/imports/cancel-import.ts";
import { storedMappingSchema } from "#lib/imports/import.ts";
import { startImport } from "#lib/imports/start-import.ts";

/** Starts an import with the columns and the list that a person confirmed. */
export const startUploaded = actorAction
  .inputSchema(z.object({ id: z.uuid(), hasHeader: z.boolean(), mapping: storedMappingSchema }))
  .action(async ({ ctx, parsedInput: { id, ...choice } }) => {
    const result = await startImport(ctx.actor, id, choice);
    if (result.ok) {
      revalidatePath(`/contacts/import/${id}`);
      return;
    }
    switch (result.reason) {
      case "mapping":
        throw new Refusal(`contacts.fileProblem.${result.problem.key}`);
      case "listNotFound":
        throw new Refusal("contacts.mapping.listGone");
      case "alreadyStarted":
        throw new Refusal("contacts.mapping.started");
      case "notFound":
        throw new Refusal("contacts.mapping.gone");
    }
  });

/** Stops an import that runs; nothing of it is written. */
export const cancelRunning = actorAction
  .inputSchema(z.object({ id: z.uuid() }))
  .action(async ({ ctx, parsedInput }) => {
    await cancelImport(ctx.actor, parsedInput.id);
    revalidatePath(`/contacts/import/${parsedInput.id}`);
  });

/** Throws an uploaded file away. */
export const discardUploaded = actorAction
  .inputSchema(z.object({ id: z.uuid() }))
  .action(async ({ ctx, parsedInput }) => {
    await cancelImport(ctx.actor, parsedInput.id);
    revalidatePath("/contacts/import");
    redirect("/contacts/import");
  });
