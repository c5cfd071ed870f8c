import pino, { type Logger } from "pino";
import pretty from "pino-pretty";
import { environment } from "./environment.ts";
import { redact } from "./redaction.ts";

export type { Logger };

const key = Symbol.for("kurir.logger");
const place = globalThis as { [key]?: Logger };

/**
 * The log of this process: JSON lines on stderr, readable ones at a terminal. Every line passes `redact`,
 * so addresses and secrets cannot reach it by any field or message.
 */
export function logger(): Logger {
  place[key] ??= createLogger();
  return place[key];
}

function createLogger(): Logger {
  const options = {
    level: environment().logLevel,
    base: {},
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: describeError },
    hooks: { streamWrite: redact },
  };
  if (!process.stderr.isTTY) return pino(options, pino.destination({ fd: 2, sync: true }));
  return pino(options, pretty({ colorize: true, destination: 2, sync: true, translateTime: "SYS:HH:MM:ss" }));
}

/** What an error says and where, not what hangs on it: pg's carries its whole client, connection settings and all. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack } = error;
  const { code, detail, cause } = error as Error & { code?: unknown; detail?: unknown };
  return {
    name,
    message,
    code,
    detail,
    stack,
    ...(cause === undefined ? {} : { cause: describeError(cause) }),
  };
}
