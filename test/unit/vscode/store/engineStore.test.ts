import assert from 'node:assert/strict';
import type { Snapshot } from '../../../../src/model/snapshot';
import type { Engine, EngineListener } from '../../../../src/sources/engine/engine';
import { EngineError } from '../../../../src/sources/engine/engineError';
import { EngineStore, type EngineState } from '../../../../src/vscode/store/engineStore';
import { FakeClock } from '../../../support/engine/fakeClock';
import { oracleSnapshot } from '../../../support/oracleSnapshots';

const timeout = new EngineError('timeout', 'It did not answer.', 'Wait.', 'no answer in 5000 ms');

/** An engine that answers each reading with the next of what it was given, then with the last. */
class PlayedEngine implements Engine {
  readonly key = 'played';
  readonly address = 'unix:///played.sock';
  readonly inspect = () => Promise.resolve({});
  readonly connect = () => Promise.resolve();
  readonly disconnect = () => Promise.resolve();
  readonly createNetwork = () => Promise.reject(timeout);
  readonly removeNetwork = () => Promise.resolve();
  readonly findImage = () => Promise.resolve(undefined);
  readonly runHelper = () => Promise.reject(timeout);
  readonly exec = () => Promise.reject(timeout);
  reads = 0;
  pings = 0;
  hangs = false;
  atOnce = 0;
  mostAtOnce = 0;
  disposed = false;
  listener: EngineListener | undefined;

  constructor(private readonly plays: readonly (Snapshot | EngineError)[]) {}

  async read(): Promise<Snapshot> {
    const answer = this.plays[Math.min(this.reads, this.plays.length - 1)];
    this.reads += 1;
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    await new Promise((resolve) => setImmediate(resolve));
    this.atOnce -= 1;
    if (answer === undefined || answer instanceof EngineError) throw answer ?? timeout;
    return answer;
  }

  answers(): Promise<boolean> {
    this.pings += 1;
    return Promise.resolve(!this.hangs);
  }

  watch(listener: EngineListener) {
    this.listener = listener;
    return { dispose: () => (this.listener = undefined) };
  }

  dispose(): void {
    this.disposed = true;
  }
}

const one = oracleSnapshot('docker28/a_three_tier');
const other = oracleSnapshot('docker28/z_fresh');

function storeOf(engine: Engine | EngineError, retryPausesMs = [60_000]) {
  const kinds: string[] = [];
  let opened = 0;
  const store = new EngineStore({
    open: () => {
      opened += 1;
      return engine instanceof EngineError ? Promise.reject(engine) : Promise.resolve(engine);
    },
    log: () => undefined,
    retryPausesMs,
  });
  store.onDidChange((state) => kinds.push(label(state)));
  return { store, kinds, opened: () => opened };
}

function keyOf(store: EngineStore): string | undefined {
  return store.reading?.topology.engine.key;
}

function containersOf(store: EngineStore): number | undefined {
  return store.reading?.topology.containers.length;
}

function staleOf(store: EngineStore): EngineError | undefined {
  return store.reading?.stale;
}

function label(state: EngineState): string {
  return state.kind === 'ready' && state.stale !== undefined ? 'stale' : state.kind;
}

