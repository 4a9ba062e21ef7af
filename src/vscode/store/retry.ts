/** When something that failed is tried again: with growing pauses while somebody looks, else as soon as somebody does. */
export class Retry {
  readonly #pausesMs: readonly number[];
  readonly #again: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isLookedAt = false;
  #rests = false;
  #failures = 0;

  /**
   * @param pausesMs in milliseconds; the last one repeats
   * @param again tries it; what is planned is cancelled before
   */
  constructor(pausesMs: readonly number[], again: () => void) {
    this.#pausesMs = pausesMs;
    this.#again = again;
  }

  /** It waits for somebody who looks. */
  get rests(): boolean {
    return this.#rests;
  }

  look(isLookedAt: boolean): void {
    this.#isLookedAt = isLookedAt;
    if (isLookedAt && this.#rests) this.#now();
  }

  /** It failed once more. */
  later(longestMs = Infinity): void {
    this.cancel();
    const pause = this.#pausesMs[Math.min(this.#failures, this.#pausesMs.length - 1)];
    this.#failures += 1;
    this.#rests = !this.#isLookedAt;
    if (this.#rests) return;
    this.#timer = setTimeout(() => this.#now(), Math.min(pause ?? longestMs, longestMs));
  }

  /** Nothing is planned any more. */
  cancel(): void {
    clearTimeout(this.#timer);
    this.#rests = false;
  }

  /** All is well: nothing is planned any more, and the next pause is the first one again. */
  startOver(): void {
    this.cancel();
    this.#failures = 0;
  }

  #now(): void {
    this.cancel();
    this.#again();
  }
}
