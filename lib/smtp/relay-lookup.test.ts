import { afterEach, expect, test, vi } from "vitest";
import { lookUpRelay } from "./relay-lookup.ts";

afterEach(() => vi.useRealTimers());

const found = { kind: "found", addresses: [{ address: "203.0.113.9", family: 4 }] };

test("a name that many connections ask for at once is looked up once, and anew for the next", async () => {
  const answers: ((addresses: { address: string; family: number }[]) => void)[] = [];
  const ask = () => new Promise<{ address: string; family: number }[]>((resolve) => answers.push(resolve));
  const twenty = Array.from({ length: 20 }, () => lookUpRelay("smtp.once.example", 587, [], ask));
  expect(answers).toHaveLength(1);
  answers[0]?.(found.addresses);
  expect(await Promise.all(twenty)).toEqual(twenty.map(() => found));

  const next = lookUpRelay("smtp.once.example", 587, [], ask);
  expect(answers).toHaveLength(2);
  answers[1]?.(found.addresses);
  expect(await next).toEqual(found);
});

test("name servers that never answer keep no connection waiting for ever, and are not asked again meanwhile", async () => {
  vi.useFakeTimers();
  let asked = 0;
  const ask = () => {
    asked += 1;
    return new Promise<never>(() => {});
  };
  for (const _attempt of [1, 2]) {
    const waiting = lookUpRelay("smtp.silent.example", 587, [], ask);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await waiting).toMatchObject({ kind: "not_found", isCertain: false });
  }
  expect(asked).toBe(1);
});
