import assert from 'node:assert/strict';
import { pictureId } from '../../../../src/protocol/messages';
import { defaultFontMetrics as metrics } from '../../../../src/scene/defaultFontMetrics';
import { noFilter } from '../../../../src/scene/filterTopology';
import { framedId, frameId, isFrameId, parseFramedId } from '../../../../src/scene/frameIds';
import type { Scene } from '../../../../src/scene/scene';
import { defaultSceneOptions as options } from '../../../../src/scene/sceneOptions';
import type { TraceView } from '../../../../src/scene/traceView';
import { FilterKeeper } from '../../../../src/vscode/panel/filterKeeper';
import { FrameChoice } from '../../../../src/vscode/panel/frameChoice';
import { FramedContent } from '../../../../src/vscode/panel/framedContent';
import { LayoutKeeper } from '../../../../src/vscode/panel/layoutKeeper';
import { Engines } from '../../../../src/vscode/store/engines';
import { EngineStore } from '../../../../src/vscode/store/engineStore';
import { nobody, quietEngine, type EngineAnswer } from '../../../support/engine/quietEngine';
import { keptState } from '../../../support/memento';
import { oracleSnapshot } from '../../../support/oracleSnapshots';
import { english } from '../englishTexts';

const tiers = oracleSnapshot('docker28/a_three_tier');
const two = 'ssh://me@two';
const twoFrame = 'engine_ssh_me_two';

