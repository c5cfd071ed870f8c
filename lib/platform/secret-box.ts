import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";
import { environment } from "./environment.ts";
import { OperatorError } from "./operator-error.ts";

/** A kept secret that this installation cannot open: it was sealed under another APP_SECRET, or altered. */
export class LockedSecret extends OperatorError {}

/** Encrypts what must be stored and given back: a sending server's password. */
export type SecretBox = {
  /**
   * @param context what the text belongs to, such as "sending-server:<id>"; opening it for anything else fails,
   *   so that a row's secret cannot be moved to another row
   */
  seal: (text: string, context: string) => string;
  /** @throws LockedSecret when APP_SECRET is another one than when it was sealed, or the text was altered */
  open: (sealed: string, context: string) => string;
};

const version = "v1";
const ivBytes = 12;
const tagBytes = 16;

let ownBox: SecretBox | undefined;

/** The box of this installation: APP_SECRET seals, APP_SECRETS_PREVIOUS still open. */
export function secretBox(): SecretBox {
  ownBox ??= createSecretBox([environment().appSecret, ...environment().previousAppSecrets]);
  return ownBox;
}

/**
 * AES-256-GCM under a key derived from the secret with HKDF-SHA-256 (RFC 5869), a random 96-bit IV each time.
 * Format: `v1.<key id>.<base64url of IV, tag, ciphertext>`; the key id tells which secret it was after a change.
 *
 * @param secrets the present one first, then previous ones
 */
export function createSecretBox(secrets: readonly [string, ...string[]]): SecretBox {
  const [current, ...previous] = secrets;
  const sealing = deriveKey(current);
  const opening = new Map([...previous.map(deriveKey).reverse(), sealing].map((one) => [one.id, one.key]));

  return {
    seal(text, context) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv("aes-256-gcm", sealing.key, iv, { authTagLength: tagBytes });
      cipher.setAAD(Buffer.from(`${version}.${context}`));
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return `${version}.${sealing.id}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64url")}`;
    },
    open(sealed, context) {
      const [format, id, data, ...rest] = sealed.split(".");
      if (format !== version || !id || data === undefined || rest.length > 0) {
        throw new LockedSecret("A stored secret has a form that this program does not know.");
      }
      const key = opening.get(id);
      if (!key) {
        throw new LockedSecret(
          "A stored secret was encrypted under another APP_SECRET. Give that one back, or add it to APP_SECRETS_PREVIOUS.",
        );
      }
      const bytes = Buffer.from(data, "base64url");
      try {
        const iv = bytes.subarray(0, ivBytes);
        const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: tagBytes });
        decipher.setAAD(Buffer.from(`${version}.${context}`));
        decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
        return (
          decipher.update(bytes.subarray(ivBytes + tagBytes), undefined, "utf8") + decipher.final("utf8")
        );
      } catch {
        throw new LockedSecret("A stored secret was altered, or belongs to something else. Enter it again.");
      }
    },
  };
}

function deriveKey(secret: string): { id: string; key: Buffer } {
  const key = Buffer.from(hkdfSync("sha256", secret, "", "kurir secret box", 32));
  const id = createHash("sha256").update("kurir key id").update(key).digest("base64url").slice(0, 8);
  return { id, key };
}
