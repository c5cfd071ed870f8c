import { type SeededRandom, seededRandom } from "./seeded-random.ts";

export type Backend = "postgres" | "redis";

/** How the receiver breaks off: `drop` resets the connection, `close` ends it in an orderly way. */
const breaks = ["drop", "close"] as const;

/** Where in a session, before the final dot, the receiver may break off. */
const earlyPoints = ["connect", "ehlo", "mail", "rcpt", "data", "body"] as const;

/**
 * What the receiver may do at the final dot so that nobody can know. `receive-*` has taken the mail; `late` takes it and answers
 * after the client has given up.
 */
const dotFaults = ["hang", "receive-hang", "late", "drop", "close", "receive-drop", "receive-close"] as const;
export type DotFault = (typeof dotFaults)[number];

/** A fault that the next `count` sessions or messages meet that come to its point. `answered` is after the reply to the dot. */
export type ReceiverFault = { count: number } & (
  | { point: (typeof earlyPoints)[number] | "answered"; how: (typeof breaks)[number] }
  | { point: "connect" | "mail" | "data"; how: "busy" }
  | { point: "dot"; how: DotFault }
);

/** `which` chooses among the workers that run then: 0 is the first, just under 1 the last. */
type Violence =
  | { do: "kill-worker"; which: number }
  | { do: "restart-postgres"; how: "fast" | "immediate"; awayMilliseconds: number; kill: number | null }
  | { do: "restart-redis"; how: "SIGTERM" | "SIGKILL"; awayMilliseconds: number }
  | { do: "flush-redis" }
  | { do: "pause"; milliseconds: number }
  | { do: "start-worker" }
  | { do: "stop-worker"; which: number }
  | { do: "freeze-worker"; which: number; milliseconds: number }
  | { do: "suppress"; count: number }
  | ({ do: "fault" } & ReceiverFault);

/** Happens once the receiver has taken so many mails, and so many milliseconds after the event before it. */
export type TortureEvent = { received: number; afterMilliseconds: number } & Violence;

/**
 * Draws from the seed what is done to a campaign and when. The same arguments give the same plan.
 *
 * @param kills SIGKILLs in it, exactly. It is the measure of everything else: 0 is a calm run.
 */
export function planTorture(options: {
  recipients: number;
  kills: number;
  seed: number;
  backend: Backend;
}): TortureEvent[] {
  const { recipients, kills, backend } = options;
  const random = seededRandom(options.seed);
  const violence = drawViolence(random, kills, backend);
  const firstKill = violence.findIndex((each) => each.do === "kill-worker");
  return (
    violence
      // The last tenth is left to the retries: refusals and doubts keep the receiver from ever getting everything. The first kill
      // comes while the campaign is planned.
      .map((each, index) => ({
        received: index === firstKill ? 0 : Math.floor(random.next() * recipients * 0.9),
        ...each,
      }))
      .sort((one, other) => one.received - other.received)
      .map((each) => ({ ...each, afterMilliseconds: random.whole(0, 150) }))
  );
}

function drawViolence(random: SeededRandom, kills: number, backend: Backend): Violence[] {
  if (kills === 0) return [];
  const some = (divisor: number) => Math.max(1, Math.round(kills / divisor));
  const restarts = some(7);
  const drawn: Violence[] = [];
  for (let index = 0; index < restarts; index += 1) {
    drawn.push({
      do: "restart-postgres",
      how: index % 2 === 0 ? "immediate" : "fast",
      awayMilliseconds: random.whole(0, 800),
      // Every second one has a worker killed while the database is away: one of the `kills`.
      kill: index % 2 === 0 ? random.next() : null,
    });
  }
  const killsAlone =
    kills - drawn.filter((each) => each.do === "restart-postgres" && each.kill !== null).length;
  repeat(killsAlone, () => drawn.push({ do: "kill-worker", which: random.next() }));
  repeat(some(5), () => drawn.push({ do: "pause", milliseconds: random.whole(200, 1_500) }));
  repeat(some(5), () => drawn.push({ do: "start-worker" }));
  repeat(some(5), () => drawn.push({ do: "stop-worker", which: random.next() }));
  repeat(some(7), () =>
    drawn.push({ do: "freeze-worker", which: random.next(), milliseconds: random.whole(200, 3_000) }),
  );
  // Beyond its lease: taken for dead, it must send nothing when it wakes up.
  repeat(Math.round(kills / 20), () =>
    drawn.push({ do: "freeze-worker", which: random.next(), milliseconds: random.whole(62_000, 75_000) }),
  );
  repeat(some(10), () => drawn.push({ do: "suppress", count: random.whole(5, 20) }));
  if (backend === "redis") {
    repeat(some(7), () => drawn.push({ do: "flush-redis" }));
    repeat(some(7), () =>
      drawn.push({
        do: "restart-redis",
        how: random.pick(["SIGTERM", "SIGKILL"] as const),
        awayMilliseconds: random.whole(0, 1_500),
      }),
    );
  }
  for (const point of [...earlyPoints, "answered"] as const) {
    repeat(some(10), () =>
      drawn.push({ do: "fault", point, how: random.pick(breaks), count: random.whole(1, 4) }),
    );
  }
  for (const point of ["connect", "mail", "data"] as const) {
    drawn.push({ do: "fault", point, how: "busy", count: random.whole(1, 4) });
  }
  // Each leaves somebody in doubt by itself, so there are about as few of them as the kills leave.
  const first = random.whole(0, dotFaults.length - 1);
  for (let index = 0; index < Math.min(kills * 2, Math.max(kills, dotFaults.length)); index += 1) {
    const how = dotFaults[(first + index) % dotFaults.length] ?? "hang";
    drawn.push({ do: "fault", point: "dot", how, count: 1 });
  }
  return drawn;
}

function repeat(times: number, work: () => void): void {
  for (let time = 0; time < times; time += 1) work();
}
