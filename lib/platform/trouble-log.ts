import { logger } from "./logger.ts";

/** Tells of trouble that every beat of something meets again. */
export type TroubleLog = {
  /** The beat failed: told at once, then once a minute with how often. */
  met: (error: unknown) => void;
  /** The beat did its work: told if it had failed. */
  isOver: () => void;
};

const againMilliseconds = 60_000;

/**
 * A log of trouble that is told once and not with every beat. What a worker meets that is older than the database has words of
 * its own: it goes away with the worker, not with the database.
 */
export function openTroubleLog(what: string, fields: object = {}): TroubleLog {
  let times = 0;
  let toldAt = Number.NEGATIVE_INFINITY;
  return {
    met(error) {
      times += 1;
      if (performance.now() - toldAt < againMilliseconds) return;
      toldAt = performance.now();
      logger().warn(
        { ...fields, times, err: error },
        isOlder(error) ? `${what}: this worker is older than the database, start it anew` : what,
      );
    },
    isOver() {
      if (times === 0) return;
      logger().info({ ...fields, times }, `over: ${what}`);
      times = 0;
      toldAt = Number.NEGATIVE_INFINITY;
    },
  };
}

/** What a statement names is not there any more: a column, a function, a table, an index (PostgreSQL, appendix A, class 42). */
function isOlder(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return ["42703", "42883", "42P01", "42P10"].includes(code);
}
