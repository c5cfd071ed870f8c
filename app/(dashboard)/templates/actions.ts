"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { getLocale, getTimeZone, getTranslations } from "next-intl/server";
import { z } from "zod";
import { formatMoment } from "#app/_i18n/format-moment.ts";
import type { Locale } from "#app/_i18n/locale.ts";
import { actorAction } from "#app/_session/actor-action.ts";
import { Refusal } from "#app/_session/refusal.ts";
import { archiveTemplate } from "#lib/content/archive-template.ts";
import { createTemplate } from "#lib/content/create-template.ts";
import { duplicateTemplate } from "#lib/content/duplicate-template.ts";
import { renameTemplate } from "#lib/content/rename-template.ts";
import { saveTemplate } from "#lib/content/save-template.ts";
import { STARTERS } from "#lib/content/starter-templates.ts";
import { templateContentSchema, templateNameSchema } from "#lib/content/template.ts";

const idInput = z.object({ id: z.uuid() });

/** Starts a template and opens it. */
export const startTemplate = actorAction
  .inputSchema(z.object({ starter: z.enum(STARTERS) }))
  .action(async ({ ctx, parsedInput: { starter } }) => {
    const [t, locale, timeZone] = await Promise.all([getTranslations("content"), getLocale(), getTimeZone()]);
    const date = formatMoment(new Date(), locale as Locale, timeZone, "day");
    const id = await createTemplate(ctx.actor, {
      name: t("untitled", { starter: t(`starter.${starter}.name`), date }),
      starter,
      locale: locale as Locale,
    });
    redirect(`/templates/${id}`);
  });

export const saveTemplateContent = actorAction
  .inputSchema(templateContentSchema.extend({ id: z.uuid(), expected: z.coerce.date() }))
  .action(async ({ ctx, parsedInput }) => {
    const result = await saveTemplate(ctx.actor, parsedInput);
    if (result.outcome === "notFound") throw new Refusal("content.error.notFound");
    if (result.outcome === "saved") revalidatePath("/templates");
    return result;
  });

export const renameTemplateTo = actorAction
  .inputSchema(idInput.extend({ name: templateNameSchema }))
  .action(async ({ ctx, parsedInput: { id, name } }) => {
    if (!(await renameTemplate(ctx.actor, id, name))) throw new Refusal("content.error.notFound");
    revalidatePath("/templates", "layout");
    return { name };
  });

export const copyTemplate = actorAction
  .inputSchema(idInput.extend({ name: z.string().max(120) }))
  .action(async ({ ctx, parsedInput }) => {
    const t = await getTranslations("content");
    const name = t("copyName", { name: parsedInput.name }).slice(0, 120);
    const id = await duplicateTemplate(ctx.actor, parsedInput.id, name);
    if (id === null) throw new Refusal("content.error.notFound");
    revalidatePath("/templates", "layout");
    return { id };
  });

export const setTemplateArchived = actorAction
  .inputSchema(idInput.extend({ isArchived: z.boolean() }))
  .action(async ({ ctx, parsedInput: { id, isArchived } }) => {
    if (!(await archiveTemplate(ctx.actor, id, isArchived))) throw new Refusal("content.error.notFound");
    revalidatePath("/templates", "layout");
    return { isArchived };
  });
