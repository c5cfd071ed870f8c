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

/** @param destination where the lines go instead of stderr, for tests */
export function createLogger(destination?: { write: (line: string) => void }): Logger {
  const options = {
    level: environment().logLevel,
    base: {},
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    hooks: { streamWrite: redact },
  };
  if (destination) return pino(options, destination);
  if (!process.stderr.isTTY) return pino(options, pino.destination({ fd: 2, sync: true }));
  return pino(options, pretty({ colorize: true, destination: 2, sync: true, translateTime: "SYS:HH:MM:ss" }));
}
