import assert from 'node:assert/strict';
import { openEngine } from '../../src/sources/engine/dockerodeEngine';
import { EngineStore } from '../../src/vscode/store/engineStore';
import { lookAt } from '../faults/lookAt';
import { freshReading, timelessText } from '../support/engine/freshReading';
import { makeEvents } from '../support/engine/makeEvents';
import { OwnDockerd } from '../support/engine/ownDockerd';
import { newRunId, TestEngine } from '../support/engine/testEngine';
import { heapUsed } from '../support/heapUsed';
import { waitFor } from '../support/engine/waitFor';

const wanted = process.env['VETHSCOPE_LONG'] === undefined ? 120 : 2_000;
const mostGrowthBytes = 10 * 1024 * 1024;

describe('many events', function () {
  this.timeout(wanted * 1_000);

  const undo: (() => Promise<void> | void)[] = [];
  let tests: TestEngine;
  let store: EngineStore;
  let pictures = 0;
  before(async () => {
    const dockerd = await OwnDockerd.start();
    undo.push(() => dockerd.remove());
    tests = await TestEngine.open(newRunId(), { name: 'own', host: dockerd.host });
    undo.push(() => tests.cleanup());
    store = new EngineStore({ open: () => openEngine(tests.endpoint), log: () => undefined });
    undo.push(() => store.dispose());
    // The tree and a graph are open.
    store.look(true);
    store.onDidChange((state) => {
      if (state.kind !== 'ready') return;
      lookAt(state.topology);
      pictures += 1;
    });
  });
  after(async () => {
    for (const step of undo.reverse()) await step();
  });

  it(`leave the right picture and no memory behind: ${wanted} of them`, async () => {
    await store.refresh();
    let heapBefore = 0;
    const events = await makeEvents(tests, wanted, (sofar) => {
      // Caches and compiled code are as they stay by then.
      if (heapBefore === 0 && sofar > wanted / 4) heapBefore = heapUsed();
    });
    await waitFor('the picture of a fresh reading', async () => {
      const fresh = timelessText(await freshReading(tests.endpoint));
      return store.reading !== undefined && timelessText(store.reading) === fresh;
    });
    const grown = heapUsed() - heapBefore;
    assert.ok(pictures > 10, `only ${pictures} pictures of ${events} events`);
    assert.ok(grown < mostGrowthBytes, `the heap grew by ${Math.round(grown / 1024)} KB`);
  });
});
