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
  /** Greylisting servers let a known pair in after about five minutes. Who does not by the third attempt means something else. */
  greylistedMinutes: [5, 10],
  /** A server may ask for its own pause, of a day at most ("daily limit, try again in 24 hours"); longer ones are taken for a mistake. */
  longestAskedMinutes: 1_440,
  /**
   * From this attempt on a server gets its own pause, or greylisting's, only where that is longer than ours: one that said "try
   * again in 1 second" to everything got 14 attempts in 15 s, one that greylisted for ever 578 in its 72 hours.
   */
  oursFromAttempt: 3,
} as const;

type FailedAttempt = {
  /** Which attempt has just failed, from 1. */
  attempt: number;
  category: ReplyCategory;
  replyText: string;
  /** Milliseconds from the first attempt to now. */
  sinceFirstAttempt: number;
  /** The window: hours after the first attempt in which it is retried. */
  retryHours: number;
  /** In [0, 1). */
  random: number;
};

/**
 * Says in how many milliseconds to try again, or null when the window has closed. The last attempt is made as it closes, not
 * hours before.
 */
export function retryAfter(failed: FailedAttempt): number | null {
  const left = failed.retryHours * 3_600_000 - failed.sinceFirstAttempt;
  return left <= 0 ? null : Math.min(pauseMilliseconds(failed), left);
}

function pauseMilliseconds(failed: FailedAttempt): number {
  const asked = askedPauseSeconds(failed.replyText);
  const own = ownPauseMilliseconds(failed);
  if (asked === null) return own;
  // Never before what was asked for.
  const pause = asked * 1_000 * (1 + failed.random * 0.1);
  return failed.attempt < retryTimetable.oursFromAttempt ? pause : Math.max(pause, own);
}

function ownPauseMilliseconds({ attempt, category, random }: FailedAttempt): number {
  if (category === "greylisted" && attempt < retryTimetable.oursFromAttempt) {
    const [least, most] = retryTimetable.greylistedMinutes;
    return (least + (most - least) * random) * 60_000;
  }
  const minutes = retryTimetable.minutesAfterAttempt[attempt - 1] ?? retryTimetable.thenEveryMinutes;
  return minutes * 60_000 * (1 + (random * 2 - 1) * retryTimetable.jitter);
}

const unit =
  "(?:(s|secs?|seconds?|secondes?|sekunden?|detik)|(m|mins?|minutes?|minuten?|menit)|(h|hrs?|hours?|heures?|stunden?|jam)|(days?|jours?|tage?n?|hari))\\b";
const amount = `(?:(\\d{1,5})\\s*${unit}|(?:(\\d{1,2}):)?(\\d{1,2}):(\\d\\d)\\b)`;
const request =
  "\\b(?:try|retry|retried|resend|come back|again|gr[ea]y-?list(?:ed|ing)?|wait|defer(?:red)?|delay(?:ed)?|coba lagi|kirim ulang|tunggu|erneut|r\\S{1,2}essaye[rz])\\b";
const about =
  "(?:another|at least|about|approximately|a further|minimal|sekitar|mindestens|etwa|au moins|environ)";

/** "try again in 5 minutes", "greylisted for 00:04:59"; "wait 5 minutes"; "300 seconds remaining", "5 minutes later". */
const asking = [
  `${request}[^.;]{0,40}?\\b(?:in|after|for|dalam|setelah|selama|nach|dans|apr\\S{1,2}s)\\s+(?:${about}\\s+)?${amount}`,
  `\\b(?:wait|tunggu|attendez|warten sie)\\s+(?:${about}\\s+)?${amount}`,
  `${request}[^.;]{0,40}?\\b${amount}\\s+(?:remaining|left|later|lagi|before (?:re)?trying)\\b`,
  // The time first: "In 5 Minuten erneut versuchen", "after 300 seconds, try again".
  `\\b(?:in|after|dalam|setelah|nach|dans)\\s+(?:${about}\\s+)?${amount},?\\s+(?:please\\s+)?${request}`,
].map((pattern) => new RegExp(pattern, "i"));

/**
 * Reads the pause that a server asks for: "Greylisted, please try again in 300 seconds", "retry after 5 minutes".
 *
 * @returns seconds, or null when it asks for none
 */
export function askedPauseSeconds(replyText: string): number | null {
  for (const pattern of asking) {
    const found = pattern.exec(replyText);
    if (found === null) continue;
    const [, count, seconds, minutes, , days, clockHours, clockMinutes, clockSeconds] = found;
    const asked =
      count === undefined
        ? Number(clockHours ?? 0) * 3_600 + Number(clockMinutes) * 60 + Number(clockSeconds)
        : Number(count) * (seconds ? 1 : minutes ? 60 : days ? 86_400 : 3_600);
    return asked > 0 && asked <= retryTimetable.longestAskedMinutes * 60 ? asked : null;
  }
  return null;
}