describe('all engines in one graph', () => {
  const made: Engines[] = [];
  let answers: Map<string, EngineAnswer>;

  const engineAt = (address: string) => quietEngine(address, () => answers.get(address) ?? tiers);

  async function open(further: readonly string[], given: Record<string, EngineAnswer> = {}) {
    answers = new Map(Object.entries(given));
    const engines = new Engines((spec) => {
      const address = spec ?? 'unix:///chosen.sock';
      const open = () => Promise.resolve(engineAt(address));
      return new EngineStore({ open, log: () => undefined, retryPausesMs: [60_000] });
    }, english);
    made.push(engines);
    engines.configure(further);
    const state = keptState();
    const layouts = new LayoutKeeper(state, 'frames/');
    const choice = new FrameChoice(state);
    const content = new FramedContent(engines, choice, layouts, new FilterKeeper(state), english);
    content.draw(options, metrics);
    const silent = ({ ref }: { ref: { engine?: string } }) =>
      answers.get(ref.engine ?? '') === 'silence';
    for (const one of engines.all) if (!silent(one)) await one.store.settled();
    return { content, engines, state, choice };
  }

  afterEach(() => {
    for (const one of made.splice(0)) one.dispose();
  });

  const sceneOf = (content: FramedContent): Scene => {
    const { scene } = content.draw(options, metrics);
    assert.ok(scene);
    return scene;
  };
  const ofFrame = (scene: Scene, frame: string) =>
    scene.elements.filter(({ id }) => parseFramedId(id)?.frame === frame);

  it('waits for the first that answers, and no longer', async () => {
    const { content } = await open([two], { [two]: 'silence' });
    const scene = sceneOf(content);
    assert.ok(ofFrame(scene, 'engine').length > 10);
    const [box, ...rest] = ofFrame(scene, twoFrame);
    assert.deepEqual(rest, []);
    assert.deepEqual(box?.flags, []);
    assert.ok(box.texts.some(({ text }) => text === 'reading…'));
  });

  it('says in its frame why one fails, and keeps the others', async () => {
    const { content, engines } = await open([two]);
    const before = sceneOf(content);
    answers.set(two, nobody);
    await engines.find(`engine:${two}`)?.store.refresh();
    const scene = sceneOf(content);
    assert.deepEqual(ofFrame(scene, 'engine'), ofFrame(before, 'engine'));
    const gone = ofFrame(scene, twoFrame);
    assert.equal(gone.length, ofFrame(before, twoFrame).length, 'the last picture stands');
    assert.ok(gone.every(({ flags }) => flags.includes('stale')));
    // How old the picture is decides where the line breaks.
    const said = gone[0]?.texts.map(({ text }) => text).join(' ') ?? '';
    assert.match(said, /No engine answers\. Start it\./);
    answers.set(two, tiers);
    await engines.find(`engine:${two}`)?.store.refresh();
    assert.deepEqual(sceneOf(content), before);
  });

  it('asks the engine an element is of', async () => {
    const { content } = await open([two]);
    const web = framedId(twoFrame, 'container:web');
    const located = content.locate(web);
    assert.deepEqual(located?.source.ref, { kind: 'engine', engine: two });
    assert.equal(located.id, 'container:web');
    assert.deepEqual(content.idsOf(`engine:${two}`, ['container:web']), [web]);
    assert.equal(content.idsOf('compose:file:///x', ['container:web']), undefined);
    assert.equal(content.card(web)?.id, web);
    assert.equal(content.card(web)?.title, 'web');
    assert.ok(content.menu(web).items.some(({ action }) => action === 'traceFrom'));
    assert.deepEqual(content.focus([web]).ref, { kind: 'engine', engine: two });
    assert.deepEqual(content.focus([]).ref, { kind: 'engine' });
    for (const id of ['container:web', '@nobody/container:web', '']) {
      assert.equal(content.locate(id), undefined, id);
      assert.equal(content.card(id), undefined, id);
      assert.deepEqual(content.menu(id).items, [], id);
    }
  });

  it('offers for a frame what is about the graph, and all that its engine’s row has in the tree', async () => {
    const { content } = await open([two, 'ssh://me@gone'], { 'ssh://me@gone': nobody });
    const actions = (frame: string) =>
      content.menu(frameId(frame)).items.map(({ action }) => action);
    const ofEngine = [
      'showMatrix',
      'showFirewall',
      'revealInTree',
      'refresh',
      'saveSnapshot',
      'readHost',
      'createNetwork',
      'pruneNetworks',
    ] as const;
    const ofFrame = ['showAlone', 'leaveOut', 'chooseFrames'] as const;
    assert.deepEqual(actions('engine'), [...ofFrame, 'chooseEngine', ...ofEngine]);
    assert.deepEqual(actions(twoFrame), [...ofFrame, ...ofEngine, 'removeEngine']);
    assert.deepEqual(actions('engine_ssh_me_gone'), [...ofFrame, 'refresh', 'removeEngine']);
    const host = content.menu(framedId(twoFrame, 'host:host')).items;
    assert.ok(host.some(({ action }) => action === 'createNetwork'));
    const located = content.locate(frameId(twoFrame));
    assert.deepEqual(located?.source.ref, { kind: 'engine', engine: two });
    assert.match(content.card(frameId(twoFrame))?.title ?? '', /^Docker 28/);
  });

  it('offers nothing for the picture of all that would have to be about one of them', async () => {
    const { content } = await open([two]);
    assert.deepEqual(
      content.menu(pictureId).items.map(({ action }) => action),
      ['refresh', 'chooseFrames'],
    );
    assert.equal(content.locate(pictureId), undefined);
  });

  it('searches them all, and tells whose rules and traces it shows', async () => {
    const { content } = await open([two]);
    const { hits, total } = content.search('db');
    const frames = hits.map(({ ids: [id = ''] }) => parseFramedId(id)?.frame);
    assert.deepEqual([...new Set(frames)], ['engine', twoFrame]);
    assert.equal(total, hits.length);
    assert.ok(hits.every(({ matched }) => /chosen\.sock|me@two/.test(matched)));
    const firewall = content.firewall([framedId(twoFrame, 'container:web')]);
    assert.ok(firewall?.kind === 'rules');
    const { tables } = firewall.view;
    assert.ok(tables.length > 0 && tables.every(({ title }) => title.includes('me@two')));
    const named = JSON.stringify(tables).match(/@engine[^/"]*\//g) ?? [];
    assert.deepEqual([...new Set(named)], [`@${twoFrame}/`]);
    const trace: TraceView = {
      title: 'web → db',
      verdict: 'delivered',
      why: '',
      steps: [{ text: '', returning: false, elements: ['host:host'] }],
      elements: ['host:host'],
      assumptions: [],
      fixes: [],
      puzzles: [],
      canVerify: false,
      canSave: false,
    };
    const shown = content.traced(`engine:${two}`, trace);
    assert.deepEqual(shown.elements, [framedId(twoFrame, 'host:host')]);
    assert.deepEqual(shown.steps[0]?.elements, shown.elements);
  });

  it('filters them all, for the workspace', async () => {
    const { content, engines, state } = await open([two]);
    const filter = { ...noFilter, name: 'db' };
    content.setFilter(filter);
    const { scene, filter: view } = content.draw(options, metrics);
    const names = scene?.elements.flatMap(({ kind, name }) => (kind === 'container' ? [name] : []));
    assert.deepEqual(names, ['db', 'db']);
    assert.equal(view?.hidden.containers, 6);
    assert.equal(view.choices.states.find(({ value }) => value === 'running')?.count, 6);
    const again = new FramedContent(
      engines,
      new FrameChoice(state),
      new LayoutKeeper(state, 'frames/'),
      new FilterKeeper(state),
      english,
    );
    assert.deepEqual(again.draw(options, metrics).filter?.filter, filter);
  });

  it('counts engines and answers in words that fit the number', async () => {
    for (const [chosen, further, title] of [
      [tiers, [two], /^2 engines, 2 answer$/],
      [tiers, [], /^1 engine, 1 answers$/],
      [nobody, [two], /^2 engines, 1 answers$/],
      [nobody, [], /^1 engine, none answers$/],
    ] as const) {
      const { content } = await open(further, { 'unix:///chosen.sock': chosen });
      assert.match(sceneOf(content).title, title);
      content.dispose();
    }
  });

  it('leaves out those that were not chosen, and asks nothing of them', async () => {
    const three = 'tcp://three:2376';
    const { content, engines, choice, state } = await open([two, three]);
    const whole = sceneOf(content);
    const drawn = () => {
      const ids = content.draw(options, metrics).scene?.elements.map(({ id }) => id) ?? [];
      return ids.filter((id) => isFrameId(id));
    };
    const all = drawn();
    let told = 0;
    const listening = content.onDidChange(() => (told += 1));
    choice.choose(new Map([[`engine:${two}`, false]]));
    assert.equal(told, 1);
    assert.deepEqual(
      drawn(),
      all.filter((id) => id !== frameId(twoFrame)),
    );
    assert.match(sceneOf(content).title, /^2 engines, 2 answer, 1 left out$/);
    assert.equal(content.locate(framedId(twoFrame, 'container:web')), undefined);
    assert.equal(content.idsOf(`engine:${two}`, ['container:web']), undefined);
    assert.ok(new FrameChoice(state).isLeftOut(`engine:${two}`), 'over restarts');
    // Nobody looks at it, so nobody starts it.
    const fresh = new Engines((spec) => {
      const open = () => Promise.resolve(engineAt(spec ?? 'unix:///chosen.sock'));
      return new EngineStore({ open, log: () => undefined });
    }, english);
    made.push(fresh);
    fresh.configure([two, three]);
    const layouts = new LayoutKeeper(state, 'frames/');
    const again = new FramedContent(fresh, choice, layouts, new FilterKeeper(state), english);
    again.draw(options, metrics);
    await again.refresh();
    const states = fresh.all.map(({ store }) => store.state.kind);
    assert.deepEqual(states, ['ready', 'idle', 'ready']);
    choice.choose(new Map(engines.all.map(({ key }) => [key, false])));
    const { scene, status } = content.draw(options, metrics);
    assert.equal(scene, undefined);
    assert.ok(status.kind === 'empty' && status.actions[0]?.action === 'chooseFrames');
    choice.choose(new Map(engines.all.map(({ key }) => [key, true])));
    assert.deepEqual(sceneOf(content), whole);
    listening.dispose();
    content.dispose();
  });

  it('moves boxes of one engine, and takes that back', async () => {
    const { content } = await open([two]);
    const before = sceneOf(content);
    const id = framedId(twoFrame, 'network:back');
    assert.equal(content.wish({ kind: 'step', ids: [id], to: 'up' }), true);
    const moved = sceneOf(content);
    assert.deepEqual(ofFrame(moved, 'engine'), ofFrame(before, 'engine'));
    assert.notDeepEqual(ofFrame(moved, twoFrame), ofFrame(before, twoFrame));
    assert.equal(content.wish({ kind: 'undo' }), true);
    assert.deepEqual(sceneOf(content), before);
    assert.equal(content.wish({ kind: 'undo' }), false);
    assert.equal(content.wish({ kind: 'redo' }), true);
    assert.deepEqual(sceneOf(content), moved);
    const box = [frameId(twoFrame)];
    assert.equal(content.wish({ kind: 'step', ids: box, to: 'left' }), false);
  });
});
