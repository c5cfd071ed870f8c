// The receiving side of the torture, a process of its own: takes mail on loopback, misbehaves as it is told, and keeps its own
// record of what it took. Speaks with the torture by IPC: receiver.ts SEED DOT_TIMEOUT_SECONDS.
import { type SinkAction, type SinkMoment, startSink } from "#tests/support/smtp-sink.ts";
import type { DotFault, ReceiverFault } from "./plan-torture.ts";
import type { FromReceiver, ReceiverRecord, ToReceiver } from "./receiver-process.ts";
import { drawFor, fateOf } from "./recipient-fate.ts";

const tellEveryMilliseconds = 20;
/** The longest that a mail is looked at before it is answered: so some are always between the dot and the reply. */
const longestLookMilliseconds = 16;
/** The same, before MAIL as well, while more has come in than the plan wants by now: or it would be over before the kills. */
const longestSlowMilliseconds = 300;
const [seed = 0, dotTimeoutSeconds = 600] = process.argv.slice(2).map(Number);

const lateMilliseconds = (dotTimeoutSeconds + 2) * 1_000;

const armed: ReceiverFault[] = [];
const refusedForGood = new Set<string>();
const doubts: ReceiverRecord["doubts"] = [];
const faults: Record<string, number> = {};
let wantedByNow = 0;
/** Until then a late answer is outstanding, and with it the mail's place in the record. */
let lateUntil = 0;

const atTheDot: Record<DotFault, SinkAction> = {
  hang: { do: "hang" },
  "receive-hang": { do: "receive-hang" },
  // Received when the wait is over, whether or not anybody still listens.
  late: { do: "wait", milliseconds: lateMilliseconds },
  drop: { do: "drop" },
  close: { do: "close" },
  "receive-drop": { do: "receive-drop" },
  "receive-close": { do: "receive-close" },
};

const sink = await startSink({ rule });
setInterval(tellProgress, tellEveryMilliseconds).unref();
process.on("message", (message: ToReceiver) => {
  if (message.kind === "arm") armed.push({ ...message.fault });
  if (message.kind === "pace") wantedByNow = message.received;
  if (message.kind === "count") {
    tell({ kind: "count", dots: sink.count("dot"), open: sink.connections.open });
  }
  if (message.kind === "report") {
    setTimeout(() => tell({ kind: "record", record: readRecord() }), Math.max(0, lateUntil - Date.now()));
  }
});
// Whoever started it is gone.
process.on("disconnect", () => process.exit(0));
tell({ kind: "listening", port: sink.port });

function rule(moment: SinkMoment): SinkAction {
  const { point, recipient } = moment;
  const refused = refusalOf(moment);
  if (refused !== undefined) {
    if (refused.startsWith("5")) refusedForGood.add(recipient);
    return refused;
  }
  const fault = takeArmed(point);
  if (fault === undefined) return takeTime(moment);
  const name = `${fault.how} at ${fault.point}`;
  faults[name] = (faults[name] ?? 0) + 1;
  // A reset may overtake the reply before it.
  if (fault.point === "dot" || name === "drop at answered") doubts.push({ recipient, how: name });
  if (fault.point === "dot") {
    if (fault.how === "late") lateUntil = Date.now() + lateMilliseconds + 100;
    return atTheDot[fault.how];
  }
  if (fault.how === "busy") return "421 4.3.2 Service not available, closing transmission channel";
  return { do: fault.how };
}

function takeTime({ point, recipient, count }: SinkMoment): SinkAction {
  const isAhead = sink.received.length > wantedByNow;
  if (point !== "dot" && !(point === "mail" && isAhead)) return undefined;
  const longest = isAhead ? longestSlowMilliseconds : longestLookMilliseconds;
  return { do: "wait", milliseconds: drawFor(seed + count, recipient) * longest };
}

function refusalOf({ point, recipient, attempt }: SinkMoment): string | undefined {
  if (point !== "rcpt" && point !== "dot") return undefined;
  const fate = fateOf(seed, recipient);
  if (point === "rcpt") {
    if (fate === "unknown") return "550 5.1.1 User unknown";
    if (fate === "never") return "450 4.2.1 Mailbox temporarily disabled";
    return fate === "greylisted" && attempt === 1 ? "451 4.7.1 Greylisted, come back later" : undefined;
  }
  if (fate === "unknown-at-dot") return "550 5.1.1 User unknown";
  return fate === "full" && attempt === 1 ? "452 4.2.2 Mailbox full" : undefined;
}

/** The first armed fault of this point; each is used up by its count. */
function takeArmed(point: SinkMoment["point"]): ReceiverFault | undefined {
  const fault = armed.find((each) => each.point === point);
  if (fault === undefined) return undefined;
  fault.count -= 1;
  if (fault.count === 0) armed.splice(armed.indexOf(fault), 1);
  return fault;
}

function readRecord(): ReceiverRecord {
  return {
    received: sink.received.map(({ messageId, recipient }) => [messageId, recipient]),
    refusedForGood: [...refusedForGood],
    doubts,
    faults,
    mostConnections: sink.connections.most,
  };
}

function tellProgress(): void {
  tell({ kind: "progress", received: sink.received.length, mostConnections: sink.connections.most });
}

function tell(message: FromReceiver): void {
  process.send?.(message);
}
