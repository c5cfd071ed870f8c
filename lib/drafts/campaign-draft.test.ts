import { describe, expect, test } from "vitest";
import { type CampaignDraft, mergeDraft } from "./campaign-draft.ts";

const current: CampaignDraft = {
  name: "November news",
  subject: "What is new",
  preheader: "",
  senderId: null,
  templateId: null,
  mjml: "<mjml></mjml>",
  text: null,
  trackOpens: true,
  trackClicks: true,
  retryHours: 72,
  scheduledAt: null,
  timeZone: "Asia/Jakarta",
  priority: "campaign",
  windowFrom: null,
  windowTo: null,
  windowDays: [1, 2, 3, 4, 5, 6, 7],
  maxPerSecond: null,
  spreadHours: null,
  recipientTime: false,
  includeListIds: ["b", "a"],
  excludeListIds: [],
};

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
