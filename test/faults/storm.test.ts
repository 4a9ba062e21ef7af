import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { openEngine } from '../../src/sources/engine/dockerodeEngine';
import { EngineStore } from '../../src/vscode/store/engineStore';
import { freshReading, timelessText } from '../support/engine/freshReading';
import { heapUsed } from '../support/heapUsed';
import { RecordedEngine } from './recordedEngine';
import { stormOver } from './storm';
import { recordedWorld } from './world';

const count = 1_000;
const atATime = 25;
const rounds = process.env['VETHSCOPE_LONG'] === undefined ? 2 : 12;
const mostGrowthBytes = 10 * 1024 * 1024;
/** The engine's events are gathered for that long, see Debouncer. */
const gatheredMs = 300;

describe('a thousand containers that start at once', function () {
  this.timeout(rounds * 150_000);

  let engine: RecordedEngine;
  let store: EngineStore;
  const warnings: string[] = [];
  const warned = (warning: Error) => warnings.push(warning.stack ?? warning.message);

  before(async () => {
    process.on('warning', warned);
    engine = await RecordedEngine.start(recordedWorld('docker28/a_three_tier'));
    store = new EngineStore({ open: () => openEngine(engine.endpoint), log: () => undefined });
    store.start();
    await until('the first picture', () => store.reading !== undefined);
  });
  after(async () => {
    process.off('warning', warned);
    store.dispose();
    await store.settled();
    await engine.close();
  });

  it('are all there, read no more often than needed, and leave nothing behind', async () => {
    const storm = stormOver(engine.world, count);
    const asked = new Map<string, number>();
    engine.spoil = (what) => {
      asked.set(what, (asked.get(what) ?? 0) + 1);
      return false;
    };
    let heapBefore = 0;
    for (let round = 0; round < rounds; round += 1) {
      asked.clear();
      const begun = Date.now();
      for (let begin = 0; begin < count; begin += atATime) {
        const { world, events } = storm.started(begin, begin + atATime);
        engine.world = world;
        engine.emit(events);
        await pause(5);
      }
      await isRight('after the storm');
      assert.equal(store.reading?.topology.containers.length, engine.world.containers.length);
      assertFewReadings(asked, storm.ids, Date.now() - begun);
      const { world, events } = storm.gone();
      engine.world = world;
      engine.emit(events);
      await isRight('once they are gone');
      assert.equal(engine.followers, 1, 'one stream of events');
      assert.ok(engine.connections <= 16, `${engine.connections} connections`);
      // Caches and compiled code are as they stay by then.
      if (round === 0) heapBefore = heapUsed();
    }
    const grown = heapUsed() - heapBefore;
    assert.ok(grown < mostGrowthBytes, `the heap grew by ${Math.round(grown / 1024)} KB`);
    assert.deepEqual(warnings, []);
  });

  /** Shown, not out of date, and the same as somebody sees who asks the engine for the first time. */
  async function isRight(when: string): Promise<void> {
    const fresh = timelessText(await freshReading(engine.endpoint));
    await until(`the right picture ${when}`, () => {
      const { reading } = store;
      return (
        reading !== undefined && reading.stale === undefined && timelessText(reading) === fresh
      );
    });
  }
});

/** The lists once for each time that events were gathered, and nobody asked for again and again. */
function assertFewReadings(
  asked: ReadonlyMap<string, number>,
  ids: readonly string[],
  elapsedMs: number,
): void {
  const readings = asked.get('/containers/json') ?? 0;
  const most = Math.ceil(elapsedMs / gatheredMs) + 2;
  assert.ok(readings <= most, `${readings} readings in ${elapsedMs} ms`);
  const inspected = ids.map((id) => asked.get(`/containers/${id}/json`) ?? 0);
  const all = inspected.reduce((sum, one) => sum + one, 0);
  // Once, once more where a reading began between its events, and by the fresh reading of the test.
  assert.ok(all <= 2.5 * ids.length, `${all} containers asked for`);
  assert.ok(Math.max(...inspected) <= 4, `${Math.max(...inspected)} times for one container`);
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!holds()) {
    if (Date.now() > deadline) assert.fail(`waited a minute for ${what}`);
    await pause(100);
  }
}
