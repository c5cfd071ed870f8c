import { findStillSending } from "./campaign-store.ts";
import { stopWaiting } from "./stop-waiting.ts";

/** The messages of one claim, and whether they stay here. */
type WatchedRun = { campaign: { id: string }; isStopped: boolean };

const lookMilliseconds = 1_000;

/** With the time of their start, by performance.now(). */
const runs = new Map<WatchedRun, number>();
let timer: NodeJS.Timeout | undefined;

/**
 * Stops a run within seconds after its campaign was paused or cancelled, also while none of its messages has its turn: each
 * second, one statement for all runs that last longer than that.
 *
 * @returns what ends the watch
 */
export function watchRun(run: WatchedRun): () => void {
  runs.set(run, performance.now());
  timer ??= setInterval(look, lookMilliseconds).unref();
  return () => {
    runs.delete(run);
    if (runs.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

async function look(): Promise<void> {
  const before = performance.now() - lookMilliseconds;
  const ids = new Set([...runs].filter(([, since]) => since < before).map(([run]) => run.campaign.id));
  if (ids.size === 0) return;
  try {
    const sending = await findStillSending([...ids]);
    for (const id of ids) if (!sending.has(id)) stopRuns(id);
  } catch {
    // A database that is away lets no dot leave either; the next look tells.
  }
}

function stopRuns(campaignId: string): void {
  for (const run of runs.keys()) if (run.campaign.id === campaignId) run.isStopped = true;
  stopWaiting(campaignId);
}
