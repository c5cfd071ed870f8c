import type { KeyObject } from "node:crypto";
import { environment } from "#lib/platform/environment.ts";
import { deriveMessageIdKey } from "./message-id.ts";

let derived: KeyObject | undefined;

/** This installation's key for Message-IDs. */
export function messageIdKey(): KeyObject {
  derived ??= deriveMessageIdKey(environment().appSecret);
  return derived;
}
