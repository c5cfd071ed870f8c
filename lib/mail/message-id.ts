import { hash, hkdfSync } from "node:crypto";
import { type HmacKey, hmac, hmacKey } from "#lib/platform/hmac.ts";

/** The id names the key and tells nothing about it. */
export type MessageIdKey = { id: string; key: HmacKey };

/** Separate from every other use of the installation's secret by HKDF's info. */
export function deriveMessageIdKey(secret: string): MessageIdKey {
  const key = new Uint8Array(hkdfSync("sha256", secret, "", "kurir message id 1", 32));
  return { id: hash("sha256", key, "base64url").slice(0, 8), key: hmacKey(key) };
}

/**
 * The Message-ID of one recipient of one campaign, without brackets: the same for every attempt, so that a receiver can tell a
 * second copy. The hash (48 bits, hexadecimal because relays may fold case) keeps installations that send for the same
 * domain apart and lets a report about it be believed.
 *
 * @param messageId decimal id of the row
 */
export function messageIdHeader(messageId: string, fromEmail: string, { key }: MessageIdKey): string {
  const domain = fromEmail.slice(fromEmail.lastIndexOf("@") + 1);
  const digest = Buffer.from(hmac(key, Buffer.from(messageId)).slice(0, 6), "latin1").toString("hex");
  return `m${messageId}.${digest}@${domain}`;
}
