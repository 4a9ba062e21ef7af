import type { Clock } from '../../sources/engine/clock';

export interface HeartbeatOptions {
  readonly clock: Clock;
  /** Between an answer and the next question, in milliseconds. */
  readonly everyMs: number;
  /** The same while there is no answer. */
  readonly silentMs: () => number;
  /** Whether there is an answer within its time; never rejects. */
  readonly ask: (signal: AbortSignal) => Promise<boolean>;
  /** It no longer answers, or answers again. */
  readonly changed: () => void;
}

/** Asks an engine that tells nothing whether it is still there, for as long as somebody looks at it. */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  /** While somebody looks. */
  #running: AbortController | undefined;
  #callOff: (() => void) | undefined;
  #answers = true;
  #answeredAt: number | undefined;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
  }

  /** When it answered last, in milliseconds since the epoch; unknown while nobody looks. */
  get answeredAt(): number | undefined {
    return this.#running === undefined ? undefined : this.#answeredAt;
  }

  /** Soon, when its last answer is long ago. Nothing happens when it runs. */
  start(): void {
    if (this.#running !== undefined) return;
    this.#running = new AbortController();
    const { clock, everyMs } = this.#options;
    // A clock that was set back is no reason to wait for longer.
    const passed = Math.max(0, clock.now() - (this.#answeredAt ?? clock.now()));
    this.#plan(Math.max(0, everyMs - passed));
  }

  stop(): void {
    this.#callOff?.();
    this.#callOff = undefined;
    this.#running?.abort();
    this.#running = undefined;
  }

  /** Another engine is meant from now on. */
  forget(): void {
    this.stop();
    this.#answers = true;
    this.#answeredAt = undefined;
  }

  /** It answered another question, so that this one can wait. */
  answered(): void {
    this.#answers = true;
    this.#answeredAt = this.#options.clock.now();
    // While it is being asked the next question is planned anyway.
    if (this.#callOff !== undefined) this.#plan(this.#options.everyMs);
  }

  #plan(waitMs: number): void {
    this.#callOff?.();
    this.#callOff = this.#options.clock.after(waitMs, () => {
      this.#callOff = undefined;
      void this.#beat();
    });
  }

  async #beat(): Promise<void> {
    const running = this.#running;
    if (running === undefined) return;
    const { ask, changed, clock, everyMs, silentMs } = this.#options;
    const answers = await ask(running.signal);
    if (running.signal.aborted) return;
    const before = this.#answers;
    this.#answers = answers;
    if (answers) this.#answeredAt = clock.now();
    this.#plan(answers ? everyMs : silentMs());
    if (answers !== before) changed();
  }
}
