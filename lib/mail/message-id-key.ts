import { environment } from "#lib/platform/environment.ts";
import type { HmacKey } from "#lib/platform/hmac.ts";
import { deriveMessageIdKey } from "./message-id.ts";

let derived: { present: HmacKey; all: HmacKey[] } | undefined;

function keys(): { present: HmacKey; all: HmacKey[] } {
  if (!derived) {
    const { appSecret, previousAppSecrets } = environment();
    const present = deriveMessageIdKey(appSecret);
    derived = { present, all: [present, ...previousAppSecrets.map(deriveMessageIdKey)] };
  }
  return derived;
}

/** This installation's key for Message-IDs. */
export function messageIdKey(): HmacKey {
  return keys().present;
}

/** The present key and those of the secrets before it, under which mails have left. */
export function messageIdKeys(): readonly HmacKey[] {
  return keys().all;
}
