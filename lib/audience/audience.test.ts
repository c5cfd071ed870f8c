import { describe, expect, test } from "vitest";
import { type AudienceGroup, audienceReasons, explainAudience } from "./audience.ts";

describe("the explained sum", () => {
  test("subtracts each person once and says for what", () => {
    const sum = explainAudience([
      { reason: null, people: 4_993, entries: 4_994 },
      { reason: "unsubscribed", people: 12, entries: 12 },
      { reason: "bounced", people: 31, entries: 31 },
      { reason: "suppressed", people: 3, entries: 3 },
    ]);
    expect(sum).toEqual({
      entries: 5_040,
      subtractions: [
        { line: "unsubscribed", count: 12 },
        { line: "bounced", count: 31 },
        { line: "suppressed", count: 3 },
        { line: "twice", count: 1 },
      ],
      audience: 4_993,
    });
  });

  test("is nothing for no list", () => {
    expect(explainAudience([])).toEqual({ entries: 0, subtractions: [], audience: 0 });
  });

  test("adds up whatever the groups are", () => {
    const random = generator(20_261_121);
    for (let round = 0; round < 500; round += 1) {
      const groups: AudienceGroup[] = [null, ...audienceReasons]
        .filter(() => random(2) === 0)
        .map((reason) => {
          const people = random(1_000) + 1;
          return { reason, people, entries: people + random(50) };
        });
      const sum = explainAudience(groups);
      const subtracted = sum.subtractions.reduce((total, { count }) => total + count, 0);
      expect(sum.entries - subtracted).toBe(sum.audience);
    }
  });
});

/** Repeatable numbers below `limit`: a linear congruential generator (Numerical Recipes, 7.1). */
function generator(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}
