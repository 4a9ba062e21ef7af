import assert from 'node:assert/strict';
import type { Topology } from '../../src/model/topology';
import { buildScene } from '../../src/scene/buildScene';
import { defaultSceneOptions } from '../../src/scene/sceneOptions';
import { buildTopology } from '../../src/topology/buildTopology';
import { filterChoices } from '../../src/scene/filterChoices';
import { filterTopology, noFilter } from '../../src/scene/filterTopology';
import type { TopologyFilter } from '../../src/scene/filterTopology';
import { oracleSnapshot } from '../support/oracleSnapshots';
import { axeViolations, keepPicture } from './checks';
import type { Panel } from './openPanel';
import { pageStrings } from './pageStrings';
import type { OpenPanel } from './panelPerTest';
import { panelPerTest } from './panelPerTest';
import { themes } from './themes';

describe('filtering in the panel', function () {
  this.timeout(60_000);
  const openPanel = panelPerTest();
  let panel: Panel;
  let topology: Topology;
  let asked: TopologyFilter[];

  before(() => {
    const label = 'three tiers';
    topology = buildTopology(
      oracleSnapshot('docker28/a_three_tier'),
      { kind: 'snapshot', label },
      label,
    );
  });

  /** Draws what the filter leaves, as the extension does it. */
  async function draw(filter: TopologyFilter): Promise<void> {
    const [metrics] = panel.heard.metrics;
    assert.ok(metrics);
    const { topology: left, hidden } = filterTopology(topology, filter);
    const { scene } = buildScene(left, defaultSceneOptions, metrics);
    const view = { filter, choices: filterChoices(topology), hidden };
    await panel.send(scene, { kind: 'fresh' }, view);
  }

  async function open(options: Parameters<OpenPanel>[0] = {}, filter = noFilter) {
    panel = await openPanel(options);
    asked = [];
    panel.filterChanged = async (wished) => {
      asked.push(wished);
      await draw(wished);
    };
    await draw(filter);
  }

  const button = () => panel.page.getByRole('button', { name: pageStrings.filter, exact: true });
  const box = () => panel.page.getByRole('region', { name: pageStrings.filter, exact: true });
  const mark = () => panel.page.locator('.filter-mark');
  const hidden = (count: number) => mark().getByText(`${count} hidden`).waitFor();
  const drawn = async () => (await panel.graph('ids')).filter((id) => id.startsWith('container:'));

  it('removes what is not asked for, says how much, fits the rest, and ends by one button', async () => {
    await open();
    assert.equal(await mark().isVisible(), false);
    await button().click();
    await box().getByLabel('created').check();
    await hidden(7);
    assert.deepEqual(await drawn(), ['container:stopped']);
    const speech = await panel.page.locator('.speech[aria-live]').textContent();
    assert.equal(speech, 'Hidden by the filter: containers 3, networks 4');
    const { x, y } = await panel.position('container:stopped');
    assert.ok(x > 260 && x < 1280 && y > 0 && y < 800);
    await keepPicture(panel.page, 'filter');
    await mark().getByRole('button', { name: pageStrings.filterClear }).click();
    await mark().waitFor({ state: 'hidden' });
    assert.equal((await drawn()).length, topology.containers.length);
    assert.deepEqual(asked.at(-1), noFilter);
    assert.equal(await box().getByLabel('created').isChecked(), false);
  });

  it('takes part of a name, and several wishes together', async () => {
    await open();
    await button().click();
    await panel.page.keyboard.type('front');
    await hidden(4);
    assert.equal((await drawn()).length, 3);
    await box().getByLabel('running').check();
    await hidden(5);
    assert.deepEqual((await drawn()).sort(), ['container:api', 'container:web']);
    assert.deepEqual(asked.at(-1), { ...noFilter, name: 'front', states: ['running'] });
  });

  it('takes a name along that was typed a moment ago', async () => {
    await open();
    await button().click();
    await panel.page.keyboard.type('fr');
    await hidden(4);
    await panel.page.keyboard.type('ont');
    await box().getByLabel('running').press('Space');
    await hidden(5);
    const [, ...last] = asked;
    assert.ok(last.length > 0);
    for (const { name } of last) assert.equal(name, 'front');
  });

  it('keeps what was checked while a picture from before comes', async () => {
    await open();
    await button().click();
    let hear = (): void => undefined;
    const heard = new Promise<void>((resolve) => (hear = resolve));
    panel.filterChanged = async (wished) => {
      asked.push(wished);
      await heard;
      await draw(wished);
    };
    await box().getByLabel('running').check();
    await box().getByLabel(pageStrings.filterHideNone).check();
    await draw(noFilter);
    assert.ok(await box().getByLabel('running').isChecked());
    await box().getByLabel('created').check();
    hear();
    const wished = { ...noFilter, hideNone: true, states: ['created', 'running'] };
    await hidden(3);
    await panel.settle();
    assert.deepEqual(asked.at(-1), wished);
    for (const label of ['running', 'created', pageStrings.filterHideNone]) {
      assert.ok(await box().getByLabel(label).isChecked(), label);
    }
  });

  it('says over the picture when nothing is left of it, and how to end that', async () => {
    await open();
    const note = () => panel.page.getByText(pageStrings.filterNothingLeft, { exact: true });
    assert.equal(await note().isVisible(), false);
    await button().click();
    await panel.page.keyboard.type('no such name');
    await note().waitFor();
    const speech = await panel.page.locator('.speech[aria-live]').textContent();
    assert.equal(
      speech,
      `${pageStrings.filterNothingLeft} Hidden by the filter: containers 4, networks 5`,
    );
    await panel.page.keyboard.press('Escape');
    await keepPicture(panel.page, 'filter-nothing-left');
    assert.deepEqual(await axeViolations(panel.page), []);
    await panel.page
      .locator('.filter-nothing')
      .getByRole('button', { name: pageStrings.filterClear })
      .click();
    await note().waitFor({ state: 'hidden' });
    assert.deepEqual(asked.at(-1), noFilter);
  });

  it('hides networks that nobody uses', async () => {
    await open();
    await button().click();
    await box().getByLabel(pageStrings.filterHideUnused).check();
    await hidden(3);
    const ids = await panel.graph('ids');
    assert.deepEqual(ids.filter((id) => id.startsWith('network:')).sort(), [
      'network:back',
      'network:front',
    ]);
  });

  it('works by keyboard and gives the focus back', async () => {
    await open();
    await button().focus();
    const { keyboard } = panel.page;
    await keyboard.press('Enter');
    assert.equal(await button().getAttribute('aria-expanded'), 'true');
    await keyboard.press('Tab');
    await keyboard.press('Space');
    await mark().waitFor();
    assert.equal(asked.length, 1);
    const focused = panel.page.locator(':focus');
    assert.equal(await focused.getAttribute('type'), 'checkbox');
    assert.ok(await focused.isChecked());
    await keyboard.press('Escape');
    assert.equal(await box().isVisible(), false);
    assert.ok(await button().evaluate((element) => element.matches(':focus')));
  });

  it('says from the start what a remembered filter hides, and reads nothing out', async () => {
    await open({}, { ...noFilter, name: 'db' });
    await hidden(7);
    assert.doesNotMatch(
      (await panel.page.locator('.speech[aria-live]').textContent()) ?? '',
      /filter/,
    );
    await button().click();
    assert.equal(await box().getByRole('textbox').inputValue(), 'db');
  });

  it('keeps what is asked for and gone, so that it can be taken back', async () => {
    await open({}, { ...noFilter, states: ['paused'] });
    await button().click();
    await box().getByLabel('paused (0)').uncheck();
    await mark().waitFor({ state: 'hidden' });
    assert.deepEqual(asked, [noFilter]);
  });

  for (const [name, theme] of Object.entries(themes)) {
    it(`holds nothing that axe objects to in the ${name} theme`, async () => {
      await open({ theme }, { ...noFilter, hideUnused: true });
      await button().click();
      assert.deepEqual(await axeViolations(panel.page), []);
      await keepPicture(panel.page, `filter-${name}`);
    });
  }
});
