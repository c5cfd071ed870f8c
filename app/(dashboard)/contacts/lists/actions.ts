"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { actorAction } from "#app/_session/actor-action.ts";
import { Refusal } from "#app/_session/refusal.ts";
import { archiveList } from "#lib/lists/archive-list.ts";
import { createList } from "#lib/lists/create-list.ts";
import { renameList } from "#lib/lists/rename-list.ts";

const fields = {
  name: z.string().trim().min(1).max(100),
  description: z
    .string()
    .trim()
    .max(500)
    .transform((text) => text || null),
};

/** Makes a list. */
export const createNewList = actorAction
  .inputSchema(z.object(fields))
  .action(async ({ ctx, parsedInput }) => {
    const result = await createList(ctx.actor, parsedInput);
    if (!result.ok) throw new Refusal("contacts.lists.taken", { field: "name" });
    revalidatePath("/contacts/lists");
    redirect("/contacts/lists");
  });

/** Saves a list's name and description. */
export const saveList = actorAction
  .inputSchema(z.object({ id: z.uuid(), ...fields }))
  .action(async ({ ctx, parsedInput: { id, ...list } }) => {
    const outcome = await renameList(ctx.actor, id, list);
    if (outcome === "taken") throw new Refusal("contacts.lists.taken", { field: "name" });
    if (outcome === "notFound") throw new Refusal("contacts.lists.gone");
    revalidatePath("/contacts/lists");
    redirect("/contacts/lists");
  });

/** Puts a list away, or takes it back into use. */
export const setArchived = actorAction
  .inputSchema(z.object({ id: z.uuid(), archived: z.boolean() }))
  .action(async ({ ctx, parsedInput: { id, archived } }) => {
    if (!(await archiveList(ctx.actor, id, archived))) throw new Refusal("contacts.lists.gone");
    revalidatePath("/contacts/lists");
    revalidatePath(`/contacts/lists/${id}`);
  });
