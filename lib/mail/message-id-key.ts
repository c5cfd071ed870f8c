import { environment } from "#lib/platform/environment.ts";
import type { HmacKey } from "#lib/platform/hmac.ts";
import { deriveMessageIdKey } from "./message-id.ts";

let derived: HmacKey | undefined;

/** This installation's key for Message-IDs. */
export function messageIdKey(): HmacKey {
  derived ??= deriveMessageIdKey(environment().appSecret);
  return derived;
}
