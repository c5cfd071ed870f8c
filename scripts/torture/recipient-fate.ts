import { seededRandom } from "./seeded-random.ts";

/**
 * What the receiver has in store for an address, always the same for the same seed.
 *
 * taken: accepted · greylisted, full: refused for now at the first attempt, at RCPT and at the dot · never: refused for now
 * every time · unknown, unknown-at-dot: refused for good
 */
export type RecipientFate = "taken" | "greylisted" | "full" | "never" | "unknown" | "unknown-at-dot";

const shares = [
  ["unknown", 0.01],
  ["unknown-at-dot", 0.005],
  ["greylisted", 0.015],
  ["full", 0.01],
  ["never", 0.005],
] as const;

export function fateOf(seed: number, recipient: string): RecipientFate {
  let drawn = drawFor(seed, recipient);
  for (const [fate, share] of shares) {
    if (drawn < share) return fate;
    drawn -= share;
  }
  return "taken";
}

/** A number in [0, 1) of this address. FNV-1a, then mixed: its last bits alone are alike for addresses that are alike. */
export function drawFor(seed: number, text: string): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return seededRandom(hash).next();
}
