import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { type PauseReason, readPauseReason } from "#lib/campaigns/pause-reason.ts";
import { type CampaignState, isMoving } from "#lib/drafts/campaign-state.ts";
import { nextWaveOpening } from "#lib/timing/campaign-wave.ts";
import { findWaves, keepQueued } from "#lib/timing/campaign-waves-store.ts";
import type { WindowFields } from "#lib/timing/send-window.ts";
import { booksOf } from "./campaign-list-store.ts";
import { type CampaignBooks, type CampaignPace, readPace } from "./campaign-progress.ts";
import { countAnswered, findBooks, findNextTry } from "./progress-store.ts";

/** What a live screen shows, in one answer. Moments are ISO 8601 in UTC. */
export type CampaignProgress = CampaignPace & {
  state: CampaignState;
  audience: number;
  /** All recipients are written; until then `audience` and the books grow. */
  isPlanned: boolean;
  books: CampaignBooks;
  /** Everybody was tried, and the first of those who are deferred is tried again then; null while others are sent to. */
  nextTryAt: string | null;
  /** It rests until then, as its hours are over; null while it may be sent. */
  waitsUntil: string | null;
  /** The zone in which its hours are meant. */
  timeZone: string;
  pauseReason: PauseReason | null;
  launchedAt: string | null;
  finishedAt: string | null;
};

/** Long enough to be calm, short enough to show that a server slows down. */
const windowSeconds = 5;

/** How a campaign is going at this moment, or null when the workspace has none of this id. */
export async function readCampaignProgress(actor: Actor, id: string): Promise<CampaignProgress | null> {
  requirePermission(actor, "campaigns:read");
  const row = await findBooks(actor.workspaceId, id);
  if (row === null) return null;
  const answered = isMoving(row.state) ? await countAnswered(id, windowSeconds) : 0;
  const books = booksOf(row);
  const isPlanned = row.plannedAt !== null;
  const pace = readPace(books, answered, windowSeconds);
  return {
    state: row.state,
    audience: row.audience,
    isPlanned,
    books,
    ...pace,
    // While recipients are still being written nobody knows how many are left.
    secondsLeft: isPlanned ? pace.secondsLeft : null,
    nextTryAt:
      row.state === "sending" && pace.secondsLeft === 0 && books.deferred > 0
        ? ((await findNextTry(id))?.toISOString() ?? null)
        : null,
    waitsUntil: row.state === "sending" && pace.left > 0 ? await opensAgain(id, row) : null,
    timeZone: row.timeZone,
    pauseReason: readPauseReason(row.pauseReason),
    launchedAt: row.launchedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

/** Null while somebody may be sent to. */
async function opensAgain(
  id: string,
  row: WindowFields & { recipientTime: boolean },
): Promise<string | null> {
  const now = new Date();
  const atOnce = { wave: 0, notBefore: now, timeZone: row.timeZone, batches: 0 };
  const waves = row.recipientTime ? await keepQueued(id, [atOnce, ...(await findWaves(id))]) : [atOnce];
  return nextWaveOpening(row, waves, now)?.toISOString() ?? null;
}
