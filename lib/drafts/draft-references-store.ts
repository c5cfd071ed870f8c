import { database } from "#lib/platform/database.ts";
import type { DraftField, DraftPatch } from "./campaign-draft.ts";

/** Fields of a change that name a list, sender or template which this workspace does not have or has archived. */
export async function findForeignFields(workspaceId: string, patch: DraftPatch): Promise<DraftField[]> {
  const countLists = (ids: readonly string[]) =>
    database().list.count({ where: { id: { in: [...new Set(ids)] }, workspaceId } });
  const lists = (["includeListIds", "excludeListIds"] as const).map(async (field) => {
    const ids = patch[field] ?? [];
    return ids.length > 0 && (await countLists(ids)) < new Set(ids).size ? field : null;
  });
  const sender = async () =>
    patch.senderId &&
    (await database().sender.count({ where: { id: patch.senderId, workspaceId, archivedAt: null } })) === 0
      ? "senderId"
      : null;
  const template = async () =>
    patch.templateId &&
    (await database().template.count({ where: { id: patch.templateId, workspaceId } })) === 0
      ? "templateId"
      : null;
  const found = await Promise.all([...lists, sender(), template()]);
  return found.filter((field) => field !== null);
}
