import type { Clock } from './clock';

/**
 * Gathers bursts: the action runs once, `milliseconds` after the first trigger of a burst. Counted
 * from the first and not the last, so that a steady stream of triggers cannot keep it from running.
 */
export class Debouncer {
  private callOff: (() => void) | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly milliseconds: number,
    private readonly action: () => void,
  ) {}

  trigger(): void {
    this.callOff ??= this.clock.after(this.milliseconds, () => {
      this.callOff = undefined;
      this.action();
    });
  }

  /** Forgets a pending run; a later trigger starts anew. */
  cancel(): void {
    this.callOff?.();
    this.callOff = undefined;
  }
}
