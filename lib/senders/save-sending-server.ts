import { randomUUID } from "node:crypto";
import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { secretBox } from "#lib/platform/secret-box.ts";
import { insertServer, selectServer, updateServer } from "./senders-store.ts";
import {
  normaliseServer,
  passwordProblems,
  type ServerDraftProblem,
  type ServerInput,
  serverProblems,
} from "./sending-server.ts";
import { secretContext } from "./transport-settings.ts";

export type SaveServerResult =
  | { outcome: "saved"; id: string }
  | { outcome: "invalid"; problems: ServerDraftProblem[] }
  | { outcome: "nameTaken" | "notFound" | "isSandbox" };

/** Adds a sending server (`id` null) or changes one. A new password is sealed before it is kept. */
export async function saveSendingServer(
  actor: Actor,
  id: string | null,
  input: ServerInput,
): Promise<SaveServerResult> {
  requirePermission(actor, "senders:write");
  const { password, ...rest } = input;
  const draft = normaliseServer(rest);
  const before = id === null ? null : await selectServer(actor.workspaceId, id);
  if (id !== null && !before) return { outcome: "notFound" };
  if (before?.kind === "sandbox") return { outcome: "isSandbox" };
  const problems = [...serverProblems(draft), ...passwordProblems(before, draft, password)];
  if (problems.length > 0) return { outcome: "invalid", problems };

  const serverId = id ?? randomUUID();
  const sealed = draft.username && password ? secretBox().seal(password, secretContext(serverId)) : null;
  const saved =
    id === null
      ? await insertServer(actor.workspaceId, {
          ...draft,
          id: serverId,
          kind: "smtp",
          passwordSealed: sealed,
        })
      : await updateServer(actor.workspaceId, id, {
          ...draft,
          ...(draft.username && password === null ? {} : { passwordSealed: sealed }),
        });
  return saved === "taken" ? { outcome: "nameTaken" } : { outcome: "saved", id: saved.id };
}
