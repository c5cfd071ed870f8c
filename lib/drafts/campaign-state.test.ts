import { describe, expect, test } from "vitest";
import {
  type CampaignMove,
  type CampaignState,
  campaignMoves,
  campaignStates,
  hasLaunched,
  isEditable,
  isMoving,
  isOver,
  mayMove,
} from "./campaign-state.ts";

/** Written out a second time on purpose: a change of the moves must be meant twice. */
const legal: Record<CampaignState, CampaignMove[]> = {
  draft: ["schedule", "launch"],
  scheduled: ["unschedule", "hold", "launch"],
  held: ["unschedule", "launch"],
  planning: ["beginSending", "pause", "cancel"],
  sending: ["pause", "finish", "cancel"],
  paused: ["resume", "planAgain", "finish", "cancel"],
  finished: [],
  cancelled: [],
};

describe("the moves of a campaign", () => {
  const moves = Object.keys(campaignMoves) as CampaignMove[];
  for (const state of campaignStates) {
    test(`from ${state} only ${legal[state].join(", ") || "nothing"}`, () => {
      expect(moves.filter((move) => mayMove(state, move))).toEqual(legal[state]);
    });
  }

  test("what is over never moves again", () => {
    for (const state of campaignStates.filter(isOver)) {
      expect(moves.some((move) => mayMove(state, move))).toBe(false);
    }
  });

  test("every state but draft can be reached, and each that is not over can be left", () => {
    const reached = new Set<CampaignState>(["draft"]);
    for (let round = 0; round < campaignStates.length; round += 1) {
      for (const { from, to } of Object.values(campaignMoves)) {
        if (from.some((state) => reached.has(state))) reached.add(to);
      }
    }
    expect([...reached].sort()).toEqual([...campaignStates].sort());
    expect(campaignStates.filter((state) => legal[state].length === 0)).toEqual(["finished", "cancelled"]);
  });
});

test("only a draft is edited, only planning and sending move by themselves, only launched ones have books", () => {
  expect(campaignStates.filter(isEditable)).toEqual(["draft"]);
  expect(campaignStates.filter(isMoving)).toEqual(["planning", "sending"]);
  expect(campaignStates.filter((state) => !hasLaunched(state))).toEqual(["draft", "scheduled", "held"]);
});
