import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openSendSlots, type SendSlot } from "./send-slots.ts";
import type { ReservedSlots } from "./slot-store.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance", "Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const minute = new Date("2026-01-01T10:00:00Z");

/** Slots of 20 ms as the database gives them, for one worker or several. */
function source(over: { cap?: number; coming?: () => number; isStopping?: () => boolean } = {}) {
  let nextFree = 0;
  let left = over.cap ?? Number.POSITIVE_INFINITY;
  const asked: number[] = [];
  const returned: number[] = [];
  return {
    asked,
    returned,
    async reserve(wanted: number): Promise<ReservedSlots> {
      asked.push(wanted);
      const granted = Math.min(wanted, left);
      left -= granted;
      const first = Math.max(nextFree, performance.now());
      nextFree = first + granted * 20;
      return {
        granted,
        startsIn: first - performance.now(),
        spacing: 20,
        fullFor: granted === 0 ? 3_600_000 : 0,
        countedIn: minute,
      };
    },
    async giveBack(countedIn: Date, unused: number) {
      expect(countedIn).toEqual(minute);
      returned.push(unused);
    },
    atOnce: 12,
    coming: over.coming ?? (() => 0),
    isStopping: over.isStopping ?? (() => false),
  };
}

/** Takes so many, and notes when each may go. */
function takeMany(slots: ReturnType<typeof openSendSlots>, count: number) {
  const at: number[] = [];
  const refused: number[] = [];
  for (let index = 0; index < count; index += 1)
    void slots.take().then((mayGo) => (mayGo ? at : refused).push(performance.now()));
  return { at, refused };
}

async function takeNow(slots: ReturnType<typeof openSendSlots>) {
  const taken = takeMany(slots, 1);
  await vi.advanceTimersByTimeAsync(100);
  return taken;
}

