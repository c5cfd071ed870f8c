import { database } from "#lib/platform/database.ts";

/** What the checks ask of other rooms' rows, for work that may have no actor. */
export async function findAttributeKeys(workspaceId: string): Promise<string[]> {
  const attributes = await database().attribute.findMany({ where: { workspaceId }, select: { key: true } });
  return attributes.map(({ key }) => key);
}

/** The sender, and whether its server is the sandbox; null when either was removed. */
export async function findSender(
  workspaceId: string,
  senderId: string,
): Promise<{ email: string; isSandbox: boolean } | null> {
  const sender = await database().sender.findFirst({
    where: { id: senderId, workspaceId, archivedAt: null, sendingServer: { archivedAt: null } },
    select: { email: true, sendingServer: { select: { kind: true } } },
  });
  return (
    sender && {
      email: sender.email,
      isSandbox: sender.sendingServer.kind === "sandbox",
    }
  );
}
