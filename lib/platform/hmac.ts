import { hash } from "node:crypto";

/** The two blocks that HMAC makes of a key (RFC 2104 section 2), made once. */
export type HmacKey = { innerBlock: Buffer; outerBlock: Buffer };

/** SHA-256's. */
const blockBytes = 64;
const digestBytes = 32;
/** More than that is not authenticated here. */
const mostDataBytes = 256;

/** @param key at most 64 bytes */
export function hmacKey(key: Uint8Array): HmacKey {
  if (key.length > blockBytes) throw new RangeError("a key of at most 64 bytes");
  const padded = Buffer.alloc(blockBytes);
  padded.set(key);
  return {
    innerBlock: Buffer.concat([padded.map((byte) => byte ^ 0x36), Buffer.alloc(mostDataBytes)]),
    outerBlock: Buffer.concat([padded.map((byte) => byte ^ 0x5c), Buffer.alloc(digestBytes)]),
  };
}

/**
 * HMAC-SHA256 of a few bytes, as two one-shot hashes: 2.5 us, where `createHmac` takes 6 with a prepared key and more without,
 * and a mail carries a dozen tokens.
 *
 * @param data at most 256 bytes
 * @returns 32 characters of Latin-1, one for each byte
 */
export function hmac({ innerBlock, outerBlock }: HmacKey, data: Uint8Array): string {
  if (data.length > mostDataBytes) throw new RangeError("at most 256 bytes");
  innerBlock.set(data, blockBytes);
  const inner = hash("sha256", innerBlock.subarray(0, blockBytes + data.length), "binary");
  outerBlock.write(inner, blockBytes, "latin1");
  return hash("sha256", outerBlock, "binary");
}
