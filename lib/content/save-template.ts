import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { readAttributes } from "#lib/contacts/read-attributes.ts";
import { checkTemplate } from "./check-template.ts";
import type { SaveOutcome } from "./template.ts";
import { findTemplate, replaceContent } from "./templates-store.ts";

/**
 * Saves a template's content, unless it has an error: what is saved compiles, and renders for any contact. Warnings are told
 * and allowed.
 *
 * @param content.expected When the content that was edited had been saved; another time in the database means that somebody
 *   else saved meanwhile, and nothing is written.
 */
export async function saveTemplate(
  actor: Actor,
  { id, mjml, text, expected }: { id: string; mjml: string; text: string | null; expected: Date },
): Promise<SaveOutcome> {
  requirePermission(actor, "content:write");
  const found = await findTemplate(actor.workspaceId, id);
  if (!found) return { outcome: "notFound" };
  const attributeKeys = (await readAttributes(actor)).map(({ key }) => key);
  const { problems, html } = await checkTemplate({ mjml, text }, { attributeKeys, purpose: "template" });
  if (problems.some(({ severity }) => severity === "error")) return { outcome: "invalid", problems };
  const updatedAt = await replaceContent(actor.workspaceId, id, expected, { mjml, text, html });
  if (updatedAt) return { outcome: "saved", updatedAt, problems };
  const theirs = await findTemplate(actor.workspaceId, id);
  return theirs ? { outcome: "changedMeanwhile", updatedAt: theirs.updatedAt } : { outcome: "notFound" };
}
