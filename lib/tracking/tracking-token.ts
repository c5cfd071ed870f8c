import { hash, hkdfSync, timingSafeEqual } from "node:crypto";
import { type HmacKey, hmac, hmacKey } from "#lib/platform/hmac.ts";

/** What a URL in a mail allows: loading the pixel, following one link, or changing the recipient's subscriptions. */
export type TrackingClaim =
  | { kind: "open"; messageId: string }
  | { kind: "click"; messageId: string; linkPosition: number }
  | { kind: "unsubscribe"; messageId: string };

export type TrackingKey = { id: number; key: HmacKey };

/** The first key signs, all of them verify: an older secret stays valid for the mails that already left. */
export type TrackingKeys = readonly [TrackingKey, ...TrackingKey[]];

const version = 1;
const kinds = ["open", "click", "unsubscribe"] as const;
/** Two bytes, two varints of at most 10 and 3, and the MAC, with room to spare. */
const mostTokenBytes = 48;
/** 96 bits: deliverability.md 4.4. Guessing at 1,000 tries a second takes 10^18 years. */
const macBytes = 12;
const maximumMessageId = 2n ** 63n - 1n;
const maximumLinkPosition = 0xffff;

/**
 * The key that signs tracking tokens under one secret of the installation. HKDF's info separates it from every other use of
 * the secret; the key's id is one byte of the key's own hash, so rotation needs no numbering by hand.
 */
export function deriveTrackingKey(secret: string): TrackingKey {
  const key = new Uint8Array(hkdfSync("sha256", secret, "", "kurir tracking token 1", 32));
  return { id: hash("sha256", key, "buffer").readUInt8(0), key: hmacKey(key) };
}

const scratch = Buffer.alloc(mostTokenBytes);

/**
 * A token of 22 to 34 characters: base64url of version and kind (one byte), key id (one byte), message id (varint), for a
 * click the link's position (varint), and HMAC-SHA256 cut to 96 bits over all of it.
 *
 * @throws RangeError for an id or a position that no row can have
 */
export function makeToken(claim: TrackingClaim, keys: TrackingKeys): string {
  const messageId = BigInt(claim.messageId);
  if (messageId < 0n || messageId > maximumMessageId) throw new RangeError("message id out of range");
  scratch[0] = (version << 4) | kinds.indexOf(claim.kind);
  scratch[1] = keys[0].id;
  let end = writeVarint(messageId, 2);
  if (claim.kind === "click") {
    const { linkPosition } = claim;
    if (!Number.isInteger(linkPosition) || linkPosition < 0 || linkPosition > maximumLinkPosition) {
      throw new RangeError("link position out of range");
    }
    end = writeVarint(BigInt(linkPosition), end);
  }
  scratch.write(mac(scratch.subarray(0, end), keys[0]), end, "latin1");
  return scratch.toString("base64url", 0, end + macBytes);
}

/**
 * What a token allows, or null when it is not one of ours: cut, forged, of an unknown key, or written in another way than
 * makeToken writes it. Says nothing about which, so that nobody learns from trying.
 */
export function readToken(token: string, keys: TrackingKeys): TrackingClaim | null {
  if (token.length < 18 || token.length > 40 || !/^[\w-]+$/.test(token)) return null;
  const bytes = Buffer.from(token, "base64url");
  // Base64 has spare bits at its end: the one spelling that we write is the one that we accept.
  if (bytes.toString("base64url") !== token || bytes.length <= macBytes + 2) return null;
  const body = bytes.subarray(0, -macBytes);
  if (body.length > mostTokenBytes - macBytes) return null;
  const given = bytes.subarray(-macBytes);
  const signed = keys.some(
    (key) => key.id === body[1] && timingSafeEqual(Buffer.from(mac(body, key), "latin1"), given),
  );
  return signed ? decode(body) : null;
}

function decode(body: Buffer): TrackingClaim | null {
  const first = body.readUInt8(0);
  const kind = kinds[first & 0x0f];
  if (first >> 4 !== version || kind === undefined) return null;
  const id = readVarint(body, 2);
  if (id === null || id.value > maximumMessageId) return null;
  const messageId = String(id.value);
  if (kind !== "click") return id.end === body.length ? { kind, messageId } : null;
  const position = readVarint(body, id.end);
  if (position === null || position.end !== body.length || position.value > maximumLinkPosition) return null;
  return { kind, messageId, linkPosition: Number(position.value) };
}

/** HMAC-SHA256 cut to 96 bits, a character for each byte. */
function mac(body: Buffer, { key }: TrackingKey): string {
  return hmac(key, body).slice(0, macBytes);
}

/** Into the scratch: seven bits a byte, lowest first, the high bit set while more follow. @returns where it ends */
function writeVarint(value: bigint, start: number): number {
  let end = start;
  let rest = value;
  while (rest > 0x7fn) {
    scratch[end++] = Number(rest & 0x7fn) | 0x80;
    rest >>= 7n;
  }
  scratch[end++] = Number(rest);
  return end;
}

function readVarint(bytes: Buffer, start: number): { value: bigint; end: number } | null {
  let value = 0n;
  for (let index = start; index < bytes.length && index - start < 10; index += 1) {
    const byte = bytes.readUInt8(index);
    value |= BigInt(byte & 0x7f) << BigInt(7 * (index - start));
    if (byte < 0x80) return { value, end: index + 1 };
  }
  return null;
}
