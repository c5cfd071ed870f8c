import { logger } from "#lib/platform/logger.ts";
import { suppressNextBlamed } from "./blame-store.ts";

let settling: Promise<void> | undefined;
let next: Promise<void> | undefined;

/**
 * Suppresses the contacts whom bounces were blamed on, or spares them, after the bounces' own commit. One run at a time in a
 * process; whoever asks while one runs gets the next. What cannot be done now (an import holds the contacts) or is lost with
 * the process stands in its row, and is done at the next bounce or by `settleLateEvidence`, every five seconds.
 */
export function settleBlamed(): Promise<void> {
  if (!settling) {
    settling = run().finally(() => {
      settling = undefined;
    });
    return settling;
  }
  next ??= settling.then(() => {
    next = undefined;
    return settleBlamed();
  });
  return next;
}

async function run(): Promise<void> {
  try {
    for (let after: bigint | null = 0n; after !== null; ) after = await suppressNextBlamed(after);
  } catch (error) {
    logger().warn({ err: error }, "contacts whose mail bounced are suppressed later");
  }
}
