import { expect, test } from "vitest";
import { openPermits, type PermitLane } from "./permits.ts";

const large = { key: "large", goesFirst: false };
const small = { key: "small", goesFirst: false };
const receipt = { key: "receipt", goesFirst: true };

/** Who gets the permits, in order, when all of these wait and one after the other is given back. */
async function turns(waiting: PermitLane[]): Promise<string[]> {
  const permits = openPermits(1);
  await permits.take(large);
  const order: string[] = [];
  const all = waiting.map(async (lane) => {
    await permits.take(lane);
    order.push(lane.key);
    permits.giveBack();
  });
  permits.giveBack();
  await Promise.all(all);
  expect(permits.taken()).toBe(0);
  expect(permits.waiting()).toBe(0);
  return order;
}

test("no more have a permit than there are, and they get one in their order", async () => {
  const permits = openPermits(2);
  const order: number[] = [];
  let holding = 0;
  await Promise.all(
    [1, 2, 3, 4, 5].map(async (each) => {
      await permits.take(large);
      holding += 1;
      expect(holding).toBeLessThanOrEqual(2);
      order.push(each);
      await new Promise((resolve) => setImmediate(resolve));
      holding -= 1;
      permits.giveBack();
    }),
  );
  expect(order).toEqual([1, 2, 3, 4, 5]);
});

test("permits go round the campaigns that wait, whoever came first", async () => {
  expect(await turns([large, large, large, large, small, small])).toEqual([
    "large",
    "small",
    "large",
    "small",
    "large",
    "large",
  ]);
});

test("what goes first goes before everybody who waits", async () => {
  expect(await turns([large, large, small, receipt, receipt])).toEqual([
    "receipt",
    "receipt",
    "large",
    "small",
    "large",
  ]);
});

test("who holds what others wait for goes before the rest of its lane, and before nobody else's", async () => {
  const permits = openPermits(1);
  await permits.take(large);
  const order: string[] = [];
  const wait = async (name: string, lane: PermitLane) => {
    await permits.take(lane);
    order.push(name);
    permits.giveBack();
  };
  const all = [
    wait("large 1", large),
    wait("large 2", large),
    wait("large, ahead 1", { ...large, isAhead: true }),
    wait("large, ahead 2", { ...large, isAhead: true }),
    wait("small", small),
  ];
  permits.giveBack();
  await Promise.all(all);
  expect(order).toEqual(["large, ahead 1", "small", "large, ahead 2", "large 1", "large 2"]);
});

test("fewer permits take nothing away, and more let the next go", async () => {
  const permits = openPermits(2);
  await Promise.all([permits.take(large), permits.take(large)]);
  permits.resize(1);
  let isOn = false;
  const third = permits.take(small).then(() => {
    isOn = true;
  });
  permits.giveBack();
  await Promise.resolve();
  expect([isOn, permits.taken(), permits.waiting("small"), permits.waiting("large")]).toEqual([
    false,
    1,
    1,
    0,
  ]);
  permits.resize(2);
  await third;
  expect([isOn, permits.taken(), permits.waiting()]).toEqual([true, 2, 0]);
});

test("with no permits at all nobody waits for one, and who waits in one lane can be let go without the others", async () => {
  const permits = openPermits(0);
  const first = permits.take(large);
  permits.resize(1);
  expect(await first, "before the first size they wait").toBe(true);
  const [again, other] = [permits.take(large), permits.take(small)];
  permits.letGo("large");
  expect(await again).toBe(false);
  expect(permits.waiting("small")).toBe(1);
  permits.resize(0);
  expect(await other).toBe(false);
  expect(await permits.take(small)).toBe(false);
  permits.giveBack();
  permits.resize(1);
  expect(await permits.take(small)).toBe(true);
});
