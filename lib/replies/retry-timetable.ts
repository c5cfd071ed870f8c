import type { ReplyCategory } from "./reply-category.ts";

/**
 * When a temporary failure is tried again, in minutes after each attempt, and from there on until the campaign's window
 * closes. RFC 5321 section 4.5.4.1 asks for a first pause of minutes and then hours; SendGrid and SparkPost do the same.
 */
const retryTimetable = {
  minutesAfterAttempt: [5, 15, 30, 60, 120, 240, 480],
  thenEveryMinutes: 720,
  /** Share by which a pause varies, so that what failed together does not come back together. */
  jitter: 0.2,
  /** Greylisting servers let a known pair in after about five minutes. */
  greylistedMinutes: [5, 10],
  /** A server may ask for its own pause; longer ones than this are taken for a mistake. */
  longestAskedMinutes: 720,
} as const;

type FailedAttempt = {
  /** Which attempt has just failed, from 1. */
  attempt: number;
  category: ReplyCategory;
  replyText: string;
  firstAttemptAt: Date;
  /** The window: hours after the first attempt in which it is retried. */
  retryHours: number;
  now: Date;
  /** In [0, 1). */
  random: number;
};

/** Says when to try again, or null when the window has closed. The last attempt is made as it closes, not hours before. */
export function nextAttemptAt(failed: FailedAttempt): Date | null {
  const end = failed.firstAttemptAt.getTime() + failed.retryHours * 3_600_000;
  const now = failed.now.getTime();
  if (now >= end) return null;
  return new Date(Math.min(now + pauseMilliseconds(failed), end));
}

function pauseMilliseconds({ attempt, category, replyText, random }: FailedAttempt): number {
  const asked = askedPauseSeconds(replyText);
  // Never before what was asked for.
  if (asked !== null) return asked * 1_000 * (1 + random * 0.1);
  if (category === "greylisted") {
    const [least, most] = retryTimetable.greylistedMinutes;
    return (least + (most - least) * random) * 60_000;
  }
  const minutes = retryTimetable.minutesAfterAttempt[attempt - 1] ?? retryTimetable.thenEveryMinutes;
  return minutes * 60_000 * (1 + (random * 2 - 1) * retryTimetable.jitter);
}

const unitSeconds = { s: 1, m: 60, h: 3_600 } as const;
const asking =
  /\b(?:try|retry|retried|resend|come back|again|greylist(?:ed|ing)?|wait)\b[^.;]{0,40}?\b(?:in|after|for)\s+(?:another\s+|at least\s+)?(\d{1,5})\s*(s|m|h)(?:ec(?:ond)?s?|in(?:ute)?s?|ours?|rs?)?\b/i;

/**
 * Reads the pause that a server asks for: "Greylisted, please try again in 300 seconds", "retry after 5 minutes".
 *
 * @returns seconds, or null when it asks for none
 */
export function askedPauseSeconds(replyText: string): number | null {
  const [, amount, unit] = asking.exec(replyText) ?? [];
  if (amount === undefined || unit === undefined) return null;
  const seconds = Number(amount) * unitSeconds[unit.toLowerCase() as keyof typeof unitSeconds];
  return seconds > 0 && seconds <= retryTimetable.longestAskedMinutes * 60 ? seconds : null;
}
