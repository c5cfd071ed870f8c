import { expect, test } from "vitest";
import type { SmtpOutcome } from "#lib/smtp/smtp-outcome.ts";
import { judgeOutcome } from "./judge-outcome.ts";
import { contentFailedVerdict } from "./verdict.ts";

const attempt = {
  attempt: 1,
  attemptsBefore: 0,
  sinceFirstAttempt: 0,
  retryHours: 72,
  previousCategory: null as string | null,
  previousReplyCode: null as number | null,
  hasOtherServer: false,
  campaignIsProven: false,
  campaignIsTried: false,
  hasGotThrough: false,
  refusedInARow: 0,
  serverIsAway: false,
  random: 0.5,
};
const judge = (outcome: SmtpOutcome, change: Partial<typeof attempt> = {}) =>
  judgeOutcome(outcome, { ...attempt, ...change });
const rejected = (
  replyCode: number,
  replyText: string,
  stage: "mail" | "rcpt" | "data" | "dot" = "rcpt",
): SmtpOutcome => ({ kind: "rejected", stage, afterDot: stage === "dot", replyCode, replyText });

test("a reply decides at every stage, after the dot as well", () => {
  const accepted = {
    kind: "accepted",
    stage: "dot",
    afterDot: true,
    replyCode: 250,
    replyText: "ok",
  } as const;
  expect(judge(accepted)).toMatchObject({ to: "accepted", replyCode: 250, category: null });
  for (const stage of ["rcpt", "data", "dot"] as const) {
    expect(judge(rejected(550, "5.1.1 user unknown", stage))).toMatchObject({
      to: "bounced",
      effect: "suppress",
      stage,
    });
    expect(judge(rejected(451, "try later", stage))).toMatchObject({ to: "deferred", stage });
  }
});

test("without a reply it is doubt after the dot, and a free retry before it", () => {
  const lost = (afterDot: boolean) =>
    ({ kind: "no_reply", stage: "dot", afterDot, replyText: "closed" }) as const;
  expect(judge(lost(true))).toMatchObject({ to: "in_doubt" });
  expect(judge(lost(false))).toMatchObject({ to: "deferred", category: "connection_lost" });
});

test("while the server is not known to be back, a lost connection costs no attempt; with the same message again it does", () => {
  const lost = { kind: "no_reply", stage: "data", afterDot: false, replyText: "closed" } as const;
  const away = { serverIsAway: true };
  expect(judge(lost, away)).toMatchObject({ to: "released", fault: { kind: "away" } });
  expect(judge(lost, { ...away, previousCategory: "connection_lost" })).toMatchObject({ to: "deferred" });
  expect(judge({ ...lost, afterDot: true }, away)).toMatchObject({ to: "in_doubt" });
});

test("a server's words are never cut within a character, so that its campaign can be paused with them", () => {
  for (const before of ["", "x"]) {
    const words = `Sender address rejected: not owned by user ${before}${"\u{1F600}".repeat(600)}`;
    const verdict = judge(rejected(553, words, "mail"));
    expect("fault" in verdict && verdict.fault?.detail.isWellFormed()).toBe(true);
    const failed = contentFailedVerdict(before + "\u{1F600}".repeat(600));
    expect(failed.replyText?.isWellFormed()).toBe(true);
  }
});

test("a temporary failure past the window expires", () => {
  const late = { sinceFirstAttempt: 72 * 3_600_000, attempt: 11 };
  expect(judge(rejected(451, "try later"), late)).toMatchObject({ to: "expired", replyCode: 451 });
});

test("no connection is never the recipient's fault, and its reason is what a person can put right", () => {
  const failures = {
    unreachable: ["server_unreachable", "away"],
    refused: ["server_refuses", "mend"],
    tls: ["server_encryption", "mend"],
    certificate: ["server_certificate", "mend"],
    auth: ["server_sign_in", "mend"],
  } as const;
  for (const [trouble, [reason, kind]] of Object.entries(failures)) {
    const outcome = {
      kind: "not_connected",
      stage: "connect",
      afterDot: false,
      problem: "timed_out",
      trouble: trouble as keyof typeof failures,
      replyText: "no answer",
    } as const;
    expect(judge(outcome)).toMatchObject({
      to: "released",
      fault: { reason, kind, detail: "connect: no answer" },
    });
  }
});

test("an address that may not be connected to from here is not waited for", () => {
  const forbidden = {
    kind: "not_connected",
    stage: "connect",
    afterDot: false,
    problem: "address_forbidden",
    trouble: "unreachable",
    replyText: "10.0.0.1",
  } as const;
  expect(judge(forbidden)).toMatchObject({ fault: { reason: "server_unreachable", kind: "mend" } });
});

test("a server that asks everybody to come back later is not at fault, and says itself when", () => {
  const busy = {
    kind: "not_connected",
    stage: "greeting",
    afterDot: false,
    problem: "greeting_refused",
    trouble: "refused",
  } as const;
  expect(judge({ ...busy, replyCode: 421, replyText: "too busy, try again in 5 minutes" })).toMatchObject({
    to: "released",
    category: "server_busy",
    fault: { reason: "server_busy", kind: "asked", after: 300_000 },
  });
  expect(judge({ ...busy, replyCode: 554, replyText: "go away" })).toMatchObject({
    category: "server_refuses",
    fault: { reason: "server_refuses", kind: "mend" },
  });
  expect(judge(rejected(550, "5.4.5 Daily user sending limit exceeded", "data"))).toMatchObject({
    to: "released",
    fault: { reason: "server_quota", kind: "asked", after: null },
  });
});

