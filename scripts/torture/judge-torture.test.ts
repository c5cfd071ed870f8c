import { expect, test } from "vitest";
import { doubtBroken, judgeTorture, pauseBroken } from "./judge-torture.ts";
import type { ReceiverRecord } from "./receiver-process.ts";

const record = (known: Partial<ReceiverRecord>): ReceiverRecord => ({
  received: [],
  refusedForGood: [],
  doubts: [],
  faults: {},
  mostConnections: 1,
  ...known,
});

test("true rows are neither lost nor twice", () => {
  const rows = [
    { email: "a@x.test", state: "accepted" },
    { email: "b@x.test", state: "bounced" },
    { email: "c@x.test", state: "expired" },
    { email: "d@x.test", state: "skipped" },
    { email: "e@x.test", state: "in_doubt" },
    { email: "f@x.test", state: "in_doubt" },
  ];
  const judgement = judgeTorture(
    rows,
    record({
      received: [
        ["1", "a@x.test"],
        ["5", "e@x.test"],
      ],
      refusedForGood: ["b@x.test"],
      doubts: [{ recipient: "e@x.test", how: "late at dot" }],
    }),
    6,
  );
  expect(judgement).toMatchObject({ lost: 0, duplicates: 0, inDoubt: 2, broken: [] });
  expect(judgement).toMatchObject({ inDoubtReallyReceived: 1, inDoubtFromKills: 1 });
});

test.each([
  ["accepted, but never received", "accepted", record({})],
  ["bounced, but never refused", "bounced", record({})],
  [
    "bounced, but received",
    "bounced",
    record({ received: [["1", "a@x.test"]], refusedForGood: ["a@x.test"] }),
  ],
  ["skipped, but received", "skipped", record({ received: [["1", "a@x.test"]] })],
  ["left behind", "deferred", record({})],
])("%s counts as lost", (_what, state, known) => {
  const judgement = judgeTorture([{ email: "a@x.test", state }], known, 1);
  expect(judgement.lost).toBe(1);
  expect(judgement.broken).toHaveLength(1);
});

test("a recipient without a row is lost", () => {
  expect(judgeTorture([], record({}), 3).lost).toBe(3);
});

test("a second mail to one recipient is a duplicate, whatever its Message-ID", () => {
  const received: [string, string][] = [
    ["1", "a@x.test"],
    ["2", "a@x.test"],
  ];
  const judgement = judgeTorture([{ email: "a@x.test", state: "accepted" }], record({ received }), 1);
  expect(judgement).toMatchObject({ duplicates: 1, lost: 0 });
  expect(judgement.broken).toHaveLength(1);
});

test("whoever was sent to again after an unanswered dot is told, even if only one mail was received", () => {
  const judgement = judgeTorture(
    [{ email: "a@x.test", state: "accepted" }],
    record({ received: [["1", "a@x.test"]], doubts: [{ recipient: "a@x.test", how: "drop at dot" }] }),
    1,
  );
  expect(judgement.duplicates).toBe(0);
  expect(judgement.broken).toHaveLength(1);
});

test("everybody in doubt counts against the kills, whoever made the doubt", () => {
  expect(doubtBroken(20, 2, 10)).toEqual([]);
  expect(doubtBroken(21, 2, 10)).toEqual(["21 in doubt after 2 kills of 10 connections"]);
  expect(doubtBroken(1, 0, 10)).toHaveLength(1);
});

test("after a pause as many mails may leave as connections were open, and no more", () => {
  expect(pauseBroken(10, 10)).toEqual([]);
  expect(pauseBroken(0, 0)).toEqual([]);
  expect(pauseBroken(11, 10)).toEqual(["11 mails were sent after a pause, with 10 connections open"]);
});
