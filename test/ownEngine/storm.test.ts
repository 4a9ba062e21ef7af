import assert from 'node:assert/strict';
import { defaultFontMetrics } from '../../src/scene/defaultFontMetrics';
import { framedId, frameNames, parseFramedId } from '../../src/scene/frameIds';
import type { Scene } from '../../src/scene/scene';
import { defaultSceneOptions } from '../../src/scene/sceneOptions';
import { openEngine } from '../../src/sources/engine/dockerodeEngine';
import { FilterKeeper } from '../../src/vscode/panel/filterKeeper';
import { FrameChoice } from '../../src/vscode/panel/frameChoice';
import { FramedContent } from '../../src/vscode/panel/framedContent';
import { LayoutKeeper } from '../../src/vscode/panel/layoutKeeper';
import { Engines, type KnownEngine } from '../../src/vscode/store/engines';
import { EngineStore } from '../../src/vscode/store/engineStore';
import { CountingProxy } from '../support/engine/countingProxy';
import { freshReading, timelessText } from '../support/engine/freshReading';
import { OwnDockerd } from '../support/engine/ownDockerd';
import {
  newRunId,
  TestEngine,
  type TestContainer,
  type TestNetwork,
} from '../support/engine/testEngine';
import { heapUsed } from '../support/heapUsed';
import { keptState } from '../support/memento';
import { waitFor } from '../support/engine/waitFor';
import { english } from '../unit/vscode/englishTexts';

const long = process.env['VETHSCOPE_LONG'] !== undefined;
const count = long ? 60 : 10;
const rounds = long ? 4 : 1;
const mostGrowthBytes = 10 * 1024 * 1024;
/** The engine's events are gathered for that long, see Debouncer. */
const gatheredMs = 300;
const second = 'tcp://second:2375';

/** Two engines of the tests' own, in one graph: what befalls the one is nothing to the other. */
describe('a storm over one of two engines', function () {
  this.timeout(count * rounds * 5_000 + 60_000);

  const undo: (() => Promise<void> | void)[] = [];
  let dockerd: OwnDockerd;
  let tests: TestEngine;
  let calm: TestEngine;
  let proxy: CountingProxy;
  let calmProxy: CountingProxy;
  let engines: Engines;
  let graph: FramedContent;
  const [stormy, other] = frameNames(['engine', `engine:${second}`]) as [string, string];

  before(async () => {
    const both = await Promise.all([OwnDockerd.start(), OwnDockerd.start()]);
    for (const one of both) undo.push(() => one.remove());
    [dockerd] = both;
    const open = ({ host }: OwnDockerd) => TestEngine.open(newRunId(), { name: 'own', host });
    [tests, calm] = await Promise.all([open(both[0]), open(both[1])]);
    proxy = await CountingProxy.before(tests.endpoint);
    calmProxy = await CountingProxy.before(calm.endpoint);
    undo.push(() => proxy.close());
    undo.push(() => calmProxy.close());
    engines = new Engines((spec) => {
      const { endpoint } = spec === undefined ? proxy : calmProxy;
      return new EngineStore({ open: () => openEngine(endpoint), log: () => undefined });
    }, english);
    undo.push(() => engines.dispose());
    engines.configure([second]);
    const state = keptState();
    const choice = new FrameChoice(state);
    const layouts = new LayoutKeeper(state, 'frames/');
    graph = new FramedContent(engines, choice, layouts, new FilterKeeper(state), english);
    undo.push(() => graph.dispose());
    // As a panel does: it looks at both, and every change is drawn.
    engines.look(graph, () => true);
    graph.onDidChange(() => void draw());
    const network = await calm.makeNetwork('calm');
    await calm.runContainer('quiet', { network: network.name });
    draw();
    await isRight(engines.primary, tests, proxy);
    await isRight(another(), calm, calmProxy);
  });
  after(async () => {
    for (const step of undo.reverse()) await step();
  });

  const another = (): KnownEngine => {
    const found = engines.find(`engine:${second}`);
    assert.ok(found);
    return found;
  };
  const draw = () => graph.draw(defaultSceneOptions, defaultFontMetrics).scene;
  const scene = (): Scene => {
    const drawn = draw();
    assert.ok(drawn);
    return drawn;
  };
  const frame = (name: string, of = scene()) =>
    of.elements.filter(({ id }) => parseFramedId(id)?.frame === name);
  /** What a frame shows, wherever it stands: another one that grows may push it aside. */
  const within = (name: string) => {
    const [box, ...rest] = frame(name);
    assert.ok(box);
    return rest.map((one) => ({
      ...one,
      box: { ...one.box, x: one.box.x - box.box.x, y: one.box.y - box.box.y },
    }));
  };

  it(`is followed: ${count} containers that start at once`, async () => {
    const calmBefore = within(other);
    let heapBefore = 0;
    proxy.take();
    calmProxy.take();
    for (let round = 0; round < rounds; round += 1) {
      const network = await tests.makeNetwork(`storm-${round}`);
      const made = await all(count, (index) =>
        tests.runContainer(`${round}-${index}`, { network: network.name, start: false }),
      );
      await isRight(engines.primary, tests, proxy);
      proxy.take();
      const begun = Date.now();
      await all(count, (index) => tests.docker.getContainer(idOf(made, index)).start());
      await isRight(engines.primary, tests, proxy);
      const asked = proxy.take();
      const took = Date.now() - begun;
      assertFewReadings(asked, made, took);
      const ids = new Set(frame(stormy).map(({ id }) => id));
      for (const { name } of made) assert.ok(ids.has(framedId(stormy, `container:${name}`)), name);
      await all(count, (index) => tests.remove({ id: idOf(made, index), name: '' }));
      await removed(tests, network);
      await isRight(engines.primary, tests, proxy);
      assert.deepEqual(
        proxy.take().filter((one) => one.startsWith('GET /events')),
        [],
      );
      // Caches and compiled code are as they stay by then.
      if (round === 0) heapBefore = heapUsed();
    }
    assert.ok(heapUsed() - heapBefore < mostGrowthBytes, 'memory stays flat');
    assert.deepEqual(askedOf(calmProxy), [], 'nobody asked the other one anything');
    assert.deepEqual(within(other), calmBefore);
  });

  it('shows how old its picture is while it hangs, and is right again once it goes on', async () => {
    const { store, source } = engines.primary;
    await source.refresh();
    const before = { own: frame(stormy), other: frame(other) };
    proxy.take();
    dockerd.hang();
    void source.refresh();
    await waitFor('the picture to be out of date', () => store.reading?.stale !== undefined);
    const { status } = source.view();
    assert.ok(status.kind === 'stale' && status.age === 'less than a minute');
    const [box, ...rest] = frame(stormy);
    assert.ok(box && rest.length > 0);
    const said = box.texts.map(({ text }) => text).join(' ');
    // A small frame has not room for the whole; its card has.
    const whole = 'Out of date for less than a minute: The engine did not answer within 5 s';
    const begun = whole.slice(0, whole.indexOf(' answer'));
    assert.ok(said.includes(begun), said);
    assert.ok(JSON.stringify(graph.card(box.id)).includes(whole));
    assert.deepEqual(places(frame(stormy)), places(before.own), 'its last picture stands');
    assert.ok(frame(stormy).every(({ flags }) => flags.includes('stale')));
    assert.deepEqual(frame(other), before.other, 'the other one stands as it stood');
    const seen = await calm.makeNetwork('meanwhile');
    const drawn = framedId(other, `network:${seen.name}`);
    await waitFor('the other one to be followed', () =>
      frame(other).some(({ id }) => id === drawn),
    );
    dockerd.goOn();
    await isRight(engines.primary, tests, proxy);
    assert.deepEqual(places(frame(stormy)), places(before.own));
    const streams = proxy.take().filter((one) => one.startsWith('GET /events'));
    assert.deepEqual(streams, [], 'the stream of events is the one there was');
  });

  it('dies and comes back without moving the other one', async () => {
    const before = { own: frame(stormy), other: frame(other) };
    const { store } = engines.primary;
    calmProxy.take();
    await dockerd.kill();
    await waitFor('the picture to be out of date', () => store.reading?.stale !== undefined);
    assert.deepEqual(places(frame(stormy)), places(before.own));
    assert.deepEqual(frame(other), before.other);
    await dockerd.run();
    await tests.makeNetwork('again');
    await isRight(engines.primary, tests, proxy);
    assert.deepEqual(frame(other).map(flagsOf), before.other.map(flagsOf));
    assert.ok(frame(stormy).every(({ flags }) => !flags.includes('stale')));
    assert.deepEqual(askedOf(calmProxy), []);
  });
});