test("what expires counts softly only where the mailbox or its domain was in the way", () => {
  const late = { sinceFirstAttempt: 72 * 3_600_000, attempt: 11 };
  expect(judge(rejected(452, "4.2.2 mailbox full"), late)).toMatchObject({ to: "expired", effect: "soft" });
  expect(judge(rejected(450, "4.1.1 user unknown"), late)).toMatchObject({ to: "expired", effect: "soft" });
  for (const text of [
    "4.7.1 greylisted",
    "4.7.0 blocked using spamhaus",
    "4.3.0 try later",
    "4.7.28 rate limited",
  ]) {
    expect(judge(rejected(451, text), late), text).toMatchObject({ to: "expired", effect: "none" });
  }
});

test("a refusal in words of the set-up costs no attempt while nothing of the campaign has got through", () => {
  const denied = rejected(554, "Relay access denied");
  const campaign = { about: "campaign", reason: "server_refuses", kind: "mend" };
  expect(judge(denied)).toMatchObject({ to: "released", fault: campaign });
  expect(judge(denied, { previousCategory: "relay_denied" })).toMatchObject({ fault: campaign });
  const foreign = rejected(553, "Sender address rejected: not owned by user", "mail");
  expect(judge(foreign)).toMatchObject({ fault: { about: "campaign", reason: "sender_refused" } });
});

test("while others of the campaign get through it is about this message: tried later; ten in a row are not, but those who were refused before are", () => {
  const denied = rejected(554, "Relay access denied");
  for (const through of [{ campaignIsProven: true }, { hasGotThrough: true }]) {
    expect(judge(denied, { ...through, refusedInARow: 9 })).toMatchObject({
      to: "deferred",
      category: "relay_denied",
    });
    expect(judge(denied, { ...through, refusedInARow: 10 })).toMatchObject({ to: "released" });
    const again = { ...through, refusedInARow: 10, previousCategory: "relay_denied" };
    expect(judge(denied, again)).toMatchObject({ to: "deferred" });
  }
  const elsewhere = { hasGotThrough: true, hasOtherServer: true };
  expect(judge(denied, elsewhere), "it may have been another server that took them").toMatchObject({
    to: "released",
  });
  expect(judge(denied, { ...elsewhere, previousCategory: "relay_denied" })).toMatchObject({ to: "deferred" });
});

test("a server that has refused the campaign already says it again to the message that tries it, and that costs no attempt", () => {
  const denied = rejected(554, "Relay access denied");
  const tried = { hasGotThrough: true, campaignIsTried: true };
  expect(judge(denied, tried)).toMatchObject({ to: "released", fault: { about: "campaign" } });
  expect(judge(denied, { ...tried, previousCategory: "relay_denied" })).toMatchObject({ to: "deferred" });
});

test("words of the set-up under a temporary code are waited for, and no person is called after a few tries", () => {
  for (const text of ["4.7.1 Relay access denied", "4.7.0 Authentication required"])
    expect(judge(rejected(454, text)), text).toMatchObject({
      to: "released",
      fault: { about: "campaign", kind: "asked", after: null },
    });
  expect(judge(rejected(450, "4.7.1 Sender address rejected, try again in 10 minutes"))).toMatchObject({
    fault: { kind: "asked", after: 600_000 },
  });
});

test("a mail too big at MAIL is the campaign's, until smaller ones of it are taken by the same server", () => {
  const big = rejected(552, "5.3.4 Message size exceeds fixed limit", "mail");
  const fault = { about: "campaign", reason: "server_size" };
  expect(judge(big)).toMatchObject({ to: "released", fault });
  const again = { previousCategory: "message_too_big" };
  expect(judge(big, again)).toMatchObject({ to: "released", fault });
  expect(
    judge(big, { ...again, hasGotThrough: true }),
    "another server's limit may be another",
  ).toMatchObject({
    to: "deferred",
  });
  expect(judge(big, { ...again, campaignIsProven: true })).toMatchObject({ to: "bounced", effect: "none" });
});

test("the limit of the account is the server's; said to the same message again, that one keeps to the timetable of retries, or to the time that the server names", () => {
  const quota = rejected(550, "5.4.5 Daily user sending limit exceeded", "data");
  expect(judge(quota)).toMatchObject({ to: "released", fault: { about: "server" } });
  const again = { previousCategory: "server_quota" };
  expect(judge(quota, { ...again, attempt: 4 })).toMatchObject({ to: "deferred", retryAfter: 3_600_000 });
  const named = rejected(452, "4.5.3 Daily user sending limit exceeded, try again in 20 minutes");
  expect(judge(named, { ...again, random: 0 })).toMatchObject({ to: "deferred", retryAfter: 1_200_000 });
  const late = { ...again, sinceFirstAttempt: 72 * 3_600_000 };
  expect(judge(quota, late), "and comes to an end").toMatchObject({ to: "expired", effect: "none" });
});

test("a block of our address is tried once through another server, if there is one, and never held against the contact", () => {
  const blocked = rejected(
    554,
    "5.7.1 Service unavailable; client [192.0.2.10] blocked using zen.spamhaus.org",
  );
  expect(judge(blocked)).toMatchObject({ to: "bounced", category: "block_reputation", effect: "none" });
  expect(judge(blocked, { hasOtherServer: true })).toMatchObject({ to: "deferred", retryAfter: 0 });
  const late = { hasOtherServer: true, sinceFirstAttempt: 72 * 3_600_000 };
  expect(judge(blocked, late), "not beyond the time in which it may be tried").toMatchObject({
    to: "bounced",
  });
  const again = { hasOtherServer: true, previousCategory: "block_reputation" };
  expect(judge(blocked, { ...again, previousReplyCode: 554 })).toMatchObject({
    to: "bounced",
    effect: "none",
  });
  expect(judge(blocked, { ...again, previousReplyCode: 450 }), "it was for the moment before").toMatchObject({
    to: "deferred",
  });
});
