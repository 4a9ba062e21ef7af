import type { Clock } from '../../../src/sources/engine/clock';

interface Planned {
  readonly at: number;
  readonly action: () => void;
}

/** Time that passes only when told to. */
export class FakeClock implements Clock {
  private time = 0;
  private readonly planned = new Set<Planned>();

  now(): number {
    return this.time;
  }

  after(milliseconds: number, action: () => void): () => void {
    const entry = { at: this.time + milliseconds, action };
    this.planned.add(entry);
    return () => {
      this.planned.delete(entry);
    };
  }

  /** Milliseconds until the next action; `undefined` when none is planned. */
  get next(): number | undefined {
    const times = [...this.planned].map((entry) => entry.at - this.time);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Lets time pass and does what comes due, in order. */
  pass(milliseconds: number): void {
    const until = this.time + milliseconds;
    for (;;) {
      const [due] = [...this.planned]
        .filter((entry) => entry.at <= until)
        .sort((a, b) => a.at - b.at);
      if (due === undefined) break;
      this.planned.delete(due);
      this.time = due.at;
      due.action();
    }
    this.time = until;
  }
}
