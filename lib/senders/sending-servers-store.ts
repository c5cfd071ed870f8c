import { database } from "#lib/platform/database.ts";
import type { ServerDraft } from "#lib/servers/server-draft.ts";
import type { SealedSecrets } from "#lib/servers/server-secrets.ts";
import { parseServerTest, type ServerTest } from "#lib/servers/server-test.ts";
import type { Prisma } from "#prisma/client/client.ts";

/** A sending server as screens get it: whether there are secrets, never the secrets. */
const serverColumns = {
  id: true,
  name: true,
  kind: true,
  host: true,
  port: true,
  security: true,
  username: true,
  maxConnections: true,
  messagesPerSecond: true,
  preset: true,
  dkimSigning: true,
  signInMethod: true,
  tokenUrl: true,
  clientId: true,
  clientCertificate: true,
  certificateAuthority: true,
  messagesPerConnection: true,
  hourlyCap: true,
  dailyCap: true,
  hoursFrom: true,
  hoursTo: true,
  hoursTimeZone: true,
  weight: true,
  fromDomains: true,
  paceProviders: true,
  lastTest: true,
  reachedAddress: true,
  updatedAt: true,
} satisfies Prisma.SendingServerSelect;

const sealedColumns = {
  passwordSealed: true,
  clientSecretSealed: true,
  refreshTokenSealed: true,
  clientKeySealed: true,
} satisfies Record<keyof SealedSecrets, true>;

/** All it takes to send through one. */
export const columnsForSending = {
  ...serverColumns,
  ...sealedColumns,
} satisfies Prisma.SendingServerSelect;

type KeptServer = Prisma.SendingServerGetPayload<{ select: typeof serverColumns }>;
export type ServerRow = Omit<KeptServer, "lastTest"> & {
  lastTest: ServerTest | null;
  hasPassword: boolean;
  hasClientSecret: boolean;
  hasRefreshToken: boolean;
  hasClientKey: boolean;
};
export type ServerRowWithUse = ServerRow & { senderCount: number };

export async function selectServers(workspaceId: string): Promise<ServerRowWithUse[]> {
  const rows = await database().sendingServer.findMany({
    where: { workspaceId, archivedAt: null },
    orderBy: [{ kind: "asc" }, { name: "asc" }],
    select: {
      ...columnsForSending,
      _count: { select: { senders: { where: { archivedAt: null } } } },
    },
  });
  return rows.map(({ _count, ...row }) => ({ ...shownServer(row), senderCount: _count.senders }));
}

export async function selectServer(workspaceId: string, id: string): Promise<ServerRow | null> {
  const row = await database().sendingServer.findFirst({
    where: { workspaceId, id, archivedAt: null },
    select: columnsForSending,
  });
  return row && shownServer(row);
}

/** The one way to sealed secrets, for the verbs that sign in with them. */
export async function selectSealedSecrets(workspaceId: string, id: string): Promise<SealedSecrets | null> {
  return database().sendingServer.findFirst({ where: { workspaceId, id }, select: sealedColumns });
}

export async function insertServer(
  workspaceId: string,
  server: ServerDraft & Partial<SealedSecrets> & { id?: string; kind: "smtp" | "sandbox" },
): Promise<"taken" | { id: string }> {
  return unlessTaken(() =>
    database().sendingServer.create({ data: { ...server, workspaceId }, select: { id: true } }),
  );
}

export async function updateServer(
  workspaceId: string,
  id: string,
  server: Partial<ServerDraft> & Partial<SealedSecrets> & { accessTokenSealed?: null },
): Promise<"taken" | { id: string }> {
  return unlessTaken(async () => {
    await database().sendingServer.updateMany({
      where: { workspaceId, id },
      // What a test of other settings said is no longer true.
      data: { ...server, ...("host" in server ? { lastTest: {} } : {}) },
    });
    return { id };
  });
}

/**
 * Keeps what a test came to. One that went well begins a new version of the settings: whatever was held against the server is
 * over. One that failed has told nothing new, and it stays known since when the server is away.
 */
export async function updateLastTest(workspaceId: string, id: string, lastTest: ServerTest): Promise<void> {
  await database().$executeRaw`
    UPDATE sending_servers
       SET last_test = ${JSON.stringify(lastTest)}::jsonb, updated_at = CASE WHEN ${lastTest.ok} THEN now() ELSE updated_at END
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid`;
}

/** It has answered there. Its settings are the same as before, so `updatedAt` stays. */
export async function updateReachedAddress(id: string, address: string): Promise<void> {
  await database().$executeRaw`
    UPDATE sending_servers SET reached_address = ${address}
     WHERE id = ${id}::uuid AND reached_address IS DISTINCT FROM ${address}`;
}

/** @returns how many senders still use it; 0 means that it is archived now */
export async function archiveServer(workspaceId: string, id: string): Promise<number> {
  return database().$transaction(async (transaction) => {
    const senders = await transaction.sender.count({
      where: { workspaceId, sendingServerId: id, archivedAt: null },
    });
    if (senders > 0) return senders;
    // The name is free for another one.
    await transaction.$executeRaw`
      UPDATE sending_servers SET archived_at = now(), name = name || ' (' || id || ')'
       WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid AND archived_at IS NULL AND kind <> 'sandbox'`;
    return 0;
  });
}

export async function selectSandbox(workspaceId: string): Promise<{ id: string } | null> {
  return database().sendingServer.findFirst({
    where: { workspaceId, kind: "sandbox", archivedAt: null },
    select: { id: true },
  });
}

/** Tells the sandbox's servers of all workspaces where it listens. With `onlyUnknown` those that know stay as they are. */
export async function updateSandboxPort(port: number, onlyUnknown: boolean): Promise<void> {
  await database().sendingServer.updateMany({
    where: { kind: "sandbox", port: onlyUnknown ? 0 : { not: port } },
    data: { port },
  });
}

/** Servers among which a sender's mail may be shared. */
export async function selectServersForSharing(workspaceId: string) {
  return database().sendingServer.findMany({
    where: { workspaceId, kind: "smtp", archivedAt: null },
    orderBy: { id: "asc" },
    select: columnsForSending,
  });
}

function shownServer({
  passwordSealed,
  clientSecretSealed,
  refreshTokenSealed,
  clientKeySealed,
  lastTest,
  ...row
}: KeptServer & SealedSecrets): ServerRow {
  return {
    ...row,
    lastTest: parseServerTest(lastTest),
    hasPassword: passwordSealed !== null,
    hasClientSecret: clientSecretSealed !== null,
    hasRefreshToken: refreshTokenSealed !== null,
    hasClientKey: clientKeySealed !== null,
  };
}

async function unlessTaken(write: () => Promise<{ id: string }>): Promise<"taken" | { id: string }> {
  try {
    return await write();
  } catch (error) {
    // Prisma's code of a unique constraint.
    if (error instanceof Error && "code" in error && error.code === "P2002") return "taken";
    throw error;
  }
}
