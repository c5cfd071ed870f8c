import { expect, test } from "vitest";
import type { ServerFault, Verdict } from "#lib/ledger/verdict.ts";
import { evidenceOf as judge, type ServerRecord } from "./evidence.ts";

const evidenceOf = (verdict: Verdict, serverIsTried: boolean, more: Partial<ServerRecord> = {}) =>
  judge(verdict, { trouble: serverIsTried ? "asked" : null, putOffInARow: 0, isSaidAgain: false, ...more });

const said = {
  stage: "rcpt",
  replyCode: 554,
  enhancedCode: null,
  replyText: "no",
  category: "relay_denied",
} as const;
const fault = (about: ServerFault["about"]): ServerFault => ({
  about,
  reason: "server_refuses",
  detail: "no",
  kind: "mend",
  after: null,
});
const lost: Verdict = {
  to: "deferred",
  ...said,
  replyCode: null,
  category: "connection_lost",
  retryAfter: 1,
};

test("whoever refuses one campaign has answered, and works for the others", () => {
  expect(evidenceOf({ to: "released", ...said, fault: fault("campaign") }, false)).toEqual({
    server: "works",
    campaign: fault("campaign"),
  });
  expect(evidenceOf({ to: "released", ...said, fault: fault("server") }, false)).toEqual({
    server: fault("server"),
    campaign: null,
  });
});

test("a message refused in doubtful words, though it is tried later, is no proof that its campaign gets through", () => {
  expect(evidenceOf({ to: "deferred", ...said, retryAfter: 1 }, false)).toEqual({
    server: "works",
    campaign: "refused",
  });
  expect(evidenceOf({ to: "deferred", ...said, category: "server_quota", retryAfter: 1 }, false)).toEqual({
    server: null,
    campaign: null,
  });
  const tooBig: Verdict = { to: "bounced", ...said, category: "message_too_big", effect: "none" };
  expect(evidenceOf({ ...tooBig, stage: "mail" }, false)).toMatchObject({ campaign: "refused" });
  expect(evidenceOf({ ...tooBig, stage: "dot" }, false)).toMatchObject({ campaign: "works" });
});

test("a quota that is told to the same message again is still used up for the server that is being tried, and says nothing of one that works", () => {
  const again: Verdict = {
    to: "deferred",
    ...said,
    category: "server_quota",
    replyText: "try again in 2 minutes",
    retryAfter: 1,
  };
  expect(evidenceOf(again, true)).toMatchObject({
    server: { about: "server", reason: "server_quota", kind: "asked", after: 120_000 },
    campaign: null,
  });
  expect(evidenceOf(again, false)).toEqual({ server: null, campaign: null });
});

test("ten messages put off one after the other are the server's trouble, and so is one of a server that is being tried", () => {
  const putOff: Verdict = {
    to: "deferred",
    ...said,
    replyCode: 452,
    category: "remote_trouble",
    replyText: "Insufficient system storage",
    retryAfter: 1,
  };
  const works = { server: "works", campaign: "works" };
  expect(evidenceOf(putOff, false, { putOffInARow: 9 })).toEqual(works);
  const server = { about: "server", reason: "server_busy", kind: "asked", after: null };
  expect(evidenceOf(putOff, false, { putOffInARow: 10 })).toMatchObject({ server, campaign: null });
  expect(evidenceOf(putOff, true, { putOffInARow: 1 })).toMatchObject({ server, campaign: null });
  expect(evidenceOf({ ...putOff, category: "greylisted" }, true, { putOffInARow: 10 })).toEqual(works);
  const again = { putOffInARow: 10, isSaidAgain: true };
  expect(evidenceOf(putOff, true, again), "the last few that are put off keep nobody waiting").toEqual({
    server: null,
    campaign: null,
  });
  expect(evidenceOf(putOff, false, again)).toEqual(works);
  expect(evidenceOf(putOff, true, { ...again, trouble: "away" }), "it is back").toEqual(works);
});

test("any other answer about a message is", () => {
  const unknown: Verdict = { to: "bounced", ...said, category: "invalid_recipient", effect: "suppress" };
  const accepted: Verdict = { to: "accepted", ...said, replyCode: 250, category: null };
  for (const verdict of [unknown, accepted])
    expect(evidenceOf(verdict, true)).toEqual({ server: "works", campaign: "works" });
});

test("a lost connection says nothing, but of a server that is being tried, that it is not back", () => {
  expect(evidenceOf(lost, false)).toEqual({ server: null, campaign: null });
  expect(evidenceOf(lost, true)).toMatchObject({ server: { about: "server", kind: "away" }, campaign: null });
});
