import type { ServerTest } from "#lib/servers/server-test.ts";
import type { ServerUse } from "./server-use-store.ts";

/** How a server is that nothing waits for, by what was heard of it last: a key under `senders.health`. */
export type ServerHealth =
  | { key: "sent" | "ok" | "failed"; at: Date }
  | { key: "trouble"; at: Date; category: string }
  /** It answered mail once, and nobody knows when. */
  | { key: "answered" | "never" };

/**
 * @param hasAnswered see lib/servers/reached-address.ts
 */
export function serverHealth(
  lastTest: Pick<ServerTest, "at" | "ok"> | null,
  use: ServerUse | undefined,
  hasAnswered: boolean,
): ServerHealth {
  const { lastAcceptedAt, lastTrouble } = use ?? {};
  const heard: Extract<ServerHealth, { at: Date }>[] = [
    ...(lastTest
      ? [{ key: lastTest.ok ? ("ok" as const) : ("failed" as const), at: new Date(lastTest.at) }]
      : []),
    ...(lastAcceptedAt ? [{ key: "sent" as const, at: lastAcceptedAt }] : []),
    ...(lastTrouble ? [{ key: "trouble" as const, at: lastTrouble.at, category: lastTrouble.category }] : []),
  ];
  const [last] = heard.sort((one, other) => other.at.getTime() - one.at.getTime());
  return last ?? { key: hasAnswered ? "answered" : "never" };
}
