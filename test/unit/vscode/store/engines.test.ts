import assert from 'node:assert/strict';
import { Engines } from '../../../../src/vscode/store/engines';
import { EngineStore } from '../../../../src/vscode/store/engineStore';
import { engineCaption } from '../../../../src/vscode/tree/engineCaption';
import { FakeClock } from '../../../support/engine/fakeClock';
import { nobody, quietEngine, type EngineAnswer } from '../../../support/engine/quietEngine';
import { oracleSnapshot } from '../../../support/oracleSnapshots';
import { english } from '../englishTexts';

const snapshot = oracleSnapshot('docker28/a_three_tier');

/** Who was asked whether they answer. */
const pinged: string[] = [];

describe('several engines', () => {
  const made: Engines[] = [];
  const answers = new Map<string, EngineAnswer>();
  const clock = new FakeClock();

  function engines(): Engines {
    const one = new Engines((spec) => {
      const address = spec ?? 'unix:///chosen.sock';
      const answer = () => answers.get(address) ?? snapshot;
      return new EngineStore({
        open: () => Promise.resolve(quietEngine(address, answer, () => pinged.push(address))),
        log: () => undefined,
        retryPausesMs: [60_000],
        clock,
      });
    }, english);
    made.push(one);
    return one;
  }

  afterEach(() => {
    for (const one of made.splice(0)) one.dispose();
    answers.clear();
    pinged.splice(0);
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

  it('keep their names while they are out of date', async () => {
    const all = engines();
    all.configure(['unix:///a.sock', 'context:b']);
    await Promise.all(all.all.map(({ store }) => store.refresh()));
    const captions = all.all.map(({ ref, store: { reading } }) => {
      assert.ok(reading !== undefined);
      const state = { ...reading, stale: nobody, staleSince: Date.now() };
      return engineCaption({ ref, store: { state } }, english).description;
    });
    const why = 'out of date for less than a minute: No engine answers.';
    assert.deepEqual(captions, [why, `unix:///a.sock · ${why}`, `b · ${why}`]);
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

  it('are asked whether they answer only where they are in sight', async () => {
    const all = engines();
    all.configure(['unix:///a.sock', 'unix:///b.sock']);
    await Promise.all(all.all.map(({ store }) => store.refresh()));
    const [tree, graph] = [{}, {}];
    const askedAfter = (milliseconds: number) => {
      clock.pass(milliseconds);
      return pinged.splice(0).sort();
    };
    assert.equal(clock.next, undefined, 'nobody looks');
    all.look(graph, ({ key }) => key === 'engine:unix:///a.sock');
    assert.deepEqual(askedAfter(30_000), ['unix:///a.sock']);
    await Promise.resolve();
    all.look(tree, () => true);
    all.look(graph);
    assert.deepEqual(askedAfter(30_000), [
      'unix:///a.sock',
      'unix:///b.sock',
      'unix:///chosen.sock',
    ]);
    all.configure(['unix:///b.sock', 'unix:///c.sock']);
    await all.find('engine:unix:///c.sock')?.store.refresh();
    all.look(tree);
    assert.equal(clock.next, undefined, 'nobody looks any more');
    all.look(tree, () => true);
    assert.ok(askedAfter(30_000).includes('unix:///c.sock'), 'one that was added meanwhile');
    all.dispose();
    assert.equal(clock.next, undefined);
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
