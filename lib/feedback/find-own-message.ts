import { timingSafeEqual } from "node:crypto";
import { trackingKeys } from "#lib/links/tracking-keys.ts";
import { readToken } from "#lib/links/tracking-token.ts";
import { messageIdHeader } from "#lib/mail/message-id.ts";
import { messageIdKeys } from "#lib/mail/message-id-key.ts";

/**
 * Which message of ours a returned mail is: by its Message-ID, which carries a hash under our key or one before it, or by the signed token of its
 * unsubscribe address when a provider has blanked the id. A forged report can so name no message that its author did not get.
 *
 * @returns decimal id, or null when nothing in it is ours
 */
export function findOwnMessage(returned: string): string | null {
  for (const [found, id, domain] of returned.matchAll(/\bm(\d{1,19})\.[0-9a-f]{12}@([\w.-]+)/gi)) {
    if (!id || !domain) continue;
    const ours = messageIdKeys().map((key) => messageIdHeader(id, `x@${domain}`, key).toLowerCase());
    if (ours.some((each) => isEqual(found.toLowerCase(), each))) return id;
  }
  // Quoted-printable may break a line inside an address.
  for (const [, token] of returned.replace(/=\r?\n/g, "").matchAll(/\/u\/([\w-]{18,40})/g)) {
    const claim = token ? readToken(token, trackingKeys()) : null;
    if (claim?.kind === "unsubscribe") return claim.messageId;
  }
  return null;
}

function isEqual(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
