import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { checkSender, type SenderDraft, type SenderDraftProblem } from "./sender.ts";
import { insertSender, updateSender } from "./senders-store.ts";
import { selectServer } from "./sending-servers-store.ts";

export type SaveSenderResult =
  | { outcome: "saved"; id: string }
  | { outcome: "invalid"; problems: SenderDraftProblem[] }
  | { outcome: "notFound" | "serverNotFound" };

/** Adds a From identity (`id` null) or changes one. */
export async function saveSender(
  actor: Actor,
  id: string | null,
  draft: SenderDraft,
): Promise<SaveSenderResult> {
  requirePermission(actor, "senders:write");
  const checked = checkSender(draft);
  if (!checked.ok) return { outcome: "invalid", problems: checked.problems };
  const { sender } = checked;
  if (!(await selectServer(actor.workspaceId, sender.sendingServerId))) return { outcome: "serverNotFound" };
  if (id === null) return { outcome: "saved", id: (await insertSender(actor.workspaceId, sender)).id };
  return (await updateSender(actor.workspaceId, id, sender))
    ? { outcome: "saved", id }
    : { outcome: "notFound" };
}