describe('EngineStore', () => {
  const stores: EngineStore[] = [];
  const make = (...args: Parameters<typeof storeOf>) => {
    const made = storeOf(...args);
    stores.push(made.store);
    return made;
  };
  afterEach(() => {
    for (const store of stores.splice(0)) store.dispose();
  });

  describe('a host that is read after the engine', () => {
    const { host = {}, sandboxes = {} } = one;
    const facts = { host, sandboxes, missing: [] };
    const told = { ...one, host: undefined, sandboxes: undefined };
    const containersList = told.containersList.filter(({ Names }) => !Names?.includes('/web'));
    const ids = new Set(containersList.map(({ Id }) => Id));
    const containers = told.containers.filter(({ Id }) => ids.has(Id));
    const networks = told.networks.map((network) => ({ ...network, Containers: {} }));
    const withoutWeb = { ...told, networks, containers, containersList };

    function open(plays: readonly Snapshot[], readHost: () => Promise<typeof facts>) {
      const store = new EngineStore({
        open: () => Promise.resolve(new PlayedEngine(plays)),
        readHost: async () => ({ facts: await readHost() }),
        log: () => undefined,
      });
      stores.push(store);
      const leftOver = () =>
        store.reading?.topology.host.looseVeths?.filter(({ kind }) => kind === 'left-over').length;
      return { store, leftOver };
    }

    it('calls no device left over whose owner went meanwhile', async () => {
      let readings = 0;
      let answer = (): void => undefined;
      const { store, leftOver } = open([told, withoutWeb], async () => {
        readings += 1;
        if (readings === 2) await new Promise<void>((resolve) => (answer = resolve));
        return facts;
      });
      await store.refreshWithHost();
      assert.equal(leftOver(), 0);
      await store.refresh();
      assert.equal(containersOf(store), containers.length);
      assert.equal(leftOver(), 0);
      answer();
      await store.refreshWithHost();
      assert.equal(leftOver(), 1, 'the host, read again, still has it');
    });

    it('nor one whose owner came after one reading of the host and went before the next', async () => {
      let readings = 0;
      let answer = (): void => undefined;
      const plays = [withoutWeb, told, { ...withoutWeb }];
      const { store, leftOver } = open(plays, async () => {
        readings += 1;
        if (readings === 1) return { ...facts, host: {}, sandboxes: {} };
        await new Promise<void>((resolve) => (answer = resolve));
        return facts;
      });
      await store.refreshWithHost();
      await store.refresh();
      await store.refresh();
      assert.equal(containersOf(store), containers.length);
      const shown = new Promise((resolve) => store.onDidChange(resolve));
      answer();
      await shown;
      assert.equal(leftOver(), 0);
    });
  });

  it('opens nothing before somebody wants to see the engine', () => {
    const { store, opened } = make(new PlayedEngine([one]));
    assert.equal(opened(), 0);
    assert.equal(store.state.kind, 'idle');
    store.reopen();
    assert.equal(opened(), 0);
  });

  it('looks soon and often for an engine that was there, unless ssh must log in for it', async () => {
    const gone = new EngineError('noEngine', 'No engine answers.', 'Start it.', 'ECONNREFUSED');
    const looks = async (address: string, failure: EngineError) => {
      const engine = Object.assign(new PlayedEngine([one, failure]), { address });
      const store = new EngineStore({
        open: () => Promise.resolve(engine),
        log: () => undefined,
        retryPausesMs: [60_000],
        gonePauseMs: 1,
      });
      stores.push(store);
      store.look(true);
      await store.refresh();
      await store.refresh();
      await new Promise((resolve) => setTimeout(resolve, 50));
      return engine.reads;
    };
    assert.ok((await looks('unix:///played.sock', gone)) > 2);
    assert.equal(await looks('unix:///played.sock', timeout), 2);
    assert.equal(await looks('ssh://me@played', gone), 2);
  });

  it('loads, then has the topology', async () => {
    const { store, kinds } = make(new PlayedEngine([one]));
    store.start();
    await store.settled();
    assert.deepEqual(kinds, ['loading', 'ready']);
    assert.equal(containersOf(store), one.containers.length);
    assert.equal(keyOf(store), 'played');
  });

  it('opens the engine once, however often it is started', async () => {
    const { store, opened } = make(new PlayedEngine([one]));
    store.start();
    store.start();
    await store.settled();
    store.start();
    await store.refresh();
    assert.equal(opened(), 1);
  });

  it('reads once more after many events during one reading, never two at once', async () => {
    const engine = new PlayedEngine([one, other]);
    const { store } = make(engine);
    const reading = store.refresh();
    await new Promise((resolve) => setImmediate(resolve));
    for (let event = 0; event < 20; event += 1) engine.listener?.changed();
    await reading;
    assert.equal(engine.reads, 2);
    assert.equal(engine.mostAtOnce, 1);
    assert.equal(containersOf(store), other.containers.length);
  });

  it('tells nobody when a reading says the same as the one before', async () => {
    const later = { ...one, takenAt: '2030-01-01T00:00:00Z' };
    const { store, kinds } = make(new PlayedEngine([one, later, other]));
    await store.refresh();
    await store.refresh();
    assert.deepEqual(kinds, ['loading', 'ready']);
    await store.refresh();
    assert.deepEqual(kinds, ['loading', 'ready', 'ready']);
  });

  it('says why there is no engine', async () => {
    const error = new EngineError('noEngine', 'No engine answers.', 'Start Docker.', 'ENOENT');
    const { store } = make(error);
    await store.refresh();
    assert.deepEqual(store.state, { kind: 'failed', error });
  });

  it('keeps the last good reading as stale, and takes the mark off when the engine answers', async () => {
    const { store, kinds } = make(new PlayedEngine([one, timeout, one]));
    await store.refresh();
    await store.refresh();
    assert.equal(staleOf(store), timeout);
    const since = store.reading?.staleSince;
    assert.ok(since !== undefined && Math.abs(Date.now() - since) < 5_000);
    assert.equal(containersOf(store), one.containers.length);
    await store.refresh();
    assert.equal(staleOf(store), undefined);
    assert.deepEqual(kinds, ['loading', 'ready', 'stale', 'ready']);
  });

  it('is out of date since the first failure, however often it is tried again', async () => {
    const { store } = make(new PlayedEngine([one, timeout, timeout]));
    await store.refresh();
    await store.refresh();
    const since = store.reading?.staleSince;
    await new Promise((resolve) => setTimeout(resolve, 5));
    await store.refresh();
    assert.equal(store.reading?.staleSince, since);
  });

  it('asks again for what the engine left out, though no event tells', async () => {
    const partly: Snapshot = { ...one, missing: [{ part: 'GET /info', reason: 'It failed.' }] };
    const engine = new PlayedEngine([partly, partly, other]);
    const { store } = make(engine, [1, 2]);
    const whole = new Promise<void>((resolve) => {
      store.onDidChange(() => {
        if (containersOf(store) === other.containers.length) resolve();
      });
    });
    store.look(true);
    store.start();
    await whole;
    assert.equal(engine.reads, 3);
  });

  it('tries again by itself after a failure', async () => {
    const engine = new PlayedEngine([timeout, timeout, one]);
    const { store } = make(engine, [1, 2]);
    const ready = new Promise<void>((resolve) => {
      store.onDidChange(({ kind }) => {
        if (kind === 'ready') resolve();
      });
    });
    store.look(true);
    store.start();
    await ready;
    assert.equal(engine.reads, 3);
  });

  it('lets an engine that failed rest while nobody looks, and tries it again at once when somebody does', async () => {
    const engine = new PlayedEngine([one, timeout, timeout, one, timeout, one]);
    const { store } = make(engine, [1]);
    const pause = () => new Promise((resolve) => setTimeout(resolve, 20));
    await store.refresh();
    await store.refresh();
    await pause();
    assert.equal(engine.reads, 2, 'nobody looks');
    store.look(true);
    store.look(false);
    await store.settled();
    await pause();
    assert.equal(engine.reads, 3, 'somebody looked once');
    engine.listener?.opened();
    await store.settled();
    assert.equal(staleOf(store), undefined, 'its events are still followed');
    await store.refresh();
    assert.equal(staleOf(store), timeout);
    store.wake();
    await store.settled();
    assert.equal(staleOf(store), undefined, 'a command is about what there is now');
    store.wake();
    await pause();
    assert.equal(engine.reads, 6, 'nothing failed');
  });

  it('reads when the event stream opens and when it ends', async () => {
    const engine = new PlayedEngine([one]);
    const { store } = make(engine);
    await store.refresh();
    engine.listener?.lost(new Error('closed'));
    await store.settled();
    engine.listener?.opened();
    await store.settled();
    assert.equal(engine.reads, 3);
  });

  it('forgets the engine when another one is chosen', async () => {
    const engines = [new PlayedEngine([one]), new PlayedEngine([other])];
    let next = 0;
    const store = new EngineStore({
      open: () => Promise.resolve(engines[next++] ?? assert.fail('opened a third')),
      log: () => undefined,
    });
    stores.push(store);
    await store.refresh();
    store.reopen();
    assert.equal(store.state.kind, 'loading');
    await store.settled();
    assert.deepEqual([engines[0]?.disposed, engines[0]?.listener], [true, undefined]);
    assert.equal(containersOf(store), other.containers.length);
  });

  it('ignores what a former engine answers late', async () => {
    let answer: (snapshot: Snapshot) => void = () => undefined;
    const slow = new PlayedEngine([one]);
    slow.read = () => new Promise((resolve) => (answer = resolve));
    const engines: Engine[] = [slow, new PlayedEngine([other])];
    const store = new EngineStore({
      open: () => Promise.resolve(engines.shift() ?? assert.fail('opened a third')),
      log: () => undefined,
    });
    stores.push(store);
    void store.refresh();
    await new Promise((resolve) => setImmediate(resolve));
    store.reopen();
    answer(one);
    await store.settled();
    assert.equal(containersOf(store), other.containers.length);
  });

  it('makes one named error of whatever went wrong', async () => {
    const engine = new PlayedEngine([one]);
    engine.read = () => Promise.reject(new TypeError('x is not a function'));
    const { store } = make(engine);
    await store.refresh();
    assert.equal(store.state.kind === 'failed' && store.state.error.reason, 'badAnswer');
  });

  it('asks an engine that hangs only while somebody looks, and reads when it hangs and when it is back', async () => {
    const engine = new PlayedEngine([one, timeout, one]);
    const clock = new FakeClock();
    const store = new EngineStore({
      open: () => Promise.resolve(engine),
      log: () => undefined,
      retryPausesMs: [60_000],
      clock,
    });
    stores.push(store);
    const pass = async (milliseconds: number) => {
      clock.pass(milliseconds);
      await new Promise((resolve) => setImmediate(resolve));
      await store.settled();
    };
    store.look(true);
    assert.equal(clock.next, undefined, 'nothing is asked of an engine that was never opened');
    await store.refresh();
    store.look(false);
    assert.equal(clock.next, undefined);
    store.look(true);
    await pass(30_000);
    assert.deepEqual([engine.pings, engine.reads], [1, 1]);
    engine.hangs = true;
    await pass(30_000);
    assert.equal(staleOf(store), timeout);
    assert.equal(store.reading?.staleSince, 30_000, 'since it answered last');
    await pass(5_000);
    assert.equal(engine.reads, 2);
    engine.hangs = false;
    await pass(5_000);
    assert.equal(staleOf(store), undefined);
    assert.equal(engine.reads, 3);
    store.dispose();
    assert.equal(clock.next, undefined);
  });

  it('does nothing after its end', async () => {
    const engine = new PlayedEngine([one]);
    const { store, kinds } = make(engine);
    await store.refresh();
    store.dispose();
    await store.refresh();
    assert.equal(engine.reads, 1);
    assert.equal(engine.disposed, true);
    assert.deepEqual(kinds, ['loading', 'ready']);
  });
});
