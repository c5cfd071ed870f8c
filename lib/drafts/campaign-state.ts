/**
 * The states of a campaign.
 *
 * draft: being written · scheduled: waits for its time · held: missed its time, or was not fit to go when it came; a person
 * decides · planning: recipients are being written as rows · sending · paused: nothing new is claimed · finished: every
 * recipient has a final state · cancelled: what was not sent never will be
 */
export const campaignStates = [
  "draft",
  "scheduled",
  "held",
  "planning",
  "sending",
  "paused",
  "finished",
  "cancelled",
] as const;
export type CampaignState = (typeof campaignStates)[number];

/**
 * Every legal move. A move is done by one conditional update (`... WHERE state = ANY(from)`), so that of two who try at
 * once one does it and the other learns that it was done.
 */
export const campaignMoves = {
  schedule: { from: ["draft"], to: "scheduled" },
  unschedule: { from: ["scheduled", "held"], to: "draft" },
  hold: { from: ["scheduled"], to: "held" },
  launch: { from: ["draft", "scheduled", "held"], to: "planning" },
  beginSending: { from: ["planning"], to: "sending" },
  pause: { from: ["planning", "sending"], to: "paused" },
  resume: { from: ["paused"], to: "sending" },
  /** Resumes what was paused before its recipients were written. */
  planAgain: { from: ["paused"], to: "planning" },
  /** From `paused` too: the connections open at the pause may have carried the last mail. */
  finish: { from: ["sending", "paused"], to: "finished" },
  cancel: { from: ["planning", "sending", "paused"], to: "cancelled" },
} as const satisfies Record<string, { from: readonly CampaignState[]; to: CampaignState }>;
export type CampaignMove = keyof typeof campaignMoves;

export function mayMove(state: CampaignState, move: CampaignMove): boolean {
  const from: readonly CampaignState[] = campaignMoves[move].from;
  return from.includes(state);
}

/** Content, audience and sender may be changed. A scheduled campaign is unscheduled first. */
export function isEditable(state: CampaignState): boolean {
  return state === "draft";
}

/** Numbers change by themselves, so a screen keeps asking. */
export function isMoving(state: CampaignState): boolean {
  return state === "planning" || state === "sending";
}

/** Recipients stand in rows, or are about to: the campaign has books. */
export function hasLaunched(state: CampaignState): boolean {
  return state !== "draft" && state !== "scheduled" && state !== "held";
}

export function isOver(state: CampaignState): boolean {
  return state === "finished" || state === "cancelled";
}
