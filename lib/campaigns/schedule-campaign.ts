import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { type CampaignCheck, isReady } from "#lib/checks/campaign-checks.ts";
import { checkCampaign } from "#lib/checks/check-campaign.ts";
import { type CampaignState, mayMove } from "#lib/drafts/campaign-state.ts";
import { findCampaign } from "#lib/drafts/campaigns-store.ts";
import { databaseNow } from "#lib/platform/database-clock.ts";
import { isPast, readLocalMoment } from "#lib/timing/campaign-schedule.ts";
import { startForAllZones } from "#lib/timing/recipient-time.ts";
import { moveCampaign } from "./campaign-moves-store.ts";
import { launchCampaign } from "./launch-campaign.ts";

export type SendTime =
  | { kind: "now" }
  /** `local` is `YYYY-MM-DDTHH:mm` in `timeZone`; `later` takes the second of an hour that autumn has twice. */
  | { kind: "at"; local: string; timeZone: string; later?: boolean };

export type ScheduleOutcome =
  | { kind: "launched"; audience: number }
  /** `clock` says that the wall-clock time did not exist or existed twice on that day. */
  | { kind: "scheduled"; at: string; clock: "exact" | "gap" | "overlap" }
  | { kind: "not_ready"; checks: CampaignCheck[] }
  /** There are more recipients now than the button named. */
  | { kind: "audience_grew"; audience: number }
  | { kind: "invalid_time" }
  /** The time has passed: ask whether to send now. */
  | { kind: "past"; at: string }
  /** Somebody else was first, or it is over. */
  | { kind: "already"; state: CampaignState }
  | { kind: "not_found" };

/**
 * Sends a campaign now or at its time. Everything is checked again here, whatever a screen showed.
 * @param named the number of people the button named; sending to more asks again, sending to fewer (someone unsubscribed) does not
 */
export async function scheduleCampaign(
  actor: Actor,
  id: string,
  when: SendTime,
  { named }: { named?: number } = {},
): Promise<ScheduleOutcome> {
  requirePermission(actor, "campaigns:send");
  const { workspaceId } = actor;
  const row = await findCampaign(workspaceId, id);
  if (row === null) return { kind: "not_found" };
  const move = when.kind === "now" ? "launch" : "schedule";
  if (!mayMove(row.state, move)) return { kind: "already", state: row.state };

  const moment = when.kind === "at" ? readLocalMoment(when.local, when.timeZone) : null;
  if (moment?.kind === "invalid") return { kind: "invalid_time" };
  const at = moment?.kind === "overlap" && when.kind === "at" && when.later ? moment.later : moment?.at;
  const now = await databaseNow();
  if (at && isPast(at, now)) return { kind: "past", at: at.toISOString() };

  const { checks, audience } = await checkCampaign(row, now);
  if (!isReady(checks)) return { kind: "not_ready", checks };
  if (named !== undefined && audience.audience > named)
    return { kind: "audience_grew", audience: audience.audience };

  const moved =
    at && when.kind === "at" && moment
      ? await moveCampaign(id, "schedule", {
          workspaceId,
          scheduledAt: at,
          startAt: row.recipientTime ? startForAllZones(at, when.timeZone) : null,
          timeZone: when.timeZone,
          pauseReason: null,
        })
      : await launchCampaign(id, { workspaceId });
  if (!moved) {
    const present = await findCampaign(workspaceId, id);
    return present === null ? { kind: "not_found" } : { kind: "already", state: present.state };
  }
  return at && moment
    ? { kind: "scheduled", at: at.toISOString(), clock: moment.kind }
    : { kind: "launched", audience: audience.audience };
}
