import { database } from "#lib/platform/database.ts";
import type { Role } from "./actor.ts";

/** The workspace a person works in, with their role; the oldest one when there are several. */
export const findMembership = async (
  userId: string,
): Promise<{ role: Role; workspace: { id: string; name: string; timeZone: string } } | null> =>
  database().member.findFirst({
    where: { userId },
    orderBy: { createdAt: "asc" },
    select: { role: true, workspace: { select: { id: true, name: true, timeZone: true } } },
  });

export const hasOwner = async (): Promise<boolean> =>
  (await database().member.findFirst({ where: { role: "owner" }, select: { userId: true } })) !== null;

/** Keeps one open invitation: what was made before and not used is gone. */
export const replaceInvitation = async (tokenHash: string, expiresAt: Date): Promise<void> => {
  await database().$transaction([
    database().ownerInvitation.deleteMany({ where: { usedAt: null } }),
    database().ownerInvitation.create({ data: { tokenHash, expiresAt } }),
  ]);
};

export const findInvitation = async (
  tokenHash: string,
): Promise<{ expiresAt: Date; usedAt: Date | null } | null> =>
  database().ownerInvitation.findUnique({ where: { tokenHash }, select: { expiresAt: true, usedAt: true } });

export type OwnerRow = {
  name: string;
  email: string;
  passwordHash: string;
  workspaceName: string;
  locale: string;
};

/**
 * Uses up the invitation and writes owner, credential, workspace and membership in one transaction.
 *
 * The conditional update locks the invitation's row, so of two that come at once the second sees it used.
 *
 * @returns the actor's ids, or null when the invitation is unknown, used or too old
 */
export const createOwner = async (
  tokenHash: string,
  owner: OwnerRow,
): Promise<{ userId: string; workspaceId: string } | null> =>
  database().$transaction(async (transaction) => {
    const { count } = await transaction.ownerInvitation.updateMany({
      where: { tokenHash, usedAt: null, expiresAt: { gt: new Date() } },
      data: { usedAt: new Date() },
    });
    if (count === 0) return null;
    const { name, email, passwordHash, workspaceName, locale } = owner;
    const user = await transaction.user.create({ data: { name, email, locale } });
    await transaction.account.create({
      data: { accountId: user.id, providerId: "credential", userId: user.id, password: passwordHash },
    });
    const workspace = await transaction.workspace.create({ data: { name: workspaceName } });
    await transaction.member.create({ data: { userId: user.id, workspaceId: workspace.id, role: "owner" } });
    return { userId: user.id, workspaceId: workspace.id };
  });

export const setLocale = async (userId: string, locale: string): Promise<void> => {
  await database().user.update({ where: { id: userId }, data: { locale }, select: { id: true } });
};

export const setWorkspace = async (
  id: string,
  { name, timeZone }: { name: string; timeZone: string },
): Promise<void> => {
  await database().workspace.update({ where: { id }, data: { name, timeZone }, select: { id: true } });
};
