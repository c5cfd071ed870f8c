import { database } from "#lib/platform/database.ts";
import type { AttributeType } from "./attribute.ts";

export async function findAttributes(
  workspaceId: string,
): Promise<{ key: string; label: string; type: AttributeType }[]> {
  return await database().attribute.findMany({
    where: { workspaceId },
    orderBy: [{ createdAt: "asc" }, { key: "asc" }],
    select: { key: true, label: true, type: true },
  });
}
