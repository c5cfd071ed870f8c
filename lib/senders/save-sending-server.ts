import { randomUUID } from "node:crypto";
import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { normaliseServer, passwordProblems, serverProblems } from "#lib/servers/sending-server.ts";
import type { ServerDraftProblem, ServerInput } from "#lib/servers/server-draft.ts";
import { openSecret, secretChanges } from "#lib/servers/server-secrets.ts";
import { signInProblems } from "#lib/servers/server-sign-in.ts";
import { insertServer, selectSealedSecrets, selectServer, updateServer } from "./sending-servers-store.ts";

export type SaveServerResult =
  | { outcome: "saved"; id: string }
  | { outcome: "invalid"; problems: ServerDraftProblem[] }
  | { outcome: "nameTaken" | "notFound" | "isSandbox" };

/** Adds a sending server (`id` null) or changes one. New secrets are sealed before they are kept. */
export async function saveSendingServer(
  actor: Actor,
  id: string | null,
  input: ServerInput,
): Promise<SaveServerResult> {
  requirePermission(actor, "senders:write");
  const { password, clientSecret = null, refreshToken = null, clientKey = null, ...rest } = input;
  const draft = normaliseServer(rest);
  const before = id === null ? null : await selectServer(actor.workspaceId, id);
  if (id !== null && !before) return { outcome: "notFound" };
  if (before?.kind === "sandbox") return { outcome: "isSandbox" };
  const keptKey =
    before && clientKey === null ? await readKeptKey(actor.workspaceId, before.id, draft) : null;
  const problems = [
    ...serverProblems(draft),
    ...passwordProblems(before, draft, password),
    ...signInProblems(before, draft, { clientSecret, refreshToken, clientKey }, keptKey, new Date()),
  ];
  if (problems.length > 0) return { outcome: "invalid", problems };

  const serverId = id ?? randomUUID();
  const usesToken = draft.signInMethod === "xoauth2";
  const sameClient = before?.tokenUrl === draft.tokenUrl && before.clientId === draft.clientId;
  const secrets = secretChanges(
    serverId,
    { password, clientSecret, refreshToken, clientKey },
    {
      password: draft.username !== null && !usesToken,
      clientSecret: usesToken && (sameClient || clientSecret !== null),
      refreshToken: usesToken,
      clientKey: draft.clientCertificate !== null,
    },
  );
  const saved =
    id === null
      ? await insertServer(actor.workspaceId, { ...draft, ...secrets, id: serverId, kind: "smtp" })
      : await updateServer(actor.workspaceId, id, { ...draft, ...secrets, accessTokenSealed: null });
  return saved === "taken" ? { outcome: "nameTaken" } : { outcome: "saved", id: saved.id };
}

/** The kept key, to be held against the certificate of a draft. */
async function readKeptKey(
  workspaceId: string,
  id: string,
  { clientCertificate }: { clientCertificate: string | null },
): Promise<string | null> {
  const sealed = clientCertificate ? await selectSealedSecrets(workspaceId, id) : null;
  return sealed && openSecret(id, "clientKey", sealed.clientKeySealed);
}
