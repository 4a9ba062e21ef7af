/**
 * Runs a task never twice at once. Whoever asks during a run gets one more run after it, however
 * many asked; the promise settles when a run that began after the asking has ended.
 */
export class OneAtATime {
  readonly #task: () => Promise<void>;
  #running: Promise<void> | undefined;
  #again = false;
  #ended = false;

  /** `task` must not reject: nobody may be waiting for it. */
  constructor(task: () => Promise<void>) {
    this.#task = task;
  }

  run(): Promise<void> {
    if (this.#ended) return Promise.resolve();
    if (this.#running !== undefined) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#loop().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** When the run under way has ended; at once when there is none. Asks for no run. */
  settled(): Promise<void> {
    return this.#running ?? Promise.resolve();
  }

  /** The run under way goes on, no other follows. */
  dispose(): void {
    this.#ended = true;
  }

  async #loop(): Promise<void> {
    do {
      this.#again = false;
      await this.#task();
    } while (this.#isWanted());
  }

  #isWanted(): boolean {
    return this.#again && !this.#ended;
  }
}
