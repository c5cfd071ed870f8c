"use server";

import { z } from "zod";
import { actorAction } from "#app/_session/actor-action.ts";
import { Refusal } from "#app/_session/refusal.ts";
import { contactQuerySchema, parseContactId } from "#lib/contacts/contact-view.ts";
import { listContacts } from "#lib/contacts/list-contacts.ts";
import { previewContent } from "#lib/content/preview-content.ts";
import { templateContentSchema } from "#lib/content/template.ts";
import { sendTestMessage } from "#lib/delivery/send-test-message.ts";

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

const testInput = previewInput
  .omit({ purpose: true })
  .extend({ to: z.string().max(320), senderId: z.uuid() });

/** Sends what is being edited to one address, as the contact of the preview would get it. */
export const sendTest = actorAction
  .inputSchema(testInput)
  .action(async ({ ctx, parsedInput: { contactId, to, senderId, ...content } }) => {
    const { html, text, subject, problems } = await previewContent(ctx.actor, content, {
      purpose: "template",
      contactId: contactId === null ? null : parseContactId(contactId),
    });
    if (problems.some(({ severity }) => severity === "error")) throw new Refusal("content.test.invalid");
    const result = await sendTestMessage(ctx.actor, { senderId, to, subject, html, text });
    switch (result.outcome) {
      case "sent":
        return { to: result.to, toSandbox: result.toSandbox };
      case "senderNotFound":
        throw new Refusal("content.test.senderNotFound", { field: "senderId" });
      case "invalidAddress":
        throw new Refusal("content.test.invalidAddress", { field: "to" });
      case "busy":
        throw new Refusal("content.test.busy");
      case "failed":
        throw failedTest(result.reply);
    }
  });

function failedTest(reply: FailedReply): Refusal {
  switch (reply.kind) {
    case "rejected":
      return new Refusal("content.test.rejected", {
        values: { reply: `${reply.replyCode} ${reply.replyText}` },
      });
    case "not_connected":
      return new Refusal("content.test.notConnected", { values: { detail: reply.replyText } });
    case "no_reply":
      return new Refusal("content.test.noReply");
  }
}

type FailedReply = Extract<Awaited<ReturnType<typeof sendTestMessage>>, { outcome: "failed" }>["reply"];
