import { expect, test } from "vitest";
import { askedPauseSeconds, retryAfter } from "./retry-timetable.ts";

const failed = {
  attempt: 1,
  category: "remote_trouble" as const,
  replyText: "4.3.2 Internal server error",
  sinceFirstAttempt: 0,
  retryHours: 72,
  random: 0.5,
};
const minutesUntilNext = (change: Partial<typeof failed> = {}) => {
  const after = retryAfter({ ...failed, ...change });
  return after === null ? null : after / 60_000;
};

test("pauses grow from five minutes to twelve hours", () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 20].map((attempt) => minutesUntilNext({ attempt }))).toEqual([
    5, 15, 30, 60, 120, 240, 480, 720, 720, 720,
  ]);
});

test("a pause varies by a fifth to either side", () => {
  expect(minutesUntilNext({ random: 0 })).toBeCloseTo(4);
  expect(minutesUntilNext({ random: 0.999999 })).toBeCloseTo(6, 3);
});

test("greylisting is tried again after five to ten minutes", () => {
  expect(minutesUntilNext({ category: "greylisted" as never, random: 0 })).toBe(5);
  expect(minutesUntilNext({ category: "greylisted" as never, attempt: 2, random: 0.99 })).toBeCloseTo(9.95);
});

test("a server that greylists for ever is asked as often as any other", () => {
  for (const replyText of ["4.7.1 Greylisted", "Recipient address deferred, try again in 5 minutes"]) {
    const pauses = [3, 4, 5, 6, 7, 8].map((attempt) =>
      minutesUntilNext({ attempt, category: "greylisted" as never, replyText }),
    );
    expect(pauses).toEqual([30, 60, 120, 240, 480, 720]);
  }
});

test("a server that asks for a pause gets it, and never less", () => {
  for (const random of [0, 0.5, 0.99]) {
    const minutes = minutesUntilNext({ replyText: "4.7.1 Greylisted, try again in 90 seconds", random });
    expect(minutes).toBeGreaterThanOrEqual(1.5);
    expect(minutes).toBeLessThan(1.7);
  }
});

test("a server that asks for a second again and again is asked no more often than the timetable says", () => {
  const replyText = "4.7.1 try again in 1 second";
  const minutes = [1, 2, 3, 4, 5, 9].map((attempt) => minutesUntilNext({ attempt, replyText }) ?? 0);
  expect(minutes.slice(0, 2).every((pause) => pause < 0.1)).toBe(true);
  expect(minutes.slice(2)).toEqual([30, 60, 120, 720]);
  expect(minutesUntilNext({ attempt: 3, replyText: "try again in 2 hours", random: 0 })).toBe(120);
  expect(
    minutesUntilNext({ attempt: 2, replyText: "4.7.1 Greylisted", category: "greylisted" as never }),
  ).toBe(7.5);
});

test("the last attempt is made as the window closes, and none after it", () => {
  const hours = 3_600_000;
  expect(retryAfter({ ...failed, attempt: 12, sinceFirstAttempt: 65 * hours })).toBe(7 * hours);
  expect(retryAfter({ ...failed, attempt: 13, sinceFirstAttempt: 72 * hours })).toBeNull();
  expect(retryAfter({ ...failed, retryHours: 0 })).toBeNull();
});

test("asked pauses are read in the words that servers use", () => {
  const asked: Record<string, number | null> = {
    "4.7.1 Greylisted, try again in 5 seconds": 5,
    "Greylisting in action, please come back in 00:04:59": 299,
    "4.2.0 <a@example.com>: Recipient address rejected: Greylisted for 300 seconds": 300,
    "Greylisted for 5 minutes": 300,
    "try again in 2 hours": 7_200,
    "Please retry after 10 min": 600,
    "Greylisted for 05:00": 300,
    "Graylisted: please try again in 5 mins": 300,
    "Please wait 5 minutes and try again": 300,
    "Please wait at least 90 sec before retrying": 90,
    "Greylisted, 59 seconds remaining": 59,
    "Deferred, please retry 10 minutes later": 600,
    "try again in about 1 hour": 3_600,
    "delayed for 1h": 3_600,
    "After 300 seconds, please try again": 300,
    "Silakan coba lagi dalam 5 menit": 300,
    "Tunggu sekitar 30 detik": 30,
    "coba lagi setelah 1 jam": 3_600,
    "Bitte versuchen Sie es in 5 Minuten erneut": 300,
    "Veuillez réessayer dans 10 minutes": 600,
    "More than 30 connections in 5 minutes": null,
    "Message could not be delivered for 4 hours": null,
    "Daily limit exceeded, try again in 24 hours": 86_400,
    "coba lagi dalam 1 hari": 86_400,
    "In 1 Tag erneut versuchen": 86_400,
    "Veuillez réessayer dans 1 jour": 86_400,
    "try again in 25 hours": null,
    "try again in 3 days": null,
    "Too busy, please try again later": null,
    "try again in 99999 hours": null,
    "try again in 0 seconds": null,
    "4.16.50 Message from 10.0.0.1 temporarily deferred": null,
    "": null,
  };
  for (const [text, seconds] of Object.entries(asked)) expect(askedPauseSeconds(text), text).toBe(seconds);
});
