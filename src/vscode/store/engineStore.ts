import type { Snapshot } from '../../model/snapshot';
import type { Topology } from '../../model/topology';
import { systemClock, type Clock } from '../../sources/engine/clock';
import type { Engine, EngineListener } from '../../sources/engine/engine';
import { EngineError } from '../../sources/engine/engineError';
import { withHostFacts } from '../../sources/host/hostFacts';
import { buildTopology } from '../../topology/buildTopology';
import { withoutFreedDevices } from '../../topology/withoutFreedDevices';
import { Signal } from '../signal';
import { Heartbeat } from './heartbeat';
import { HostFactsKeeper, type ReadFacts, type ReadHost } from './hostFactsKeeper';
import { OneAtATime } from './oneAtATime';
import { Retry } from './retry';
import { sameButCounters, sameFacts } from './sameFacts';

export type EngineState =
  /** Nobody wanted to see the engine yet. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'loading' }
  | EngineReading
  | { readonly kind: 'failed'; readonly error: EngineError };

/** The last good reading; `stale` says why there is no newer one. */
export interface EngineReading {
  readonly kind: 'ready';
  readonly engine: Engine;
  readonly snapshot: Snapshot;
  readonly topology: Topology;
  readonly stale?: EngineError;
  /** Until when it was known to be right, in milliseconds since the epoch; with `stale`. */
  readonly staleSince?: number;
}

export interface EngineStoreOptions {
  /** Finds and opens the engine that is configured. @throws EngineError */
  readonly open: () => Promise<Engine>;
  readonly log: (message: string) => void;
  /** Reads the kernel of the engine's host; absent: nobody does. */
  readonly readHost?: ReadHost;
  /** Pauses before a failed reading is tried again, in milliseconds; the last one repeats. */
  readonly retryPausesMs?: readonly number[];
  /** The longest of them while an engine that was there is gone. */
  readonly gonePauseMs?: number;
  /** For asking whether it still answers. */
  readonly clock?: Clock;
}

const defaultRetryPausesMs = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
const defaultGonePauseMs = 4_000;
/** How long an engine that is looked at may say nothing until it is asked whether it answers. */
const heartbeatMs = 30_000;
const silentHeartbeatMs = 5_000;

/**
 * What the engine says, kept up to date: opened when somebody first wants to see it, read again
 * after its events and after failures. One reading at a time.
 */
export class EngineStore {
  readonly #options: EngineStoreOptions;
  readonly #changed = new Signal<EngineState>();
  readonly #reader = new OneAtATime(() => this.#read());
  readonly #host: HostFactsKeeper | undefined;
  readonly #heartbeat: Heartbeat;
  readonly #retry: Retry;
  #isLookedAt = false;
  #state: EngineState = { kind: 'idle' };
  /** What the engine itself said last. */
  #told: Snapshot | undefined;
  /** The host as it was read last, with what the engine said then. */
  #hostThen: { readonly read: ReadFacts; readonly topology: Topology } | undefined;
  /** Somebody asked for this reading: then small changes, such as counters, are shown too. */
  #asked = false;
  #engine: Engine | undefined;
  #watch: { dispose(): void } | undefined;
  #abort = new AbortController();
  #disposed = false;

