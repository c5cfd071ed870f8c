import { expect, test } from "vitest";
import { planTorture } from "./plan-torture.ts";

const options = { recipients: 20_000, kills: 20, seed: 42, backend: "redis" } as const;

test("the same seed gives the same plan, another seed another one", () => {
  expect(planTorture(options)).toEqual(planTorture(options));
  expect(planTorture({ ...options, seed: 43 })).not.toEqual(planTorture(options));
});

test("a plan kills exactly as often as was asked for", () => {
  for (const kills of [0, 1, 2, 7, 20, 50]) {
    const plan = planTorture({ ...options, kills });
    const killing = plan.filter(
      (event) => event.do === "kill-worker" || (event.do === "restart-postgres" && event.kill !== null),
    );
    expect(killing).toHaveLength(kills);
  }
});

test("a single kill comes with every other kind of trouble, in the order in which mails arrive", () => {
  const plan = planTorture({ ...options, kills: 1 });
  expect(new Set(plan.map((event) => event.do))).toEqual(
    new Set([
      ...["restart-postgres", "restart-redis", "flush-redis", "pause", "start-worker", "stop-worker"],
      ...["freeze-worker", "suppress", "fault"],
    ]),
  );
  const points = plan.flatMap((event) => (event.do === "fault" ? [event.point] : []));
  expect(new Set(points)).toEqual(
    new Set(["connect", "ehlo", "mail", "rcpt", "data", "body", "dot", "answered"]),
  );
  expect(plan.map(({ received }) => received)).toEqual(
    plan.map(({ received }) => received).toSorted((one, other) => one - other),
  );
});

test("a plan without kills is calm", () => {
  expect(planTorture({ ...options, kills: 0 })).toEqual([]);
});
