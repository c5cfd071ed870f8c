import { findCapUntil } from "#lib/pacing/count-store.ts";
import { opensAt } from "#lib/pacing/sending-hours.ts";
import { isLong, type TroubleWords, troubleWords } from "#lib/pacing/server-trouble.ts";
import { databaseNow } from "#lib/platform/database-clock.ts";
import type { ServerRow } from "#lib/senders/sending-servers-store.ts";
import { hasAnswered } from "#lib/servers/reached-address.ts";
import { settingsVersion } from "#lib/servers/settings-version.ts";
import { readTroubles } from "./breaker-store.ts";

/** Why nothing goes through a sending server at the moment: a key under `campaigns.live.lines.wait`. Times are ISO 8601 in UTC. */
export type ServerWait = { key: "hours" | "cap"; until: string } | ServerTroubleWait;

/** It failed, and is tried again. */
export type ServerTroubleWait = {
  key: TroubleWords;
  since: string;
  /** When it is tried next, in the past if it is due; null while it is being tried. */
  until: string | null;
  /** It is being tried or due to be, by the clock of whoever read this: a screen's own would say otherwise than the page did. */
  isTriedNow: boolean;
  /** So long that somebody should look. */
  isLong: boolean;
  /** The server's words, or the system's. */
  said: string | null;
};

/**
 * Null for a server that mail can go through now, as far as anybody knows.
 *
 * @param campaignId whose mail; without it, what concerns all that goes through the server
 */
export async function readServerWait(server: ServerRow, campaignId?: string): Promise<ServerWait | null> {
  const now = await databaseNow();
  const opens = opensAt(server, now);
  if (opens) return { key: "hours", until: opens.toISOString() };
  const cap = await findCapUntil(`server ${server.id}`, server.hourlyCap, server.dailyCap);
  if (cap) return { key: "cap", until: cap.toISOString() };
  const troubles = await readTroubles(server.id, settingsVersion(server));
  const trouble =
    troubles.get(server.id) ?? (campaignId === undefined ? undefined : troubles.get(campaignId));
  if (!trouble) return null;
  const { kind, reason, since, openFor, isProbed, said } = trouble;
  return {
    key: troubleWords(kind, reason, hasAnswered(server)),
    since: since.toISOString(),
    until: isProbed ? null : new Date(now.getTime() + openFor).toISOString(),
    isTriedNow: isProbed || openFor <= 0,
    isLong: isLong(since, now),
    said,
  };
}
