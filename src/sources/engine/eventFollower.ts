import type { Clock } from './clock';
import { EngineError } from './engineError';
import { engineErrorFromFailure, type FailureStage } from './engineErrorFrom';

export interface EventHandlers {
  /** One event, parsed but not checked. */
  event(json: unknown): void;
  opened(): void;
  lost(error: EngineError): void;
}

export type EventStream = AsyncIterable<Uint8Array>;

const firstPauseMs = 1_000;
const longestPauseMs = 30_000;
/** A stream that stayed open this long was no chance success: the pauses start anew. */
const steadyAfterMs = 10_000;
const longestEventCharacters = 1024 * 1024;

/** Keeps the engine's event stream open, and opens it again after growing pauses when it is lost. */
export class EventFollower {
  private disposed = false;
  /** The stream that is open or being opened. */
  private attempt = new AbortController();
  private brokenOffFor: EngineError | undefined;
  private pauseMs = firstPauseMs;
  private pausedAt = 0;
  private endPause: (() => void) | undefined;

  constructor(
    private readonly open: (signal: AbortSignal) => Promise<EventStream>,
    private readonly clock: Clock,
    private readonly handlers: EventHandlers,
  ) {}

  /** Resolves when disposed; never rejects. */
  async run(): Promise<void> {
    while (!this.isDisposed()) {
      let openedAt: number | undefined;
      this.attempt = new AbortController();
      this.brokenOffFor = undefined;
      try {
        const stream = await this.open(this.attempt.signal);
        if (this.isDisposed()) return;
        openedAt = this.clock.now();
        this.handlers.opened();
        await this.follow(stream);
      } catch (error) {
        if (this.isDisposed()) return;
        if (openedAt !== undefined && this.clock.now() - openedAt >= steadyAfterMs) {
          this.pauseMs = firstPauseMs;
        }
        this.handlers.lost(this.lossOf(error, openedAt === undefined ? 'connecting' : 'body'));
        await this.pause();
      }
    }
  }

  /** Shortens a pause to the first one's length: somebody just saw the engine answer. */
  nudge(): void {
    if (this.clock.now() - this.pausedAt >= firstPauseMs) this.endPause?.();
  }

  /** Gives up the stream that is open, for what was found out elsewhere. */
  reopen(why: EngineError): void {
    this.brokenOffFor = why;
    this.attempt.abort();
  }

  dispose(): void {
    this.disposed = true;
    this.attempt.abort();
    this.endPause?.();
  }

  /** A method, because the state changes while the caller waits. */
  private isDisposed(): boolean {
    return this.disposed;
  }

  private lossOf(error: unknown, stage: FailureStage): EngineError {
    if (this.brokenOffFor !== undefined) return this.brokenOffFor;
    return error instanceof EngineError ? error : engineErrorFromFailure(error, stage);
  }

  /** Reads until the stream ends, which is always a loss: the engine never ends it by itself. */
  private async follow(stream: EventStream): Promise<never> {
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of stream) {
      rest += decoder.decode(chunk, { stream: true });
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > longestEventCharacters) throw badEvent('an endless line');
      for (const line of lines) {
        if (line.trim() !== '') this.handlers.event(parseEvent(line));
      }
    }
    throw new EngineError(
      'noEngine',
      'The engine ended its stream of events.',
      'It is tried again by itself; start the engine if it was stopped.',
      'end of GET /events',
    );
  }

  private async pause(): Promise<void> {
    if (this.isDisposed()) return;
    this.pausedAt = this.clock.now();
    await new Promise<void>((resolve) => {
      const callOff = this.clock.after(this.pauseMs, resolve);
      this.endPause = () => {
        callOff();
        resolve();
      };
    });
    this.endPause = undefined;
    this.pauseMs = Math.min(this.pauseMs * 2, longestPauseMs);
  }
}

function parseEvent(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw badEvent(error instanceof Error ? error.message : String(error));
  }
}

function badEvent(detail: string): EngineError {
  return new EngineError(
    'badAnswer',
    'The engine sent an event that cannot be read.',
    'It is tried again by itself; check what listens at the address of the engine.',
    detail,
  );
}
