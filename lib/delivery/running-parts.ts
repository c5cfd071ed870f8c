const running = new Set<Promise<unknown>>();
let stopping = false;

/** This process is about to end: nothing new is claimed, and what is not on the wire yet is given back. */
export function isStopping(): boolean {
  return stopping;
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

/** Stops, and waits until what is on the wire is answered and recorded. */
export async function stopParts(): Promise<void> {
  stopping = true;
  while (running.size > 0) await Promise.all(running);
}
