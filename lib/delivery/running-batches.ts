const running = new Set<Promise<void>>();
let stopping = false;

/** This process is about to end: nothing new is claimed, and what is not on the wire yet is given back. */
export function isStopping(): boolean {
  return stopping;
}

/** Runs a batch so that {@link stopBatches} can wait for it. */
export async function runBatch(work: () => Promise<void>): Promise<void> {
  if (stopping) return;
  const batch = work();
  running.add(batch);
  try {
    await batch;
  } finally {
    running.delete(batch);
  }
}

/** Stops, and waits until what is on the wire is answered and recorded. */
export async function stopBatches(): Promise<void> {
  stopping = true;
  await Promise.allSettled(running);
}
