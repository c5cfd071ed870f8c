import { fork } from "node:child_process";
import { once } from "node:events";
import type { ReceiverFault } from "./plan-torture.ts";

/** What the receiver knows; nothing in it comes from the product. */
export type ReceiverRecord = {
  /** `[Message-ID, recipient]` of every mail that it took for good, as often as it took it. */
  received: [string, string][];
  /** Recipients that it answered with 5yz. */
  refusedForGood: string[];
  /** Recipients for whom it kept the sender from knowing, and how. */
  doubts: { recipient: string; how: string }[];
  /** How often it broke off or hung, by how and where. */
  faults: Record<string, number>;
  mostConnections: number;
};

/** Final dots that have come, and connections that are open, at one moment. */
type ReceiverCount = { dots: number; open: number };

export type ToReceiver =
  | { kind: "arm"; fault: ReceiverFault }
  | { kind: "pace"; received: number }
  | { kind: "count" }
  | { kind: "report" };
export type FromReceiver =
  | { kind: "listening"; port: number }
  | { kind: "progress"; received: number; mostConnections: number }
  | ({ kind: "count" } & ReceiverCount)
  | { kind: "record"; record: ReceiverRecord };

export type Receiver = {
  port: number;
  /** How many mails it has taken, as of some milliseconds ago. */
  received: () => number;
  /** The most connections that it has had at once. */
  mostConnections: () => number;
  count: () => Promise<ReceiverCount>;
  arm: (fault: ReceiverFault) => void;
  /** Beyond so many mails it takes its time with each, until told otherwise. */
  pace: (received: number) => void;
  /** Waits for late answers that are outstanding. */
  readRecord: () => Promise<ReceiverRecord>;
  stop: () => Promise<void>;
};

export async function startReceiver(options: { seed: number; dotTimeoutSeconds: number }): Promise<Receiver> {
  const child = fork("scripts/torture/receiver.ts", [
    String(options.seed),
    String(options.dotTimeoutSeconds),
  ]);
  const exited = once(child, "exit");
  let received = 0;
  let mostConnections = 0;
  const listening = Promise.withResolvers<number>();
  let count = Promise.withResolvers<ReceiverCount>();
  let record = Promise.withResolvers<ReceiverRecord>();
  child.on("message", (message: FromReceiver) => {
    if (message.kind === "listening") listening.resolve(message.port);
    if (message.kind === "progress") ({ received, mostConnections } = message);
    if (message.kind === "count") count.resolve(message);
    if (message.kind === "record") record.resolve(message.record);
  });
  const ended = exited.then(() => {
    throw new Error("The receiving server has ended by itself.");
  });
  ended.catch(() => undefined);
  const send = (message: ToReceiver) => child.send(message);
  const port = await Promise.race([listening.promise, ended]);
  return {
    port,
    received: () => received,
    mostConnections: () => mostConnections,
    async count() {
      count = Promise.withResolvers();
      send({ kind: "count" });
      return Promise.race([count.promise, ended]);
    },
    arm: (fault) => send({ kind: "arm", fault }),
    // JSON knows no infinity.
    pace: (wanted) => send({ kind: "pace", received: Math.min(wanted, Number.MAX_SAFE_INTEGER) }),
    async readRecord() {
      record = Promise.withResolvers();
      send({ kind: "report" });
      return Promise.race([record.promise, ended]);
    },
    async stop() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}
