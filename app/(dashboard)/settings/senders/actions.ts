"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { actorAction } from "#app/_session/actor-action.ts";
import { Refusal } from "#app/_session/refusal.ts";
import { removeSender } from "#lib/senders/remove-sender.ts";
import { saveSender } from "#lib/senders/save-sender.ts";

const input = z.object({
  id: z.uuid().nullable(),
  name: z
    .string()
    .trim()
    .min(1, "senders.senderProblem.nameMissing")
    .max(100, "senders.senderProblem.nameTooLong"),
  email: z.string().trim().min(1, "senders.senderProblem.missing").max(254, "senders.senderProblem.tooLong"),
  replyTo: z
    .string()
    .trim()
    .max(254, "senders.senderProblem.tooLong")
    .optional()
    .transform((text) => text || null),
  sendingServerId: z.uuid("errors.field.required"),
  sharesServers: z
    .string()
    .optional()
    .transform((ticked) => ticked !== undefined),
});

/** Adds or changes a From identity. */
export const saveOneSender = actorAction.inputSchema(input).action(async ({ ctx, parsedInput }) => {
  const { id, ...draft } = parsedInput;
  const result = await saveSender(ctx.actor, id, draft);
  switch (result.outcome) {
    case "saved":
      revalidatePath("/settings");
      return { id: result.id };
    case "invalid": {
      const [first] = result.problems;
      throw new Refusal(
        first ? `senders.senderProblem.${first.problem}` : "errors.field.invalid",
        first ? { field: first.field } : {},
      );
    }
    case "serverNotFound":
      throw new Refusal("senders.senderProblem.serverNotFound", { field: "sendingServerId" });
    case "notFound":
      throw new Refusal("senders.senderError.notFound");
  }
});

export const removeOneSender = actorAction
  .inputSchema(z.object({ id: z.uuid() }))
  .action(async ({ ctx, parsedInput }) => {
    const result = await removeSender(ctx.actor, parsedInput.id);
    if (result.outcome === "notFound") throw new Refusal("senders.senderError.notFound");
    revalidatePath("/settings");
    redirect("/settings/senders");
  });
