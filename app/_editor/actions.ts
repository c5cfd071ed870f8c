"use server";

import { z } from "zod";
import { actorAction } from "#app/_session/actor-action.ts";
import { contactQuerySchema, parseContactId } from "#lib/contacts/contact-view.ts";
import { listContacts } from "#lib/contacts/list-contacts.ts";
import { previewContent } from "#lib/content/preview-content.ts";
import { templateContentSchema } from "#lib/content/template.ts";

const previewInput = templateContentSchema.extend({
  subject: z.string().max(1_000),
  preheader: z.string().max(1_000),
  purpose: z.enum(["template", "campaign"]),
  contactId: z.string().nullable(),
});

/** Checks and renders what is being edited; writes nothing. */
export const previewMail = actorAction
  .inputSchema(previewInput)
  .action(async ({ ctx, parsedInput: { purpose, contactId, ...content } }) =>
    previewContent(ctx.actor, content, {
      purpose,
      contactId: contactId === null ? null : parseContactId(contactId),
    }),
  );

export type FoundContact = { id: string; email: string; name: string };

/** The first contacts that a search finds, to preview as one of them. */
export const findPreviewContacts = actorAction
  .inputSchema(z.object({ search: z.string().max(200) }))
  .action(async ({ ctx, parsedInput: { search } }): Promise<FoundContact[]> => {
    const { contacts } = await listContacts(ctx.actor, contactQuerySchema.parse({ search }));
    return contacts.slice(0, 8).map(({ id, email, firstName, lastName }) => ({
      id,
      email,
      name: [firstName, lastName].filter(Boolean).join(" "),
    }));
  });
