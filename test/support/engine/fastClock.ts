import type { Clock } from '../../../src/sources/engine/clock';

/** Real time that passes many times as fast, can be set, and knows what is still planned. */
export class FastClock implements Clock {
  readonly #speed: number;
  readonly #planned = new Set<ReturnType<typeof setTimeout>>();
  readonly #began = Date.now();
  #jumped = 0;

  constructor(speed: number) {
    this.#speed = speed;
  }

  now(): number {
    return this.#began + (Date.now() - this.#began) * this.#speed + this.#jumped;
  }

  after(milliseconds: number, action: () => void): () => void {
    const timer = setTimeout(() => {
      this.#planned.delete(timer);
      action();
    }, milliseconds / this.#speed);
    this.#planned.add(timer);
    return () => {
      this.#planned.delete(timer);
      clearTimeout(timer);
    };
  }

  /** Somebody sets the machine's clock, forward or back. What is planned is not put off by it. */
  jump(milliseconds: number): void {
    this.#jumped += milliseconds;
  }

  /** How many actions still wait for their time. */
  get waiting(): number {
    return this.#planned.size;
  }
}
