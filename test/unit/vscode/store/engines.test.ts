import assert from 'node:assert/strict';
import type { Snapshot } from '../../../../src/model/snapshot';
import type { Engine } from '../../../../src/sources/engine/engine';
import { EngineError } from '../../../../src/sources/engine/engineError';
import { Engines } from '../../../../src/vscode/store/engines';
import { EngineStore } from '../../../../src/vscode/store/engineStore';
import { engineCaption } from '../../../../src/vscode/tree/engineCaption';
import { oracleSnapshot } from '../../../support/oracleSnapshots';
import { english } from '../englishTexts';

const nobody = new EngineError('noEngine', 'No engine answers.', 'Start it.', 'ECONNREFUSED');
const snapshot = oracleSnapshot('docker28/a_three_tier');

/** An engine at an address that answers with a snapshot, an error, or never. */
function engineAt(address: string, answer: Snapshot | EngineError | 'silence'): Engine {
  const refuse = () => Promise.reject(nobody);
  return {
    key: address,
    address,
    read: () =>
      answer === 'silence'
        ? new Promise(() => undefined)
        : answer instanceof EngineError
          ? Promise.reject(answer)
          : Promise.resolve(answer),
    watch: () => ({ dispose: () => undefined }),
    inspect: refuse,
    connect: refuse,
    disconnect: refuse,
    createNetwork: refuse,
    removeNetwork: refuse,
    findImage: refuse,
    runHelper: refuse,
    exec: refuse,
    dispose: () => undefined,
  };
}

describe('several engines', () => {
  const made: Engines[] = [];
  const answers = new Map<string, Snapshot | EngineError | 'silence'>();

  function engines(): Engines {
    const one = new Engines((spec) => {
      const address = spec ?? 'unix:///chosen.sock';
      return new EngineStore({
        open: () => Promise.resolve(engineAt(address, answers.get(address) ?? snapshot)),
        log: () => undefined,
        retryPausesMs: [60_000],
      });
    }, english);
    made.push(one);
    return one;
  }

  afterEach(() => {
    for (const one of made.splice(0)) one.dispose();
    answers.clear();
  });

  it('are the chosen one and the further ones, found by their keys', () => {
    const all = engines();
    all.configure(['unix:///a.sock', 'context:b']);
    assert.deepEqual(
      all.all.map(({ key }) => key),
      ['engine', 'engine:unix:///a.sock', 'engine:context:b'],
    );
    assert.equal(all.find('engine:context:b')?.source.title, 'Networks of b');
    assert.equal(all.find('engine:context:c'), undefined);
  });

  it('do not disturb each other: one silent, one failed, one read', async () => {
    answers.set('unix:///silent.sock', 'silence').set('unix:///none.sock', nobody);
    const all = engines();
    all.configure(['unix:///silent.sock', 'unix:///none.sock', 'unix:///good.sock']);
    for (const { store } of all.all) store.start();
    await Promise.all([all.primary, ...all.all.slice(2)].map(({ store }) => store.settled()));
    assert.deepEqual(
      all.all.map(({ store }) => store.state.kind),
      ['ready', 'loading', 'failed', 'ready'],
    );
    assert.deepEqual(
      all.all.map((engine) => engineCaption(engine, english)),
      [
        { label: 'Docker 28.5.2+dfsg4', description: 'unix:///chosen.sock', live: true },
        { label: 'unix:///silent.sock', description: 'reading…', live: true, further: true },
        {
          label: 'unix:///none.sock',
          description: 'No engine answers.',
          live: true,
          failed: true,
          further: true,
        },
        {
          label: 'Docker 28.5.2+dfsg4',
          description: 'unix:///good.sock',
          live: true,
          further: true,
        },
      ],
    );
  });

  it('stay as they are when the list changes, and tell who is gone', async () => {
    const all = engines();
    all.configure(['unix:///a.sock', 'unix:///b.sock']);
    const kept = all.find('engine:unix:///b.sock');
    await kept?.store.refresh();
    const gone: string[] = [];
    let changes = 0;
    all.onDidRemove(({ key }) => gone.push(key));
    all.onDidChange(() => (changes += 1));
    all.configure(['unix:///b.sock', 'unix:///c.sock']);
    assert.deepEqual(gone, ['engine:unix:///a.sock']);
    assert.equal(changes, 1);
    assert.equal(all.find('engine:unix:///b.sock'), kept);
    assert.equal(kept?.store.state.kind, 'ready');
  });

  it('show an engine once that goes by two names', async () => {
    const all = engines();
    all.configure(['unix:///chosen.sock']);
    assert.equal(all.shown.length, 2);
    await Promise.all(all.all.map(({ store }) => store.refresh()));
    assert.deepEqual(
      all.shown.map(({ key }) => key),
      ['engine'],
    );
  });
});
