/** How much a server may be given beside connections and rate, when, and which part of the mail. */
export type ServerPace = {
  /** After so many a connection is left for a new one. Null: 100. */
  messagesPerConnection: number | null;
  /** In any 60 minutes. */
  hourlyCap: number | null;
  /** In any 24 hours. */
  dailyCap: number | null;
  /** Minutes after midnight in the time zone; with `from` after `to` over midnight. All three or none. */
  hoursFrom: number | null;
  hoursTo: number | null;
  hoursTimeZone: string | null;
  /** Its part where several servers share a sender's mail. */
  weight: number;
  /** Which senders' domains it takes a share of; empty: any. */
  fromDomains: string[];
  /** It delivers under its own name, so mailbox providers judge it. */
  paceProviders: boolean;
};

export const paceLimits = {
  messagesPerConnection: 10_000,
  cap: 100_000_000,
  weight: 1_000,
  fromDomains: 100,
  minutes: 1_440,
} as const;

const noPace: ServerPace = {
  messagesPerConnection: null,
  hourlyCap: null,
  dailyCap: null,
  hoursFrom: null,
  hoursTo: null,
  hoursTimeZone: null,
  weight: 1,
  fromDomains: [],
  paceProviders: true,
};

/** The pace's fields alone, what was not said filled in; domains in lower case, once each, without the `@` that people put before them. */
export function normalisePace(draft: Partial<ServerPace>): ServerPace {
  const given = Object.fromEntries(
    Object.entries(noPace).map(([name, none]) => [name, draft[name as keyof ServerPace] ?? none]),
  ) as ServerPace;
  const domains = given.fromDomains.map((domain) => domain.trim().replace(/^@/, "").toLowerCase());
  const hasHours = given.hoursFrom !== null && given.hoursTo !== null;
  return {
    ...given,
    fromDomains: [...new Set(domains)].filter((domain) => domain !== ""),
    hoursTimeZone: hasHours ? given.hoursTimeZone : null,
  };
}

/** A field and what is wrong with it: a key under `senders.serverProblem`. */
export type PaceProblem = { field: keyof ServerPace; problem: string };

/** Everything wrong with a normalised pace. */
export function paceProblems(pace: ServerPace): PaceProblem[] {
  const problems: PaceProblem[] = [];
  const wrong = (field: keyof ServerPace, problem: string) => problems.push({ field, problem });
  const whole = (field: "messagesPerConnection" | "hourlyCap" | "dailyCap" | "weight", most: number) => {
    const value = pace[field];
    if (value !== null && !(Number.isInteger(value) && value >= 1 && value <= most)) wrong(field, field);
  };
  whole("messagesPerConnection", paceLimits.messagesPerConnection);
  whole("hourlyCap", paceLimits.cap);
  whole("dailyCap", paceLimits.cap);
  whole("weight", paceLimits.weight);
  for (const field of ["hoursFrom", "hoursTo"] as const) {
    const value = pace[field];
    if (value !== null && !(Number.isInteger(value) && value >= 0 && value <= paceLimits.minutes))
      wrong(field, "hours");
  }
  if ((pace.hoursFrom === null) !== (pace.hoursTo === null))
    wrong(pace.hoursFrom === null ? "hoursFrom" : "hoursTo", "hoursBoth");
  if (pace.hoursFrom !== null && pace.hoursTo !== null && !isTimeZone(pace.hoursTimeZone))
    wrong("hoursTimeZone", "hoursTimeZone");
  if (pace.fromDomains.length > paceLimits.fromDomains || !pace.fromDomains.every(isDomain))
    wrong("fromDomains", "fromDomains");
  return problems;
}

/** Whether a server takes a share of the mail from this address. */
export function takesSender({ fromDomains }: Pick<ServerPace, "fromDomains">, email: string): boolean {
  return (
    fromDomains.length === 0 || fromDomains.includes(email.slice(email.lastIndexOf("@") + 1).toLowerCase())
  );
}

function isDomain(domain: string): boolean {
  return /^(?=.{4,253}$)(?:(?!-)[\p{L}\p{N}-]{1,63}(?<!-)\.)+[\p{L}\p{N}-]{2,63}$/u.test(domain);
}

function isTimeZone(name: string | null): boolean {
  if (name === null) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