  constructor(options: EngineStoreOptions) {
    this.#options = options;
    const { readHost: read, log, clock = systemClock } = options;
    const pauses = options.retryPausesMs ?? defaultRetryPausesMs;
    this.#retry = new Retry(pauses, () => void this.#readSoon());
    this.#heartbeat = new Heartbeat({
      clock,
      everyMs: heartbeatMs,
      silentMs: () => (this.#isBehindSsh() ? heartbeatMs : silentHeartbeatMs),
      ask: (signal) => this.#engine?.answers(signal) ?? Promise.resolve(true),
      // Only a reading tells what there is to see.
      changed: () => void this.#readSoon(),
    });
    if (read !== undefined) {
      this.#host = new HostFactsKeeper({ read, log, arrived: () => this.#show() });
    }
  }

  readonly onDidChange = this.#changed.event;

  get state(): EngineState {
    return this.#state;
  }

  /** The last good reading, stale or not. */
  get reading(): EngineReading | undefined {
    return this.#state.kind === 'ready' ? this.#state : undefined;
  }

  get isLookedAt(): boolean {
    return this.#isLookedAt;
  }

  /** Begins to read and to follow the engine, unless it did already. */
  start(): void {
    if (this.#state.kind === 'idle') void this.refresh();
  }

  /** As `start`; what failed while nobody looked is tried again now. */
  wake(): void {
    if (this.#retry.rests) void this.#readSoon();
    else this.start();
  }

  /** Settles when a reading that began after the call has ended, well or not; never rejects. */
  refresh(): Promise<void> {
    this.#asked = true;
    return this.#readSoon();
  }

  /** As `refresh`, and waits for the host too, however long it takes. */
  async refreshWithHost(): Promise<void> {
    await this.refresh();
    await this.#host?.settled();
  }

  /**
   * Whether somebody sees it now: then an engine that hangs is found out though nothing happens, and what
   * failed is tried again by itself.
   */
  look(isLookedAt: boolean): void {
    this.#isLookedAt = isLookedAt;
    this.#retry.look(isLookedAt);
    if (isLookedAt && this.#engine !== undefined) this.#heartbeat.start();
    else this.#heartbeat.stop();
  }

  #readSoon(): Promise<void> {
    if (this.#disposed) return Promise.resolve();
    this.#retry.cancel();
    if (this.#state.kind === 'idle') this.#set({ kind: 'loading' });
    return this.#reader.run();
  }

  /** When the reading under way has ended; asks for none. */
  settled(): Promise<void> {
    return this.#reader.settled();
  }

  /** Another engine is configured: forgets this one. */
  reopen(): void {
    if (this.#state.kind === 'idle') return;
    this.#close();
    this.#retry.startOver();
    this.#set({ kind: 'loading' });
    void this.refresh();
  }

  dispose(): void {
    this.#disposed = true;
    this.#reader.dispose();
    this.#host?.dispose();
    this.#close();
    this.#changed.dispose();
  }

  #close(): void {
    this.#retry.cancel();
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#heartbeat.forget();
    this.#watch?.dispose();
    this.#watch = undefined;
    this.#engine?.dispose();
    this.#engine = undefined;
    this.#told = undefined;
    this.#hostThen = undefined;
    this.#host?.forget();
  }

  async #read(): Promise<void> {
    const { signal } = this.#abort;
    try {
      const engine = await this.#opened(signal);
      const snapshot = await engine.read(signal);
      signal.throwIfAborted();
      this.#told = snapshot;
      this.#heartbeat.answered();
      // What an engine does not tell now it may tell soon, and no event says when.
      if ((snapshot.missing ?? []).length > 0) this.#retry.later();
      else this.#retry.startOver();
      await this.#host?.readFor(engine, snapshot);
      signal.throwIfAborted();
      this.#show();
    } catch (error) {
      // Another engine was chosen meanwhile: this one's failure says nothing.
      if (!signal.aborted) this.#fail(asEngineError(error));
    }
  }

  /** Shows what engine and host said last. */
  #show(): void {
    const engine = this.#engine;
    const told = this.#told;
    if (engine === undefined || told === undefined) return;
    const snapshot = this.#host?.beside(told) ?? told;
    const { reading } = this;
    const same = this.#asked ? sameFacts : sameButCounters;
    this.#asked = false;
    // Many events change nothing that is shown, and whoever looks at the tree is not disturbed.
    if (reading !== undefined && reading.stale === undefined && same(reading.snapshot, snapshot)) {
      return;
    }
    const topology = this.#shownTopology(engine, told, snapshot);
    this.#set({ kind: 'ready', engine, snapshot, topology });
  }

  /** Of a host that was read for what the engine said before, less what lost its owner since. */
  #shownTopology(engine: Engine, told: Snapshot, snapshot: Snapshot): Topology {
    const origin = { kind: 'engine', label: engine.address } as const;
    const built = buildTopology(snapshot, origin, engine.key);
    const read = this.#host?.last;
    if (read === undefined) return built;
    if (read.snapshot === told) {
      this.#hostThen = { read, topology: built };
      return built;
    }
    if (this.#hostThen?.read !== read) {
      const then = withHostFacts(read.snapshot, read.facts);
      this.#hostThen = { read, topology: buildTopology(then, origin, engine.key) };
    }
    return withoutFreedDevices(built, this.#hostThen.topology);
  }

  async #opened(signal: AbortSignal): Promise<Engine> {
    if (this.#engine !== undefined) return this.#engine;
    const engine = await this.#options.open();
    if (signal.aborted) {
      engine.dispose();
      signal.throwIfAborted();
    }
    this.#engine = engine;
    this.#watch = engine.watch(this.#listener());
    this.look(this.#isLookedAt);
    return engine;
  }

  #listener(): EngineListener {
    return {
      changed: () => void this.#readSoon(),
      opened: () => void this.#readSoon(),
      lost: (error) => {
        this.#options.log(`the engine's events ended: ${error.message}`);
        // Only a reading tells whether the engine is gone or just closed the stream.
        void this.#readSoon();
      },
    };
  }

  #fail(error: EngineError): void {
    this.#options.log(
      `the engine was not read: ${error.reason}: ${error.message} (${error.detail})`,
    );
    const { reading } = this;
    // Each try that fails is told again: that is what makes the age grow on screen.
    this.#set(
      reading === undefined
        ? { kind: 'failed', error }
        : { ...reading, stale: error, staleSince: reading.staleSince ?? this.#rightUntil() },
    );
    this.#retry.later(
      this.#isGone(error) ? (this.#options.gonePauseMs ?? defaultGonePauseMs) : Infinity,
    );
  }

  /** It was there and will be again: to see whether it is costs nothing, where no ssh must log in for it. */
  #isGone({ reason }: EngineError): boolean {
    return reason === 'noEngine' && this.reading !== undefined && !this.#isBehindSsh();
  }

  #isBehindSsh(): boolean {
    return this.#engine?.address.startsWith('ssh://') === true;
  }

  /** An engine that hung told nothing since its last answer. */
  #rightUntil(): number {
    return this.#heartbeat.answeredAt ?? Date.now();
  }

  #set(state: EngineState): void {
    if (this.#disposed) return;
    this.#state = state;
    this.#changed.fire(state);
  }
}

function asEngineError(error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new EngineError(
    'badAnswer',
    'The engine’s answers could not be made sense of.',
    'The log says more.',
    detail,
  );
}
