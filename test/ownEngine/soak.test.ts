import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { openEngine } from '../../src/sources/engine/dockerodeEngine';
import { EngineStore } from '../../src/vscode/store/engineStore';
import { lookAt } from '../faults/lookAt';
import { freshReading, timelessText } from '../support/engine/freshReading';
import { OwnDockerd } from '../support/engine/ownDockerd';
import { newRunId, TestEngine, type TestContainer } from '../support/engine/testEngine';
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
  let events = 0;
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
    const heard = await tests.docker.getEvents({ filters: { type: ['network', 'container'] } });
    heard.on('data', (chunk: Buffer) => (events += chunk.toString().split('\n').length - 1));
    undo.push(() => void ('destroy' in heard && (heard.destroy as () => void)()));
  });
  after(async () => {
    for (const step of undo.reverse()) await step();
  });

  it(`leave the right picture and no memory behind: ${wanted} of them`, async () => {
    await store.refresh();
    const networks = [await tests.makeNetwork('a'), await tests.makeNetwork('b')];
    const running = [await tests.runContainer('x'), await tests.runContainer('y')];
    const joined = new Set<string>();
    const made: TestContainer[] = [];
    let heapBefore = 0;
    for (let serial = 0; events < wanted; serial += 1) {
      // Caches and compiled code are as they stay by then.
      if (heapBefore === 0 && events > wanted / 4) heapBefore = heapUsed();
      const network = networks[randomInt(networks.length)];
      const container = running[randomInt(running.length)];
      assert.ok(network !== undefined && container !== undefined);
      const pair = `${network.id} ${container.id}`;
      const membership = tests.docker.getNetwork(network.id);
      const oldest = made.length > 4 ? made.shift() : undefined;
      if (oldest !== undefined) await tests.remove(oldest);
      else if (serial % 4 === 0) {
        made.push(await tests.runContainer(`made-${serial}`, { start: false }));
      } else if (joined.delete(pair)) {
        await membership.disconnect({ Container: container.id, Force: true });
      } else {
        await membership.connect({ Container: container.id });
        joined.add(pair);
      }
      if (serial % 10 === 9) await tests.removeNetwork(await tests.makeNetwork(`n-${serial}`));
    }
    await waitFor('the picture of a fresh reading', async () => {
      const fresh = timelessText(await freshReading(tests.endpoint));
      return store.reading !== undefined && timelessText(store.reading) === fresh;
    });
    const grown = heapUsed() - heapBefore;
    assert.ok(pictures > 10, `only ${pictures} pictures of ${events} events`);
    assert.ok(grown < mostGrowthBytes, `the heap grew by ${Math.round(grown / 1024)} KB`);
  });
});
