import { describe, expect, it } from "vitest";
import { statusGivesWayTo } from "./contact-status.ts";

describe("statusGivesWayTo", () => {
  it("never lets a bounce hide that somebody unsubscribed or complained", () => {
    expect(statusGivesWayTo("unsubscribed", "bounced")).toBe(false);
    expect(statusGivesWayTo("complained", "bounced")).toBe(false);
    expect(statusGivesWayTo("complained", "unsubscribed")).toBe(false);
    expect(statusGivesWayTo("active", "bounced")).toBe(true);
    expect(statusGivesWayTo("bounced", "unsubscribed")).toBe(true);
    expect(statusGivesWayTo("unsubscribed", "complained")).toBe(true);
  });
});