const places = (elements: Scene['elements']) => elements.map(({ id, box }) => ({ id, box }));
const flagsOf = ({ id, flags }: Scene['elements'][number]) => ({ id, flags });

/** But whether it is there, which is asked in silence. */
function askedOf(proxy: CountingProxy): readonly string[] {
  return proxy.take().filter((one) => !one.includes('/_ping'));
}

/** Starts them all before any is done. */
function all<T>(many: number, act: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: many }, (_, index) => act(index)));
}

/** A busy engine says that containers are gone before they have left their network. */
async function removed(tests: TestEngine, network: TestNetwork): Promise<void> {
  await waitFor('the network to be left', async () => {
    try {
      await tests.removeNetwork(network);
      return true;
    } catch (error) {
      if (error instanceof Error && error.message.includes('has active endpoints')) return false;
      throw error;
    }
  });
}

function idOf(made: readonly TestContainer[], index: number): string {
  return made[index]?.id ?? '';
}

/** The lists once for each time that events were gathered, and nobody asked for again and again. */
function assertFewReadings(
  asked: readonly string[],
  made: readonly TestContainer[],
  elapsedMs: number,
): void {
  const readings = asked.filter((one) => one.startsWith('GET /containers/json')).length;
  const most = Math.ceil(elapsedMs / gatheredMs) + 2;
  assert.ok(readings <= most, `${readings} readings in ${elapsedMs} ms`);
  const times = made.map(({ id }) => asked.filter((one) => one.includes(id)).length);
  const all = times.reduce((sum, one) => sum + one, 0);
  // Its start, its network, and what is between two lists of a busy engine.
  assert.ok(all <= 4 * made.length, `${all} containers asked for`);
  assert.ok(Math.max(...times) <= 8, `${Math.max(...times)} times for one container`);
}

/** Shown, not out of date, and the same as somebody sees who asks the engine for the first time. */
async function isRight(
  { store }: KnownEngine,
  { endpoint }: TestEngine,
  by: CountingProxy,
): Promise<void> {
  await waitFor('the right picture', async () => {
    const { reading } = store;
    if (reading === undefined || reading.stale !== undefined) return false;
    const fresh = timelessText(await freshReading(endpoint));
    return timelessText(reading) === fresh.replaceAll(endpoint.label, by.endpoint.label);
  });
}
