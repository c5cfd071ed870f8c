/**
 * What is wrong with a server that fails as a whole.
 * - `away`: it does not answer; it may come back by itself
 * - `asked`: it answers, and asks to come back later
 * - `mend`: it will refuse until a person changes something: a password, a certificate, who may send
 */
export type TroubleKind = "away" | "asked" | "mend";

/** The words that tell it: the kind, or what is known more exactly. */
export type TroubleWords = TroubleKind | "no_name" | "never_reached";

/**
 * @param reason a key of `campaigns.pauseReason`
 * @param hasAnswered ever, where it is set up now
 */
export function troubleWords(kind: TroubleKind, reason: string, hasAnswered: boolean): TroubleWords {
  if (kind !== "away") return kind;
  if (reason === "server_name_unknown") return "no_name";
  return hasAnswered ? "away" : "never_reached";
}

/** What processes tell each other about it. */
export type ServerTrouble = {
  kind: TroubleKind;
  /** Faults of this kind in a row, those that came together counted once. */
  times: number;
  /** Milliseconds until it may be tried again; not above 0 if now. */
  openFor: number;
};

/** From then on somebody should look, though it is still tried. A rebooted machine is back within minutes. */
export const longMilliseconds = 3_600_000;

export function isLong(since: Date, now: Date): boolean {
  return now.getTime() - since.getTime() >= longMilliseconds;
}
