import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { openEngine } from '../../src/sources/engine/dockerodeEngine';
import { EngineStore } from '../../src/vscode/store/engineStore';
import { FastClock } from '../support/engine/fastClock';
import { freshReading, timelessText } from '../support/engine/freshReading';
import { waitFor } from '../support/engine/waitFor';
import { RecordedEngine } from './recordedEngine';
import { recordedWorld, withContainer } from './world';

const rounds = process.env['VETHSCOPE_LONG'] === undefined ? 2 : 40;
/** The engine's seconds are hundredths of ours. */
const speed = 100;

describe('an engine that hangs while nothing happens', function () {
  this.timeout(rounds * 60_000);

  let engine: RecordedEngine;
  let clock: FastClock;
  let store: EngineStore;
  beforeEach(async () => {
    engine = await RecordedEngine.start(recordedWorld('docker28/a_three_tier'));
    clock = new FastClock(speed);
    store = new EngineStore({
      open: () => openEngine(engine.endpoint, { clock, timeoutMs: 30_000 }),
      log: () => undefined,
      retryPausesMs: [5, 10, 20, 40],
      clock,
    });
    store.start();
    await waitFor('the first picture', () => store.reading !== undefined && engine.followers === 1);
  });
  afterEach(async () => {
    store.dispose();
    await store.settled();
    await waitFor('the last socket and timer to end', () => {
      return engine.connections === 0 && clock.waiting === 0;
    });
    await engine.close();
  });

  /** From now on it takes every question and answers none, and its events have ended without a word. */
  const hang = () => {
    engine.spoil = () => true;
    engine.muteEvents();
  };
  const isStale = () => store.reading?.stale !== undefined;

  it('is out of date soon where somebody looks, and right again by itself, each time', async () => {
    store.look(true);
    for (let round = 1; round <= rounds; round += 1) {
      hang();
      // What happens meanwhile nobody hears of.
      engine.world = withContainer(engine.world, round, round).world;
      if (round % 2 === 0) clock.jump(round % 4 === 0 ? -86_400_000 : 86_400_000);
      await waitFor('the picture to be out of date', isStale);
      assert.equal(store.reading?.stale?.reason, 'timeout');
      await pause(50);
      engine.spoil = undefined;
      const fresh = timelessText(await freshReading(engine.endpoint));
      await waitFor('the right picture', () => {
        const { reading } = store;
        return reading !== undefined && !isStale() && timelessText(reading) === fresh;
      });
      await waitFor('one stream of events, no stale one', () => {
        return engine.followers === 1 && engine.connections <= 2;
      });
    }
    // Followed as before: what happens now is seen though nobody asks.
    const { world, events } = withContainer(engine.world, 0, rounds + 1);
    store.look(false);
    engine.world = world;
    engine.emit(events);
    await waitFor('the last container', () => {
      return store.reading?.topology.containers.length === world.containers.length;
    });
  });

  it('is asked nothing while nobody looks', async () => {
    store.look(true);
    store.look(false);
    // Every question has a time limit, and there is none left.
    await waitFor('the questions under way to end', () => {
      return engine.connections === 1 && clock.waiting === 0;
    });
    hang();
    const { asked } = engine;
    await pause(1_000);
    assert.deepEqual([engine.asked, clock.waiting, isStale()], [asked, 0, false]);
    store.look(true);
    await waitFor('the picture to be out of date', isStale);
  });
});
