import { type KeyObject, randomUUID } from "node:crypto";
import { secretBox } from "#lib/platform/secret-box.ts";
import { keyContext } from "./dkim-key.ts";
import { insertKey } from "./dkim-keys-store.ts";
import { publicKeyOf } from "./private-key.ts";

export type KeptDkimKey = { outcome: "made"; id: string } | { outcome: "selectorTaken" };

/** Seals a private key and keeps it, waiting for its record to be published. */
export async function keepDkimKey(
  workspaceId: string,
  name: { domain: string; selector: string },
  privateKey: KeyObject,
): Promise<KeptDkimKey> {
  const id = randomUUID();
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const made = await insertKey(workspaceId, {
    ...name,
    id,
    privateKeySealed: secretBox().seal(pem, keyContext(id)),
    publicKey: publicKeyOf(privateKey),
    bits: privateKey.asymmetricKeyDetails?.modulusLength ?? 0,
  });
  return made ? { outcome: "made", id } : { outcome: "selectorTaken" };
}
