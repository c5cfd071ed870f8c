import { database } from "#lib/platform/database.ts";
import type { Prisma } from "#prisma/client/client.ts";
import type { DkimKeyRow } from "./dkim-key.ts";

const shownColumns = {
  id: true,
  domain: true,
  selector: true,
  state: true,
  publicKey: true,
  bits: true,
  createdAt: true,
  activatedAt: true,
  retiredAt: true,
} satisfies Prisma.DkimKeySelect;

export async function selectKeys(workspaceId: string): Promise<DkimKeyRow[]> {
  return database().dkimKey.findMany({
    where: { workspaceId },
    orderBy: [{ domain: "asc" }, { state: "asc" }, { createdAt: "desc" }],
    select: shownColumns,
  });
}

export async function selectKey(workspaceId: string, id: string): Promise<DkimKeyRow | null> {
  return database().dkimKey.findFirst({ where: { workspaceId, id }, select: shownColumns });
}

/** The active keys of these domains, with their sealed private halves. */
export async function selectActiveKeys(workspaceId: string, domains: string[]) {
  return database().dkimKey.findMany({
    where: { workspaceId, state: "active", domain: { in: domains } },
    select: { id: true, domain: true, selector: true, state: true, privateKeySealed: true },
  });
}

/** Null: the workspace has a key with this domain and selector. */
export async function insertKey(
  workspaceId: string,
  key: Pick<DkimKeyRow, "id" | "domain" | "selector" | "publicKey" | "bits"> & { privateKeySealed: string },
): Promise<{ id: string } | null> {
  const made = await database().dkimKey.createManyAndReturn({
    data: [{ ...key, workspaceId }],
    skipDuplicates: true,
    select: { id: true },
  });
  return made[0] ?? null;
}

/** Makes it the one that signs for its domain. @returns whether there is such a key */
export async function activateKey(workspaceId: string, id: string): Promise<boolean> {
  return database().$transaction(async (transaction) => {
    // Two at once for one domain wait for each other here, instead of one failing at the unique index.
    const [key] = await transaction.$queryRaw<{ domain: string }[]>`
      SELECT domain FROM dkim_keys
       WHERE workspace_id = ${workspaceId}::uuid
         AND domain = (SELECT domain FROM dkim_keys WHERE id = ${id}::uuid AND workspace_id = ${workspaceId}::uuid)
       ORDER BY id FOR UPDATE`;
    if (!key) return false;
    const now = new Date();
    await transaction.dkimKey.updateMany({
      where: { workspaceId, domain: key.domain, state: "active", id: { not: id } },
      data: { state: "retired", retiredAt: now },
    });
    const { count } = await transaction.dkimKey.updateMany({
      where: { workspaceId, id },
      data: { state: "active", activatedAt: now, retiredAt: null },
    });
    return count > 0;
  });
}

/** @returns whether it was active until now */
export async function retireKey(workspaceId: string, id: string): Promise<boolean> {
  const { count } = await database().dkimKey.updateMany({
    where: { workspaceId, id, state: "active" },
    data: { state: "retired", retiredAt: new Date() },
  });
  return count > 0;
}

/** @returns whether it was there and not active */
export async function deleteKey(workspaceId: string, id: string): Promise<boolean> {
  const { count } = await database().dkimKey.deleteMany({
    where: { workspaceId, id, state: { not: "active" } },
  });
  return count > 0;
}
