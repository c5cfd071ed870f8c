import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { readAttributes } from "#lib/contacts/read-attributes.ts";
import { mergeFieldPaths } from "#lib/liquid/merge-fields.ts";

/** A merge field to offer; the label is the workspace's own word for an attribute, null where the path says it all. */
export type MergeField = { path: string; label: string | null };

/** Every merge field that a text of this workspace can hold. */
export async function readMergeFields(actor: Actor): Promise<MergeField[]> {
  requirePermission(actor, "content:read");
  const attributes = await readAttributes(actor);
  const labels = new Map(attributes.map(({ key, label }) => [`contact.${key}`, label]));
  return mergeFieldPaths(attributes.map(({ key }) => key)).map((path) => ({
    path,
    label: labels.get(path) ?? null,
  }));
}
