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

const version = 2;
const kinds = ["open", "click", "unsubscribe"] as const;
/** Two bytes, two varints of at most 10 and 3, and the MAC, with room to spare. */
const mostTokenBytes = 48;
/** 96 bits: deliverability.md 4.4. Guessing at 1,000 tries a second takes 10^18 years. */
const macBytes = 12;
/** As many MACs as an HMAC-SHA-512 has room for. */
const macsInBlock = Math.floor(64 / macBytes);
const maximumMessageId = 2n ** 63n - 1n;
const maximumLinkPosition = 0xffff;

/**
 * The key that signs tracking tokens under one secret of the installation. HKDF's info separates it from every other use of
 * the secret; the key's id is one byte of the key's own hash, so rotation needs no numbering by hand.
 */
export function deriveTrackingKey(secret: string): TrackingKey {
  const key = new Uint8Array(hkdfSync("sha256", secret, "", "kurir tracking token 2", 32));
  return { id: hash("sha256", key, "buffer").readUInt8(0), key: hmacKey(key, "sha512") };
}

const scratch = Buffer.alloc(mostTokenBytes);

/** The tokens of one message's mail. */
export type MessageTokens = {
  open: string;
  unsubscribe: string;
  /** @throws RangeError for a position that no link can have */
  click: (linkPosition: number) => string;
};

/**
 * The tokens of one message, of 22 to 34 characters each: base64url of version and kind (one byte), key id (one byte), message
 * id (varint), for a click the link's position (varint), and a MAC of 96 bits.
 *
 * Each MAC is a piece of its own of an HMAC-SHA-512 over the message, so one HMAC serves five of them and says as much about
 * each as one of its own would: for a mail with a dozen tokens, 7 us instead of 18.
 *
 * @throws RangeError for an id that no row can have
 */
export function makeTokens(messageId: string, [key]: TrackingKeys): MessageTokens {
  const id = BigInt(messageId);
  if (id < 0n || id > maximumMessageId) throw new RangeError("message id out of range");
  scratch[1] = key.id;
  const idEnd = writeVarint(scratch, id, 2);
  const head = scratch.toString("latin1", 0, idEnd);
  const blocks: string[] = [];
  const make = (kind: TrackingClaim["kind"], place: number, linkPosition?: number) => {
    const number = Math.floor(place / macsInBlock);
    blocks[number] ??= macBlock(id, number, key);
    scratch.write(head, "latin1");
    scratch[0] = (version << 4) | kinds.indexOf(kind);
    const end = linkPosition === undefined ? idEnd : writeVarint(scratch, BigInt(linkPosition), idEnd);
    scratch.write(macIn(blocks[number] ?? "", place), end, "latin1");
    return scratch.toString("base64url", 0, end + macBytes);
  };
  return {
    open: make("open", placeOf("open")),
    unsubscribe: make("unsubscribe", placeOf("unsubscribe")),
    click(linkPosition) {
      if (!Number.isInteger(linkPosition) || linkPosition < 0 || linkPosition > maximumLinkPosition)
        throw new RangeError("link position out of range");
      return make("click", placeOf("click", linkPosition), linkPosition);
    },
  };
}

/**
 * What a token allows, or null when it is not one of ours: cut, forged, of an unknown key, or written in another way than
 * makeTokens writes it. Says nothing about which, so that nobody learns from trying.
 */
export function readToken(token: string, keys: TrackingKeys): TrackingClaim | null {
  if (token.length < 18 || token.length > 40 || !/^[\w-]+$/.test(token)) return null;
  const bytes = Buffer.from(token, "base64url");
  // Base64 has spare bits at its end: the one spelling that we write is the one that we accept.
  if (bytes.toString("base64url") !== token || bytes.length <= macBytes + 2) return null;
  const body = bytes.subarray(0, -macBytes);
  const claim = body.length > mostTokenBytes - macBytes ? null : decode(body);
  if (!claim) return null;
  const given = bytes.subarray(-macBytes);
  const place = placeOf(claim.kind, claim.kind === "click" ? claim.linkPosition : 0);
  const isSigned = keys.some((key) => {
    if (key.id !== body[1]) return false;
    const block = macBlock(BigInt(claim.messageId), Math.floor(place / macsInBlock), key);
    return timingSafeEqual(Buffer.from(macIn(block, place), "latin1"), given);
  });
  return isSigned ? claim : null;
}

/** Which of a message's MACs is the claim's. */
function placeOf(kind: TrackingClaim["kind"], linkPosition = 0): number {
  return kind === "unsubscribe" ? 0 : kind === "open" ? 1 : 2 + linkPosition;
}

/** HMAC-SHA-512 over version, message id and the block's number (both varints): five MACs side by side, a character for each byte. */
function macBlock(messageId: bigint, number: number, { key }: TrackingKey): string {
  blockData[0] = version;
  const end = writeVarint(blockData, BigInt(number), writeVarint(blockData, messageId, 1));
  return hmac(key, blockData.subarray(0, end));
}

const blockData = Buffer.alloc(16);

function macIn(block: string, place: number): string {
  const start = (place % macsInBlock) * macBytes;
  return block.slice(start, start + macBytes);
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

/** Seven bits a byte, lowest first, the high bit set while more follow. @returns where it ends */
function writeVarint(into: Buffer, value: bigint, start: number): number {
  let end = start;
  let rest = value;
  while (rest > 0x7fn) {
    into[end++] = Number(rest & 0x7fn) | 0x80;
    rest >>= 7n;
  }
  into[end++] = Number(rest);
  return end;
}

function readVarint(bytes: Buffer, start: number): { value: bigint; end: number } | null {
  let value = 0n;
  for (let index = start; index < bytes.length && index - start < 10; index += 1) {
    const byte = bytes.readUInt8(index);
    value |= BigInt(byte & 0x7f) << BigInt(7 * (index - start));
    // A zero at the end says nothing: the same number written longer, as we never write it.
    if (byte < 0x80) return byte === 0 && index > start ? null : { value, end: index + 1 };
  }
  return null;
}
