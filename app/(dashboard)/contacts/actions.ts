"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { actorAction } from "#app/_session/actor-action.ts";
import { Refusal } from "#app/_session/refusal.ts";
import { changeContactStatus } from "#lib/consent/change-contact-status.ts";
import { changeSubscription } from "#lib/consent/change-subscription.ts";
import { addContact } from "#lib/contacts/add-contact.ts";
import { contactFormSchema, type FormProblem } from "#lib/contacts/contact-form.ts";
import { deleteContact } from "#lib/contacts/delete-contact.ts";
import { editContact } from "#lib/contacts/edit-contact.ts";

const id = z.string().max(20);

/** Form fields are flat, so an attribute's field is called `attributes.KEY`. */
const formInput = z
  .looseObject({ email: z.string(), firstName: z.string(), lastName: z.string() })
  .transform((fields) => ({
    email: fields.email,
    firstName: fields.firstName,
    lastName: fields.lastName,
    attributes: Object.fromEntries(
      Object.entries(fields).flatMap(([name, value]) =>
        name.startsWith("attributes.") ? [[name.slice("attributes.".length), value]] : [],
      ),
    ),
  }))
  .pipe(contactFormSchema);

const listIds = z
  .union([z.uuid().transform((one) => [one]), z.array(z.uuid())])
  .optional()
  .transform((ids) => ids ?? []);

/** Adds a contact by hand and shows it. */
export const addByHand = actorAction
  .inputSchema(
    z
      .looseObject({ lists: listIds })
      .transform((input) => ({ form: formInput.parse(input), lists: input.lists })),
  )
  .action(async ({ ctx, parsedInput }) => {
    const result = await addContact(ctx.actor, parsedInput.form, parsedInput.lists);
    if (!result.ok) throw refusal(result.problems);
    revalidatePath("/contacts");
    redirect(`/contacts/${result.id}`);
  });

/** Saves what was changed on a contact and shows it. */
export const editByHand = actorAction
  .inputSchema(z.looseObject({ id }).transform((input) => ({ id: input.id, form: formInput.parse(input) })))
  .action(async ({ ctx, parsedInput }) => {
    const result = await editContact(ctx.actor, parsedInput.id, parsedInput.form);
    if (!result.ok)
      throw result.reason === "form" ? refusal(result.problems) : new Refusal("contacts.person.gone");
    revalidatePath(`/contacts/${parsedInput.id}`);
    redirect(`/contacts/${parsedInput.id}`);
  });

/** Puts a contact on a list or takes it off. */
export const setSubscription = actorAction
  .inputSchema(z.object({ contactId: id, listId: z.uuid(), status: z.enum(["subscribed", "unsubscribed"]) }))
  .action(async ({ ctx, parsedInput }) => {
    if (!(await changeSubscription(ctx.actor, parsedInput))) throw new Refusal("contacts.person.gone");
    revalidatePath(`/contacts/${parsedInput.contactId}`);
  });

/** Stops all mail to a contact, or makes it active again. */
export const setStatus = actorAction
  .inputSchema(z.object({ id, status: z.enum(["active", "unsubscribed"]) }))
  .action(async ({ ctx, parsedInput }) => {
    const outcome = await changeContactStatus(ctx.actor, parsedInput.id, parsedInput.status);
    if (outcome === "notFound") throw new Refusal("contacts.person.gone");
    if (outcome === "complained") throw new Refusal("contacts.person.complainedRefusal");
    revalidatePath(`/contacts/${parsedInput.id}`);
  });

/** Deletes a contact and goes back to the table. */
export const removeContact = actorAction
  .inputSchema(z.object({ id }))
  .action(async ({ ctx, parsedInput }) => {
    if (!(await deleteContact(ctx.actor, parsedInput.id))) throw new Refusal("contacts.person.gone");
    revalidatePath("/contacts");
    redirect("/contacts");
  });

/** The first problem, beside its field. */
const refusal = ([problem]: FormProblem[]): Refusal => {
  if (!problem) return new Refusal("contacts.person.gone");
  const group = problem.field === "email" ? "emailProblem" : "valueProblem";
  return new Refusal(`contacts.${group}.${problem.problem}`, { field: problem.field });
};
