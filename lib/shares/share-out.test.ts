import { expect, test } from "vitest";
import { type Party, shareOut } from "./share-out.ts";

const party = (line: string, granted: number, wants = true): Party => ({ line, granted, wants });

test("a line that is alone has the whole at once", () => {
  expect(shareOut(10, [party("a", 0)], "a", 0)).toEqual({ size: 10, granted: 10 });
});

test("who joins gets nothing before the others have let go", () => {
  const parties = [party("a", 10), party("b", 0)];
  expect(shareOut(10, parties, "b", 0)).toEqual({ size: 0, granted: 0 });
  expect(shareOut(10, parties, "a", 10)).toEqual({ size: 5, granted: 10 });
});

test("what does not divide goes to those who came first, and fewer connections than lines leave some without", () => {
  const three = [party("a", 0), party("b", 0), party("c", 0)];
  expect(three.map(({ line }) => shareOut(11, three, line, 0).size)).toEqual([4, 4, 3]);
  expect(three.map(({ line }) => shareOut(2, three, line, 0).size)).toEqual([1, 1, 0]);
});

test("a line with nothing to send gives its part to the others", () => {
  const parties = [party("a", 5, false), party("b", 5)];
  expect(shareOut(10, parties, "a", 5)).toEqual({ size: 0, granted: 5 });
  expect(shareOut(10, [party("a", 0, false), party("b", 5)], "b", 5)).toEqual({ size: 10, granted: 10 });
});

test("whoever comes, goes, idles or closes slowly, in any order: together they never have more than the maximum", () => {
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  for (let round = 0; round < 300; round += 1) {
    const maximum = 1 + random(20);
    const lines = new Map<string, { party: Party; size: number; open: number }>();
    for (let step = 0; step < 60; step += 1) {
      if (lines.size === 0 || random(10) === 0)
        lines.set(`${step}`, { party: party(`${step}`, 0), size: 0, open: 0 });
      const [id, line] = [...lines][random(lines.size)] ?? [];
      if (id === undefined || line === undefined) continue;
      const parties = [...lines.values()].map((each) => each.party);
      switch (random(5)) {
        case 0:
          line.party.wants = !line.party.wants;
          break;
        case 1:
          line.open = Math.max(line.open, line.size);
          break;
        case 2:
          line.open = random(line.open + 1);
          break;
        default: {
          const share = shareOut(maximum, parties, id, Math.max(line.size, line.open));
          line.size = share.size;
          line.party.granted = share.granted;
        }
      }
      const open = [...lines.values()].reduce((sum, each) => sum + Math.max(each.size, each.open), 0);
      expect(open).toBeLessThanOrEqual(maximum);
    }
  }
});
