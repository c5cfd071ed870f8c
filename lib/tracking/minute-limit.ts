const largest = 20_000;

/** Counts what happens per key and minute, such as wrong tokens per network. */
export class MinuteLimit {
  readonly #perMinute: number;
  #minute = 0;
  #counts = new Map<string, number>();

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** Notes one more at a time in milliseconds; true when its key has had too many in this minute. */
  exceeded(key: string, now: number): boolean {
    const minute = Math.floor(now / 60_000);
    if (minute !== this.#minute || this.#counts.size > largest) this.#counts = new Map();
    this.#minute = minute;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    return count > this.#perMinute;
  }
}
