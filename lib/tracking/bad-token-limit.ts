const perMinute = 60;
const largest = 20_000;

/**
 * Counts wrong tokens per network and minute. Only those who send wrong ones meet the limit: a right token works whatever
 * others behind the same address do.
 */
export class BadTokenLimit {
  #minute = 0;
  #counts = new Map<string, number>();

  /** Notes a wrong token at a time in milliseconds; true when its network has had too many in this minute. */
  exceeded(network: string, now: number): boolean {
    const minute = Math.floor(now / 60_000);
    if (minute !== this.#minute || this.#counts.size > largest) this.#counts = new Map();
    this.#minute = minute;
    const count = (this.#counts.get(network) ?? 0) + 1;
    this.#counts.set(network, count);
    return count > perMinute;
  }
}
