import type { Snapshot } from '../../model/snapshot';
import type { Engine } from '../../sources/engine/engine';
import { withHostFacts, type HostFacts } from '../../sources/host/hostFacts';
import { OneAtATime } from './oneAtATime';

export interface HostReading {
  readonly facts: HostFacts;
  /** What was just started may not listen yet: worth another look after so long. */
  readonly againAfterMs?: number;
}

/** What was read of the host, and for which snapshot. */
export interface ReadFacts {
  readonly facts: HostFacts;
  readonly snapshot: Snapshot;
}

/** Reads the host beside an engine's answers. */
export type ReadHost = (
  engine: Engine,
  snapshot: Snapshot,
  signal: AbortSignal,
) => Promise<HostReading>;

export interface HostFactsKeeperOptions {
  readonly read: ReadHost;
  /** Facts came after the picture they belong to was shown. */
  readonly arrived: () => void;
  readonly log: (message: string) => void;
  /** How long a picture waits for the host, in milliseconds. */
  readonly patienceMs?: number;
}

const defaultPatienceMs = 300;

/**
 * The newest facts of the host. Reading them keeps nobody waiting for long and breaks nothing: until they
 * come the ones before stand, and say so.
 */
export class HostFactsKeeper {
  readonly #options: HostFactsKeeperOptions;
  readonly #reader = new OneAtATime(() => this.#read());
  #wanted: { readonly engine: Engine; readonly snapshot: Snapshot } | undefined;
  #last: ReadFacts | undefined;
  #abort = new AbortController();
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(options: HostFactsKeeperOptions) {
    this.#options = options;
  }

  /** Reads the host for what the engine just said; settles when it is read, or patience ends. */
  async readFor(engine: Engine, snapshot: Snapshot): Promise<void> {
    clearTimeout(this.#again);
    this.#wanted = { engine, snapshot };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, this.#options.patienceMs ?? defaultPatienceMs);
    });
    await Promise.race([this.#reader.run(), patience]);
    clearTimeout(timer);
  }

  /** When the reading under way has ended. */
  settled(): Promise<void> {
    return this.#reader.settled();
  }

  /** The last reading. */
  get last(): ReadFacts | undefined {
    return this.#last;
  }

  /** The engine's snapshot with what is known of its host. */
  beside(snapshot: Snapshot): Snapshot {
    if (this.#last === undefined) return snapshot;
    const merged = withHostFacts(snapshot, this.#last.facts);
    return this.#last.snapshot === snapshot
      ? merged
      : { ...merged, missing: [...(merged.missing ?? []), beingRead] };
  }

  /** Another engine: nothing of this one's host is true any more. */
  forget(): void {
    clearTimeout(this.#again);
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#wanted = undefined;
    this.#last = undefined;
  }

  dispose(): void {
    this.#reader.dispose();
    this.forget();
  }

  async #read(): Promise<void> {
    const wanted = this.#wanted;
    if (wanted === undefined) return;
    const { signal } = this.#abort;
    const reading = await this.#attempt(wanted.engine, wanted.snapshot, signal);
    if (reading === undefined || signal.aborted) return;
    this.#last = { facts: reading.facts, snapshot: wanted.snapshot };
    if (reading.againAfterMs !== undefined && wanted === this.#wanted) {
      clearTimeout(this.#again);
      this.#wanted = { ...wanted };
      this.#again = setTimeout(() => void this.#readOnceMore(), reading.againAfterMs);
    }
    this.#options.arrived();
  }

  async #readOnceMore(): Promise<void> {
    const wanted = this.#wanted;
    if (wanted === undefined) return;
    const { signal } = this.#abort;
    const reading = await this.#attempt(wanted.engine, wanted.snapshot, signal);
    // Overtaken by a newer reading, which knows better.
    if (reading === undefined || signal.aborted || wanted !== this.#wanted) return;
    this.#last = { facts: reading.facts, snapshot: wanted.snapshot };
    this.#options.arrived();
  }

  async #attempt(
    engine: Engine,
    snapshot: Snapshot,
    signal: AbortSignal,
  ): Promise<HostReading | undefined> {
    try {
      return await this.#options.read(engine, snapshot, signal);
    } catch (error) {
      if (signal.aborted) return undefined;
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.#options.log(`the host was not read: ${detail}`);
      return { facts: { missing: [notRead] } };
    }
  }
}

const beingRead = {
  part: 'host',
  reason: 'The host is being read again: what is shown of it is from the reading before.',
};

const notRead = {
  part: 'host',
  reason: 'failed',
  message: 'The host could not be read.',
  nextStep: 'The log says more.',
} as const;
