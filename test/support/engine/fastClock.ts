import type { Clock } from '../../../src/sources/engine/clock';

/** However long a turn of this process took on a busy machine, it counts as no more, in milliseconds. */
const longestTurnMs = 5;

interface Plan {
  readonly at: number;
  readonly action: () => void;
}

/**
 * Time that passes many times as fast, can be set, and knows what is still planned. It is the time this
 * process runs: while others keep it from running nothing times out that could not be answered either.
 */
export class FastClock implements Clock {
  readonly #speed: number;
  readonly #began = Date.now();
  readonly #planned = new Set<Plan>();
  #passed = 0;
  #jumped = 0;
  #turn: ReturnType<typeof setInterval> | undefined;
  #turned = 0;

  constructor(speed: number) {
    this.#speed = speed;
  }

  now(): number {
    return this.#began + this.#passed + this.#jumped;
  }

  after(milliseconds: number, action: () => void): () => void {
    const plan = { at: this.#passed + milliseconds, action };
    this.#planned.add(plan);
    if (this.#turn === undefined) {
      this.#turned = performance.now();
      this.#turn = setInterval(() => this.#tick(), 1);
    }
    return () => this.#drop(plan);
  }

  /** Somebody sets the machine's clock, forward or back. What is planned is not put off by it. */
  jump(milliseconds: number): void {
    this.#jumped += milliseconds;
  }

  /** How many actions still wait for their time. */
  get waiting(): number {
    return this.#planned.size;
  }

  #tick(): void {
    const now = performance.now();
    this.#passed += Math.min(now - this.#turned, longestTurnMs) * this.#speed;
    this.#turned = now;
    const due = [...this.#planned].filter(({ at }) => at <= this.#passed);
    for (const plan of due.sort((one, other) => one.at - other.at)) {
      // An earlier one may have called it off.
      if (!this.#planned.has(plan)) continue;
      this.#drop(plan);
      plan.action();
    }
  }

  #drop(plan: Plan): void {
    this.#planned.delete(plan);
    if (this.#planned.size > 0) return;
    clearInterval(this.#turn);
    this.#turn = undefined;
  }
}
