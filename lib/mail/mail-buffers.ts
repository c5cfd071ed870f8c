/** Memory comes in steps of this, so that mails of nearly the same length share it. */
const stepBytes = 16_384;
/** Kept for the next mails: enough for every connection that most have, and no more than what a small machine can spare. */
const mostKeptBytes = 16 * 1_024 * 1_024;

const kept = new Map<number, ArrayBuffer[]>();
let keptBytes = 0;

/**
 * Memory for a mail, what stands in it is anything. Without keeping it, a worker makes 30 MB of garbage a second, and the
 * collector lets up to 70 MB of it pile up.
 */
export function takeMailBuffer(length: number): Buffer {
  const capacity = Math.max(1, Math.ceil(length / stepBytes)) * stepBytes;
  const known = kept.get(capacity)?.pop();
  if (known) keptBytes -= capacity;
  return Buffer.from(known ?? new ArrayBuffer(capacity), 0, length);
}

/** Gives back what {@link takeMailBuffer} gave, when nobody can read it any more: the next mail is written over it. */
export function giveBackMailBuffer(bytes: Buffer): void {
  const memory = bytes.buffer;
  const capacity = memory.byteLength;
  if (!(memory instanceof ArrayBuffer) || capacity % stepBytes !== 0) return;
  if (keptBytes + capacity > mostKeptBytes) return;
  keptBytes += capacity;
  const alike = kept.get(capacity);
  if (alike) alike.push(memory);
  else kept.set(capacity, [memory]);
}
