import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import type { CampaignDraft, DraftChange, DraftField } from "./campaign-draft.ts";
import type { CampaignState } from "./campaign-state.ts";
import { draftOf, writeDraft } from "./campaigns-store.ts";
import { findForeignFields } from "./draft-references-store.ts";

export type SaveOutcome =
  /** `draft` is the whole row as it now stands, with what others changed meanwhile. */
  | { kind: "saved"; draft: CampaignDraft; updatedAt: string }
  /** Somebody else changed these fields to something else; nothing was written and `draft` has their words. */
  | { kind: "conflict"; fields: DraftField[]; draft: CampaignDraft; updatedAt: string }
  /** It was scheduled or sent meanwhile. */
  | { kind: "not_draft"; state: CampaignState }
  /** These fields name a list, sender or template that is not there (any more). */
  | { kind: "unknown_reference"; fields: DraftField[] }
  | { kind: "not_found" };

/**
 * Saves what is being typed into a draft: the fields of `change.patch`, where `change.base` is what the writer saw in them
 * before. Fields that others changed meanwhile stay as those left them.
 */
export async function saveCampaign(actor: Actor, id: string, change: DraftChange): Promise<SaveOutcome> {
  requirePermission(actor, "campaigns:write");
  const foreign = await findForeignFields(actor.workspaceId, change.patch);
  if (foreign.length > 0) return { kind: "unknown_reference", fields: foreign };
  const write = await writeDraft(actor.workspaceId, id, change);
  if (write.kind === "not_found" || write.kind === "not_draft") return write;
  const draft = draftOf(write.row);
  const updatedAt = write.row.updatedAt.toISOString();
  return write.merge.kind === "conflict"
    ? { kind: "conflict", fields: write.merge.fields, draft, updatedAt }
    : { kind: "saved", draft, updatedAt };
}
