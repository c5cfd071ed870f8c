import { environment } from "#lib/platform/environment.ts";
import { deriveMessageIdKey, type MessageIdKey } from "./message-id.ts";

let derived: readonly [MessageIdKey, ...MessageIdKey[]] | undefined;

/** This installation's keys for Message-IDs: the present secret's first, then those of the secrets before it, under which mails have left. */
export function messageIdKeys(): readonly [MessageIdKey, ...MessageIdKey[]] {
  const { appSecret, previousAppSecrets } = environment();
  derived ??= [deriveMessageIdKey(appSecret), ...previousAppSecrets.map(deriveMessageIdKey)];
  return derived;
}
