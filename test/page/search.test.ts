import assert from 'node:assert/strict';
import { buildScene } from '../../src/scene/buildScene';
import { searchTopology } from '../../src/scene/searchTopology';
import { defaultSceneOptions } from '../../src/scene/sceneOptions';
import type { Topology } from '../../src/model/topology';
import { buildTopology } from '../../src/topology/buildTopology';
import { oracleSnapshot } from '../support/oracleSnapshots';
import { axeViolations, keepPicture } from './checks';
import type { Panel } from './openPanel';
import { pageStrings } from './pageStrings';
import type { OpenPanel } from './panelPerTest';
import { panelPerTest } from './panelPerTest';
import { themes } from './themes';

describe('searching in the panel', function () {
  this.timeout(60_000);
  const openPanel = panelPerTest();
  let panel: Panel;
  let topology: Topology;

  before(() => {
    const label = 'three tiers';
    topology = buildTopology(
      oracleSnapshot('docker28/a_three_tier'),
      { kind: 'snapshot', label },
      label,
    );
  });

  async function open(options: Parameters<OpenPanel>[0] = {}) {
    panel = await openPanel(options);
    panel.search = (text) => searchTopology(topology, text);
    const [metrics] = panel.heard.metrics;
    assert.ok(metrics);
    await panel.send(buildScene(topology, defaultSceneOptions, metrics).scene);
  }
  const bar = () => panel.page.getByRole('search');
  const field = () => bar().getByRole('textbox');
  const count = () => panel.page.locator('.search-count');
  const spoken = () => panel.page.locator('.speech[aria-live]').textContent();
  const selected = () => panel.graph('selected');

  async function find(text: string, answer: RegExp) {
    await panel.page.keyboard.press('Control+f');
    await field().fill(text);
    await count().filter({ hasText: answer }).waitFor();
    await panel.settle();
  }

  it('opens with Ctrl+F, jumps to what it finds, near enough to read, and says so', async () => {
    await open({ width: 700, height: 500 });
    const { x, y } = await panel.position('container:db');
    await find('db', /^1 of \d+$/);
    assert.ok(await field().evaluate((input) => input.matches(':focus')));
    assert.deepEqual(await selected(), ['container:db']);
    const after = await panel.position('container:db');
    assert.notDeepEqual(after, { x, y });
    const stage = await panel.page.locator('.stage').boundingBox();
    assert.ok(stage);
    assert.ok(Math.abs(after.x - stage.x - stage.width / 2) < 2);
    assert.ok(Math.abs(after.y - stage.y - stage.height / 2) < 2);
    assert.match((await spoken()) ?? '', /^1 of \d+: db, container$/);
    const dimmed = await panel.graph('dimmed');
    assert.ok(dimmed.includes('container:web') && !dimmed.includes('container:db'));
    assert.deepEqual(panel.heard.selections, [], 'typing selects nothing elsewhere');
    await keepPicture(panel.page, 'search');
  });

  it('goes on and back by key and by button, round the end', async () => {
    await open();
    await find('172.', /^1 of \d+$/);
    const total = Number(/of (\d+)/.exec((await count().textContent()) ?? '')?.[1]);
    assert.ok(total > 1);
    const [was] = await selected();
    await panel.page.keyboard.press('Enter');
    assert.equal(await count().textContent(), `2 of ${total}`);
    assert.notEqual((await selected())[0], was);
    await panel.page.keyboard.press('Shift+Enter');
    await panel.page.keyboard.press('Shift+F3');
    assert.equal(await count().textContent(), `${total} of ${total}`);
    await bar().getByRole('button', { name: pageStrings.searchNext }).click();
    assert.equal(await count().textContent(), `1 of ${total}`);
    assert.deepEqual(await selected(), [was]);
  });

  it('goes nowhere for what was found before something else was typed', async () => {
    await open();
    await find('172.', /^1 of \d+$/);
    const [first] = await selected();
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    panel.search = async (text) => {
      await held;
      return searchTopology(topology, text);
    };
    await field().fill('db');
    await panel.page.keyboard.press('Enter');
    await panel.settle();
    assert.deepEqual(await selected(), [first], 'not to the next address');
    answer();
    await count()
      .filter({ hasText: /^1 of \d+/ })
      .waitFor();
    await panel.settle();
    assert.deepEqual(await selected(), ['container:db']);
    panel.search = () => new Promise(() => undefined);
    await field().fill('api');
    await panel.page.keyboard.press('Escape');
    await panel.settle();
    assert.deepEqual(panel.heard.selections, [], 'nor is db chosen for api');
  });

  it('finds by address, and says when there is nothing', async () => {
    await open();
    const endpoint = topology.endpoints.find(({ key }) => key.startsWith('api@'));
    assert.ok(endpoint?.ipv4 && 'value' in endpoint.ipv4);
    await find(endpoint.ipv4.value.address, /^1 of \d/);
    assert.deepEqual(await selected(), [`endpoint:${endpoint.key}`]);
    await field().fill('no such thing');
    await count().filter({ hasText: pageStrings.searchNothing }).waitFor();
    assert.equal(await spoken(), pageStrings.searchNothing);
    assert.deepEqual(await panel.graph('dimmed'), []);
  });

  it('ends with Escape: the hit stays selected, nothing dimmed, the focus back', async () => {
    await open();
    const button = panel.page.getByRole('button', { name: pageStrings.search, exact: true });
    await button.click();
    await field().fill('db');
    await count().filter({ hasText: /^1 of/ }).waitFor();
    await panel.page.keyboard.press('Escape');
    assert.equal(await bar().isVisible(), false);
    assert.deepEqual(await panel.graph('dimmed'), []);
    assert.deepEqual(panel.heard.selections, [['container:db']]);
    assert.ok(await button.evaluate((element) => element.matches(':focus')));
  });

  it('keeps what it is at while the picture changes, and finds what is new', async () => {
    await open();
    const hit = (id: string) => ({ ids: [`container:${id}`], name: id, matched: 'container' });
    let hits = ['web', 'db'].map(hit);
    panel.search = () => ({ hits, total: hits.length });
    const redraw = async () => {
      const [metrics] = panel.heard.metrics;
      assert.ok(metrics);
      await panel.send(buildScene(topology, defaultSceneOptions, metrics).scene);
    };
    await find('b', /^1 of 2$/);
    await panel.page.keyboard.press('Enter');
    const at = await panel.position('container:db');
    hits = ['api', 'web', 'db'].map(hit);
    await redraw();
    assert.equal(await count().textContent(), '3 of 3');
    assert.match((await spoken()) ?? '', /^3 of 3: db/);
    assert.deepEqual(await selected(), ['container:db']);
    assert.deepEqual(await panel.position('container:db'), at);
    hits = [];
    await redraw();
    assert.equal(await count().textContent(), pageStrings.searchNothing);
    hits = ['api'].map(hit);
    await redraw();
    assert.equal(await count().textContent(), '1 of 1');
    assert.deepEqual(panel.heard.log, []);
  });

  it('ends with Escape in the drawing, too, and leaves selected what was chosen there', async () => {
    await open();
    await find('db', /^1 of/);
    await panel.select(['container:web'], false);
    await panel.page.locator('.canvas').focus();
    await panel.page.keyboard.press('Escape');
    assert.equal(await bar().isVisible(), false);
    assert.deepEqual(await selected(), ['container:web']);
    assert.ok(await panel.page.locator('.canvas').evaluate((one) => one.matches(':focus')));
  });

  it('leaves alone the keys that compose a character', async () => {
    await open();
    await find('172.', /^1 of \d+$/);
    for (const key of ['Enter', 'Escape'])
      await field().dispatchEvent('keydown', { key, isComposing: true, bubbles: true });
    assert.match((await count().textContent()) ?? '', /^1 of/);
    assert.ok(await bar().isVisible());
  });

  it('lies beside the filter, not under it', async () => {
    await open({ width: 700, height: 500 });
    await panel.page.getByRole('button', { name: pageStrings.filter, exact: true }).click();
    await find('db', /^1 of/);
    await keepPicture(panel.page, 'search-and-filter');
    await bar().getByRole('button', { name: pageStrings.searchNext }).click({ timeout: 2_000 });
    await bar().getByRole('button', { name: pageStrings.closeSearch }).click({ timeout: 2_000 });
    assert.equal(await bar().isVisible(), false);
  });

  it('names what a filter hides, and dims nothing for it', async () => {
    await open();
    panel.search = () => ({
      hits: [{ ids: ['container:gone'], name: 'gone', matched: 'gone' }],
      total: 1,
    });
    await find('gone', /^1 of 1: hidden by a filter$/);
    assert.deepEqual(await selected(), []);
    assert.deepEqual(await panel.graph('dimmed'), []);
  });

  for (const [name, theme] of Object.entries(themes)) {
    it(`holds nothing that axe objects to in the ${name} theme`, async () => {
      await open({ theme });
      await find('db', /^1 of/);
      assert.deepEqual(await axeViolations(panel.page), []);
      await keepPicture(panel.page, `search-${name}`);
    });
  }
});
