import { Readable } from "node:stream";

const sliceBytes = 65_536;

type MessageSteps = {
  /** The server has asked for the body. */
  onStart: () => void;
  beforeDot: (() => Promise<void>) | undefined;
  /** The dot follows at once. */
  onRelease: () => void;
};

/**
 * A ready-made message as a stream that ends only after the mark was made: the mail library writes the final dot when the
 * stream ends, so the dot cannot leave before `beforeDot` has resolved. The mark is asked for once the body was taken up,
 * not earlier, which keeps the time in which a lost connection means doubt short.
 */
export class MarkedMessage extends Readable {
  /** True once the dot was let go. A connection lost after that may or may not have brought it across. */
  dotReleased = false;
  /** What `beforeDot` threw, if it did; the dot is then never let go. */
  markFailure: { error: unknown } | undefined;
  /** Resolves when a mark that was asked for is made or has failed, so that nobody records an outcome before it. */
  marked: Promise<void> | undefined;
  readonly #raw: Buffer;
  readonly #steps: MessageSteps;
  #offset = 0;

  constructor(raw: Buffer, steps: MessageSteps) {
    super({ highWaterMark: sliceBytes });
    this.#raw = raw;
    this.#steps = steps;
  }

  /** Whether the server has asked for the body (354). */
  get started(): boolean {
    return this.#offset > 0;
  }

  override _read(): void {
    if (this.#offset === 0) this.#steps.onStart();
    if (this.#offset < this.#raw.length) {
      const slice = this.#raw.subarray(this.#offset, this.#offset + sliceBytes);
      this.#offset += slice.length;
      this.push(slice);
      return;
    }
    this.marked ??= this.#mark();
  }

  async #mark(): Promise<void> {
    try {
      await this.#steps.beforeDot?.();
    } catch (error) {
      this.markFailure = { error };
      this.destroy(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    // The connection was lost, or the server refused, while the mark was being written: the dot stays here.
    if (this.destroyed) return;
    this.dotReleased = true;
    this.#steps.onRelease();
    this.push(null);
  }
}
