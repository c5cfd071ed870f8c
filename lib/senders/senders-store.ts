import { database } from "#lib/platform/database.ts";
import type { Prisma } from "#prisma/client/client.ts";
import type { SenderDraft } from "./sender.ts";
import { columnsForSending } from "./sending-servers-store.ts";

const senderColumns = {
  id: true,
  name: true,
  email: true,
  replyTo: true,
  sendingServerId: true,
  sendingServer: { select: { name: true, kind: true, dkimSigning: true } },
  sharesServers: true,
} satisfies Prisma.SenderSelect;

export type SenderRow = Prisma.SenderGetPayload<{ select: typeof senderColumns }>;

export async function selectSenders(workspaceId: string): Promise<SenderRow[]> {
  return database().sender.findMany({
    where: { workspaceId, archivedAt: null },
    orderBy: [{ name: "asc" }, { email: "asc" }],
    select: senderColumns,
  });
}

export async function selectSender(workspaceId: string, id: string): Promise<SenderRow | null> {
  return database().sender.findFirst({ where: { workspaceId, id, archivedAt: null }, select: senderColumns });
}

/** A sender with everything it takes to send, archived or not: a campaign under way goes on with what it began. */
export async function selectSenderForSending(workspaceId: string, id: string) {
  return database().sender.findFirst({
    where: { workspaceId, id },
    select: {
      ...senderColumns,
      sendingServer: { select: columnsForSending },
    },
  });
}

export async function insertSender(workspaceId: string, sender: SenderDraft): Promise<{ id: string }> {
  return database().sender.create({ data: { ...sender, workspaceId }, select: { id: true } });
}

/** @returns whether there was such a sender */
export async function updateSender(workspaceId: string, id: string, sender: SenderDraft): Promise<boolean> {
  const { count } = await database().sender.updateMany({
    where: { workspaceId, id, archivedAt: null },
    data: sender,
  });
  return count > 0;
}

/** @returns whether there was such a sender */
export async function archiveSender(workspaceId: string, id: string): Promise<boolean> {
  const { count } = await database().sender.updateMany({
    where: { workspaceId, id, archivedAt: null },
    data: { archivedAt: new Date() },
  });
  return count > 0;
}

/** How many senders in use send through the sandbox, and through servers of the workspace's own. */
export async function countSendersByKind(workspaceId: string): Promise<{ sandbox: number; smtp: number }> {
  const of = (kind: "sandbox" | "smtp") =>
    database().sender.count({ where: { workspaceId, archivedAt: null, sendingServer: { kind } } });
  const [sandbox, smtp] = await Promise.all([of("sandbox"), of("smtp")]);
  return { sandbox, smtp };
}
