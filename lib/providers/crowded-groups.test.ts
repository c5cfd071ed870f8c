import { expect, test } from "vitest";
import { crowdedGroups, fewestRecipients, mostGroups } from "./crowded-groups.ts";

const crowd = (provider: string, recipients: number, isMarked = false) => ({
  provider,
  recipients,
  isMarked,
  untold: recipients,
});

test("a group has a pace from so many recipients of a campaign on", () => {
  expect(crowdedGroups([crowd("mx:a", fewestRecipients), crowd("mx:b", fewestRecipients - 1)])).toEqual([
    "mx:a",
  ]);
});

test("domains that are new to a group count with those that have its pace, and what has one needs none", () => {
  expect(crowdedGroups([crowd("mx:a", 48, true), crowd("mx:a", 2), crowd("google", 400, true)])).toEqual([
    "mx:a",
  ]);
});

test("of very many groups the most crowded have one", () => {
  const crowds = Array.from({ length: mostGroups + 5 }, (_, index) => crowd(`mx:${index}`, 1_000 + index));
  const chosen = crowdedGroups(crowds);
  expect(chosen).toHaveLength(mostGroups);
  expect(chosen).not.toContain("mx:4");
  expect(chosen).toContain("mx:5");
});
