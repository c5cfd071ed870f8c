import { setMaxListeners } from "node:events";
import { setTimeout as pause } from "node:timers/promises";

const running = new Set<Promise<unknown>>();
const stop = new AbortController();
setMaxListeners(0, stop.signal);

/** For work that can be left at any moment: it is when this process is about to end. */
export const untilStopped: AbortSignal = stop.signal;

/** This process is about to end: nothing new is claimed, and what is not on the wire yet is given back. */
export function isStopping(): boolean {
  return stop.signal.aborted;
}

/** Waits so many milliseconds, but no longer than until this process is to end. */
export async function pauseUntilStopped(milliseconds: number): Promise<void> {
  if (milliseconds > 0) await pause(milliseconds, undefined, { signal: stop.signal }).catch(() => undefined);
}

/** Starts a piece of delivering that {@link stopParts} waits for, also when its job has gone on without it. */
export function runUntilStopped<T>(work: () => Promise<T>): Promise<T> {
  const part = work();
  const done = part.then(
    () => undefined,
    () => undefined,
  );
  running.add(done);
  void done.then(() => running.delete(done));
  return part;
}

/** Waits until the parts that run at this moment have ended: what they had on the wire is answered and recorded. */
export async function partsToEnd(): Promise<void> {
  await Promise.all(running);
}

/** Stops, and waits until nothing runs any more. */
export async function stopParts(): Promise<void> {
  stop.abort();
  while (running.size > 0) await partsToEnd();
}
