import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { publishes, recordName } from "./dkim-key.ts";
import { activateKey, selectKey } from "./dkim-keys-store.ts";
import { lookUpTxt, type TxtLookup } from "./txt-lookup.ts";

export type ActivateResult = {
  /** `record...`: nothing was changed. Missing, another key published, or the DNS gave no answer. */
  outcome: "activated" | "notFound" | "recordMissing" | "recordDiffers" | "recordUnknown";
};

/**
 * Signs with this key from now on, in place of the one that did for its domain. Looks first whether the record stands in the
 * DNS: mail signed with a key that nobody can find is worse off than unsigned mail.
 *
 * @param anyway activate without looking
 */
export async function activateDkimKey(
  actor: Actor,
  id: string,
  {
    anyway = false,
    lookUp = lookUpTxt,
  }: { anyway?: boolean; lookUp?: (name: string) => Promise<TxtLookup> } = {},
): Promise<ActivateResult> {
  requirePermission(actor, "senders:write");
  const key = await selectKey(actor.workspaceId, id);
  if (!key) return { outcome: "notFound" };
  if (!anyway) {
    const found = await lookUp(recordName(key));
    if (found.kind === "failed") return { outcome: "recordUnknown" };
    if (found.kind === "missing") return { outcome: "recordMissing" };
    if (!publishes(found.records, key.publicKey)) return { outcome: "recordDiffers" };
  }
  return { outcome: (await activateKey(actor.workspaceId, id)) ? "activated" : "notFound" };
}
