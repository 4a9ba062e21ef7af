import assert from 'node:assert/strict';
import { openEngine } from '../../src/sources/engine/dockerodeEngine';
import { EngineSource } from '../../src/vscode/store/engineSource';
import { EngineStore } from '../../src/vscode/store/engineStore';
import { engineRef } from '../../src/vscode/store/sourceRef';
import { engineCaption } from '../../src/vscode/tree/engineCaption';
import { freshReading, timelessText } from '../support/engine/freshReading';
import { OwnDockerd } from '../support/engine/ownDockerd';
import { newRunId, TestEngine } from '../support/engine/testEngine';
import { waitFor } from '../support/engine/waitFor';
import { english } from '../unit/vscode/englishTexts';

describe('a dockerd that is killed', function () {
  this.timeout(120_000);

  const undo: (() => Promise<void> | void)[] = [];
  let dockerd: OwnDockerd;
  let tests: TestEngine;
  let store: EngineStore;
  before(async () => {
    dockerd = await OwnDockerd.start();
    undo.push(() => dockerd.remove());
    tests = await TestEngine.open(newRunId(), { name: 'own', host: dockerd.host });
    undo.push(() => tests.cleanup());
    store = new EngineStore({ open: () => openEngine(tests.endpoint), log: () => undefined });
    undo.push(() => store.dispose());
  });
  after(async () => {
    for (const step of undo.reverse()) await step();
  });

  const names = () => store.reading?.snapshot.networks.map(({ Name }) => Name) ?? [];
  const pipes = () => process.getActiveResourcesInfo().filter((kind) => kind === 'PipeWrap').length;
  const known = async (name: string) => {
    await waitFor(`${name} to be seen`, () => {
      return store.reading?.stale === undefined && names().includes(name);
    });
  };

  it('is shown as out of date, and right again as soon as it is back, each time', async () => {
    store.look(true);
    store.start();
    const front = await tests.makeNetwork('front');
    await tests.runContainer('web', { network: front.name });
    await known(front.name);
    const source = new EngineSource(engineRef, store, english);
    await waitFor('one stream of events', () => pipes() >= 1);
    const before = pipes();
    for (const round of [1, 2]) {
      await dockerd.kill();
      await waitFor('the picture to be out of date', () => store.reading?.stale !== undefined);
      const { status, topology } = source.view();
      assert.ok(status.kind === 'stale' && status.age === 'less than a minute');
      assert.equal(topology, store.reading?.topology, 'the last picture stands');
      const { description } = engineCaption({ ref: engineRef, store }, english);
      assert.match(description, /^out of date for less than a minute: /);

      await dockerd.run();
      const again = await tests.makeNetwork(`again-${round}`);
      await known(again.name);
      // Followed again: what happens now is seen without anybody asking.
      const later = await tests.makeNetwork(`later-${round}`);
      await known(later.name);
      await waitFor('no more connections than before', () => pipes() <= before);
    }
    const { reading } = store;
    assert.ok(reading !== undefined);
    await waitFor('the picture of a fresh reading', async () => {
      const fresh = timelessText(await freshReading(tests.endpoint));
      return store.reading !== undefined && timelessText(store.reading) === fresh;
    });
  });
});
