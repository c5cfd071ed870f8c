import { z } from "zod";
import { MJML_SOURCE_BYTES, TEXT_BYTES } from "#lib/liquid/content-limits.ts";
import type { ContentProblem } from "#lib/liquid/content-problem.ts";

export const templateNameSchema = z.string().trim().min(1).max(120);

/** What the editor holds; sizes in characters, so the finer limit in bytes is checked with the content. */
export const templateContentSchema = z.object({
  mjml: z.string().max(MJML_SOURCE_BYTES),
  /** Null: the plain-text part is made from the HTML. */
  text: z.string().max(TEXT_BYTES).nullable(),
});

/** A template as the editor gets it. */
export type Template = {
  id: string;
  name: string;
  mjml: string;
  text: string | null;
  html: string;
  updatedAt: Date;
  archivedAt: Date | null;
};

/** A template as the gallery shows it; `html` as a made-up recipient would get it. */
export type TemplateCard = Pick<Template, "id" | "name" | "html" | "updatedAt">;

/** What saving can end in; `changedMeanwhile`: somebody saved since it was opened. */
export type SaveOutcome =
  | { outcome: "saved"; updatedAt: Date; problems: ContentProblem[] }
  | { outcome: "invalid"; problems: ContentProblem[] }
  | { outcome: "changedMeanwhile"; updatedAt: Date }
  | { outcome: "notFound" };
