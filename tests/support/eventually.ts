import { setTimeout as pause } from "node:timers/promises";

/**
 * Waits until a condition holds, looking every 20 ms, and returns what it gave. How long it waits in vain is no promise of the
 * product's: it is enough for a machine ten times slower than a small one, and only a test that fails waits for so long.
 * @throws when it does not hold within that time
 */
export async function eventually<T>(
  condition: () => Promise<T | false | undefined | null> | T | false | undefined | null,
  { what, withinSeconds = 240 }: { what: string; withinSeconds?: number },
): Promise<T> {
  const deadline = performance.now() + withinSeconds * 1000;
  for (;;) {
    const outcome = await condition();
    if (outcome) return outcome;
    if (performance.now() > deadline) throw new Error(`Waited ${withinSeconds} s in vain for: ${what}`);
    await pause(20);
  }
}
