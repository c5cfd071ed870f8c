import { expect, test } from "vitest";
import { normalisePace, paceProblems, takesSender } from "./server-pace.ts";

test("what was not said is no limit, and domains are taken as people write them", () => {
  expect(paceProblems(normalisePace({}))).toEqual([]);
  expect(normalisePace({ fromDomains: [" @Shop.Example ", "shop.example", ""] }).fromDomains).toEqual([
    "shop.example",
  ]);
  expect(normalisePace({ hoursTimeZone: "Asia/Jakarta" }).hoursTimeZone, "a zone without hours").toBeNull();
});

test("each wrong field is named", () => {
  const wrong = normalisePace({
    messagesPerConnection: 0,
    hourlyCap: 1.5,
    dailyCap: -3,
    weight: 0,
    hoursFrom: 1_441,
    hoursTo: 60,
    hoursTimeZone: "Nowhere/Land",
    fromDomains: ["not a domain"],
  });
  expect(paceProblems(wrong).map(({ field }) => field)).toEqual([
    "messagesPerConnection",
    "hourlyCap",
    "dailyCap",
    "weight",
    "hoursFrom",
    "hoursTimeZone",
    "fromDomains",
  ]);
  expect(paceProblems(normalisePace({ hoursFrom: 60 }))).toEqual([
    { field: "hoursTo", problem: "hoursBoth" },
  ]);
});

test("a server takes any sender, or those of its domains", () => {
  expect(takesSender({ fromDomains: [] }, "a@b.example")).toBe(true);
  expect(takesSender({ fromDomains: ["b.example"] }, "a@B.example")).toBe(true);
  expect(takesSender({ fromDomains: ["b.example"] }, "a@sub.b.example")).toBe(false);
});