test("each message waits for a moment of its own, and the next moments are reserved before the last are used up", async () => {
  const from = source();
  const { at } = takeMany(openSendSlots(from), 50);
  await vi.advanceTimersByTimeAsync(1_100);
  expect(at).toHaveLength(50);
  const gaps = at.slice(1).map((moment, index) => moment - (at[index] ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(19);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(21);
  expect(Math.max(...from.asked)).toBeLessThanOrEqual(12);
});

test("no more is reserved than will be used", async () => {
  const from = source();
  takeMany(openSendSlots(from), 3);
  await vi.advanceTimersByTimeAsync(500);
  expect(from.asked.reduce((sum, count) => sum + count, 0)).toBe(3);
});

test("moments that were missed are not made up for", async () => {
  const from = source({ coming: () => 100 });
  const slots = openSendSlots(from);
  takeMany(slots, 1);
  await vi.advanceTimersByTimeAsync(1);
  // It has eleven moments left, and nobody asks for two seconds.
  await vi.advanceTimersByTimeAsync(2_000);
  const { at } = takeMany(slots, 20);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(at).toHaveLength(20);
  expect(at.filter((moment) => moment < (at[0] ?? 0) + 100).length).toBeLessThanOrEqual(6);
  expect(from.returned).toEqual([11]);
});

test("a cap that is used up sends everybody back, and is asked for again within a minute: others may give theirs back", async () => {
  const from = source({ cap: 5 });
  const slots = openSendSlots(from);
  const { at, refused } = takeMany(slots, 8);
  await vi.advanceTimersByTimeAsync(1_000);
  expect([at.length, refused.length]).toEqual([5, 3]);
  const times = from.asked.length;
  expect((await takeNow(slots)).refused, "by memory").toHaveLength(1);
  expect(from.asked).toHaveLength(times);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(slots.fullFor()).toBe(0);
  expect((await takeNow(slots)).refused, "asked again").toHaveLength(1);
  expect(from.asked).toHaveLength(times + 1);
});

test("what is given back while the database is counting is room under the cap, whatever it answers", async () => {
  const from = source({ cap: 1 });
  let answer: (() => void) | undefined;
  const slots = openSendSlots({
    ...from,
    async reserve(wanted) {
      if (from.asked.length !== 1) return { ...(await from.reserve(1)), granted: Math.min(1, wanted) };
      const full = await from.reserve(wanted);
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return full;
    },
  });
  const slot = await takeOne(slots);
  const other = slots.take();
  await vi.advanceTimersByTimeAsync(400);
  const another = slots.takeAnother(slot);
  await vi.advanceTimersByTimeAsync(1);
  expect(from.returned).toEqual([1]);
  answer?.();
  await vi.advanceTimersByTimeAsync(100);
  expect(await Promise.race([another, "nobody has said"])).not.toBe("nobody has said");
  expect(await another).not.toBeNull();
  await slots.close();
  await other;
});

test("a cap leaves room again when the database's time is over, whatever the worker's clock says", async () => {
  let left = 1;
  const slots = openSendSlots({
    ...source(),
    reserve: async () => {
      const granted = Math.min(1, left);
      left -= granted;
      return { granted, startsIn: 0, spacing: 0, fullFor: granted === 0 ? 60_000 : 0, countedIn: minute };
    },
  });
  takeMany(slots, 2);
  await vi.advanceTimersByTimeAsync(1_000);
  vi.setSystemTime(Date.now() - 3_600_000);
  left = 1;
  const early = takeMany(slots, 1);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(early.refused).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(60_000);
  const later = takeMany(slots, 1);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(later.at).toHaveLength(1);
});

test("when the process is to end, whoever waits is sent back, and unused moments are returned", async () => {
  let stopping = false;
  const from = source({ isStopping: () => stopping });
  const slots = openSendSlots(from);
  const { at, refused } = takeMany(slots, 12);
  await vi.advanceTimersByTimeAsync(50);
  stopping = true;
  await vi.advanceTimersByTimeAsync(250);
  expect(at.length + refused.length).toBe(12);
  expect(refused.length).toBeGreaterThan(0);
  await slots.close();
  expect(from.returned).toEqual([12 - at.length]);
});

test("a database that cannot say sends everybody back", async () => {
  const slots = openSendSlots({
    ...source(),
    reserve: () => Promise.reject(new Error("the database is away")),
  });
  const { refused } = takeMany(slots, 4);
  await vi.advanceTimersByTimeAsync(10);
  expect(refused).toHaveLength(4);
});

test("a moment that is put back is whoever waits next's at once, and lost when it is too late for that", async () => {
  const from = source();
  const slots = openSendSlots({ ...from, atOnce: 1 });
  const { at } = takeMany(slots, 3);
  await vi.advanceTimersByTimeAsync(10);
  expect(at).toHaveLength(1);
  slots.putBack({ at: performance.now(), counted: { minute, until: performance.now() + 59_000 } });
  await vi.advanceTimersByTimeAsync(1);
  expect(at, "the second has the first's").toHaveLength(2);
  await vi.advanceTimersByTimeAsync(400);
  expect(at).toHaveLength(3);
  slots.putBack({ at: performance.now() - 300, counted: { minute, until: performance.now() + 58_700 } });
  expect(from.returned).toEqual([1]);
  await slots.close();
});

test("a moment that was taken is late after a quarter of a second, and at a slow rate after a slot", async () => {
  for (const [spacing, late] of [
    [20, 250],
    [1_000, 1_000],
  ] as const) {
    const from = source();
    const slots = openSendSlots({
      ...from,
      reserve: async (wanted) => ({ ...(await from.reserve(wanted)), spacing }),
    });
    const slot = await takeOne(slots);
    await vi.advanceTimersByTimeAsync(late - 10);
    expect(slots.isLate(slot)).toBe(false);
    await vi.advanceTimersByTimeAsync(20);
    expect(slots.isLate(slot)).toBe(true);
    await slots.close();
  }
});

/** One moment that is there at once. */
async function takeOne(slots: ReturnType<typeof openSendSlots>): Promise<SendSlot> {
  const taking = slots.take();
  await vi.advanceTimersByTimeAsync(1);
  const slot = await taking;
  if (!slot) throw new Error("there was none");
  return slot;
}

test("where a cap holds, a moment is late before the minute after its own is over, however long the database took to answer", async () => {
  for (const answersAfter of [0, 20_000]) {
    const from = source();
    const slots = openSendSlots({
      ...from,
      async reserve(wanted) {
        const reserved = await from.reserve(wanted);
        await new Promise((resolve) => setTimeout(resolve, answersAfter));
        return { ...reserved, startsIn: 0, spacing: 0 };
      },
    });
    const taking = slots.take();
    await vi.advanceTimersByTimeAsync(answersAfter + 1);
    const slot = await taking;
    if (!slot) throw new Error("there was none");
    await vi.advanceTimersByTimeAsync(58_000 - answersAfter);
    expect(slots.isLate(slot)).toBe(false);
    await vi.advanceTimersByTimeAsync(1_999);
    expect(slots.isLate(slot), "a minute after it was reserved").toBe(true);
    await slots.close();
  }
});

test("another moment in place of a late one is no second one under the cap, and is there though the cap is used up", async () => {
  const from = source({ cap: 1 });
  let isFull = false;
  const slots = openSendSlots({
    ...from,
    async reserve(wanted) {
      if (isFull && from.returned.length === 0) return { ...(await from.reserve(0)), fullFor: 3_600_000 };
      isFull = true;
      return { granted: Math.min(1, wanted), startsIn: 0, spacing: 20, fullFor: 0, countedIn: minute };
    },
  });
  const slot = await takeOne(slots);
  expect(await slots.take(), "the cap is used up").toBeNull();
  expect(slots.fullFor()).toBeGreaterThan(0);
  await vi.advanceTimersByTimeAsync(400);
  expect(await slots.takeAnother(slot)).not.toBeNull();
  expect(from.returned).toEqual([1]);
});
