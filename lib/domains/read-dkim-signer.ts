import { createPrivateKey } from "node:crypto";
import { secretBox } from "#lib/platform/secret-box.ts";
import { keyContext, signingDomains, signingKey } from "./dkim-key.ts";
import { selectActiveKeys } from "./dkim-keys-store.ts";
import type { DkimSigner } from "./sign-message.ts";

/**
 * What signs mail from an address, see `signingKey`. Null: nothing does.
 *
 * @throws LockedSecret when the key was sealed under another APP_SECRET
 */
export async function readDkimSigner(workspaceId: string, fromEmail: string): Promise<DkimSigner | null> {
  const domain = fromEmail.slice(fromEmail.lastIndexOf("@") + 1);
  const key = signingKey(await selectActiveKeys(workspaceId, signingDomains(domain)), fromEmail);
  if (!key) return null;
  return {
    domain: key.domain,
    selector: key.selector,
    privateKey: createPrivateKey(secretBox().open(key.privateKeySealed, keyContext(key.id))),
  };
}
