import { describe, expect, test } from "vitest";
import { finishedDraft } from "#tests/support/draft.ts";
import { type CampaignDraft, mergeDraft } from "./campaign-draft.ts";

const current: CampaignDraft = { ...finishedDraft, senderId: null, includeListIds: ["b", "a"] };

describe("two people writing one draft", () => {
  test("both keep what they wrote in different fields", () => {
    const merge = mergeDraft(current, { patch: { preheader: "Read on" }, base: { preheader: "" } });
    expect(merge).toEqual({ kind: "merged", changes: { preheader: "Read on" } });
  });

  test("are told of a field that both changed, and nothing of the change is written", () => {
    const merge = mergeDraft(current, {
      patch: { subject: "My words", preheader: "Read on" },
      base: { subject: "Before either", preheader: "" },
    });
    expect(merge).toEqual({ kind: "conflict", fields: ["subject"] });
  });

  test("agree when both wrote the same", () => {
    const merge = mergeDraft(current, { patch: { subject: "What is new" }, base: { subject: "Before" } });
    expect(merge).toEqual({ kind: "merged", changes: {} });
  });

  test("do not quarrel about the order of lists", () => {
    const merge = mergeDraft(current, {
      patch: { includeListIds: ["a", "b"] },
      base: { includeListIds: ["a"] },
    });
    expect(merge).toEqual({ kind: "merged", changes: {} });
  });

  test("may empty a field", () => {
    const merge = mergeDraft(
      { ...current, senderId: "s" },
      { patch: { senderId: null }, base: { senderId: "s" } },
    );
    expect(merge).toEqual({ kind: "merged", changes: { senderId: null } });
  });
});
