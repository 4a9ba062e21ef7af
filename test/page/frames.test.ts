import assert from 'node:assert/strict';
import type { FontMetrics } from '../../src/scene/fontMetrics';
import { frameAspect } from '../../src/scene/arrangeFrames';
import { buildScene } from '../../src/scene/buildScene';
import { framedId, parseFramedId } from '../../src/scene/frameIds';
import { frameScenes, type EngineFrame } from '../../src/scene/frameScenes';
import type { Scene } from '../../src/scene/scene';
import { defaultSceneOptions } from '../../src/scene/sceneOptions';
import { buildTopology } from '../../src/topology/buildTopology';
import { oracleSnapshot } from '../support/oracleSnapshots';
import { axeViolations, keepPicture } from './checks';
import { Panel, PanelLab } from './openPanel';
import { darkTheme, highContrastTheme, lightTheme } from './themes';

const aspect = 1.6;
const problem =
  'Out of date for 2 min: There is no engine at unix:///run/lab.sock any more. Start it, then try again.';

describe('several engines in one panel', function () {
  this.timeout(60_000);
  let lab: PanelLab;
  let panel: Panel;
  let metrics: FontMetrics;

  before(async () => {
    lab = await PanelLab.start();
    panel = await Panel.open(lab, { width: 1400, height: 900 });
    const [measured] = panel.heard.metrics;
    assert.ok(measured);
    metrics = measured;
  });
  after(() => lab.stop());
  afterEach(async () => {
    assert.deepEqual(await panel.violations(), [], 'violations of the content security policy');
    assert.deepEqual(panel.heard.log.splice(0), [], 'errors');
  });

  const pictureOf = (name: string, of: number): Scene => {
    const label = `unix:///run/${name}.sock`;
    const topology = buildTopology(oracleSnapshot(name), { kind: 'engine', label }, name);
    const options = {
      ...defaultSceneOptions,
      aspect: frameAspect(aspect, of),
      shedsDetail: true,
    };
    return buildScene(topology, options, metrics).scene;
  };
  const draw = (frames: readonly EngineFrame[]): Scene =>
    frameScenes(frames, { title: `${frames.length} engines`, origin: 'engine', aspect }, metrics)
      .scene;
  const docker = (of: number): EngineFrame => ({
    name: 'engine',
    title: 'Docker 28.5.2',
    detail: 'unix:///var/run/docker.sock',
    scene: pictureOf('docker28/a_three_tier', of),
  });
  const podman = (of: number): EngineFrame => ({
    name: 'podman',
    title: 'Podman 5.8.6 · build',
    detail: 'ssh://me@build.example',
    scene: pictureOf('podman5/a_three_tier', of),
  });
  const old = (of: number): EngineFrame => ({
    name: 'lab',
    title: 'Docker 20.10.24 · lab',
    detail: 'unix:///run/lab.sock',
    problem,
    scene: pictureOf('docker20/a_three_tier', of),
  });
  const gone: EngineFrame = {
    name: 'gone',
    title: 'production',
    detail: 'not reached',
    problem:
      'The engine at ssh://root@production.example does not know this key (permission denied). Add your key to the agent, or name it in ~/.ssh/config.',
  };

  it('draws each in its frame, and all of them in view as they come', async () => {
    await panel.send(draw([docker(2)]));
    const scene = draw([docker(2), podman(2)]);
    await panel.send(scene);
    assert.deepEqual(
      await panel.graph('ids'),
      scene.elements.map(({ id }) => id),
    );
    const canvas = await panel.page.locator('.canvas').boundingBox();
    assert.ok(canvas);
    for (const { id } of scene.elements) {
      const at = await panel.graph('renderedPosition', id);
      assert.ok(at && at.x > canvas.x && at.x < canvas.x + canvas.width, id);
      assert.ok(at.y > canvas.y && at.y < canvas.y + canvas.height, id);
    }
    await keepPicture(panel.page, 'frames-two');
  });

  for (const [name, theme] of Object.entries({ darkTheme, lightTheme, highContrastTheme })) {
    it(`greys the one that fails and says why, in the ${name}`, async () => {
      await panel.setTheme(theme);
      await panel.send(draw([docker(4), podman(4), old(4), gone]));
      await keepPicture(panel.page, `frames-${name}`);
      assert.deepEqual(await axeViolations(panel.page), []);
    });
  }

  it('lists them in the outline, each with its networks', async () => {
    // High enough for all its rows: those far out of sight are not in the page.
    await panel.page.setViewportSize({ width: 1400, height: 5000 });
    const rows = panel.page.getByRole('treeitem', { level: 1 });
    await rows.nth(3).waitFor();
    assert.equal(await rows.count(), 4);
    assert.match((await rows.nth(3).textContent()) ?? '', /production/);
    const within = panel.page.getByRole('treeitem', { level: 2 }).filter({ hasText: 'front' });
    assert.equal(await within.count(), 3);
    await panel.page.setViewportSize({ width: 1400, height: 900 });
  });

  it('goes through all of a long outline by key, though it holds only the rows around those in sight', async () => {
    const { page } = panel;
    const rows = page.getByRole('treeitem');
    const sizes = { width: 1400, height: 300 };
    await page.setViewportSize(sizes);
    await page.getByRole('treeitem', { level: 1 }).first().focus();
    const first = await page.evaluate(() => document.activeElement?.textContent);
    const all = await page.locator('.rows-height').evaluate((end) => end.clientHeight / 22);
    await page.keyboard.press('End');
    const focus = page.locator('[role="treeitem"]:focus');
    await focus.waitFor();
    const { y = sizes.height } = (await focus.boundingBox()) ?? {};
    assert.ok(y > 0 && y < sizes.height, `the last row is at ${y}`);
    await panel.settle();
    assert.ok((await rows.count()) < all, `all ${all} rows are in the page`);
    await page.keyboard.press('Home');
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), first);
    await page.setViewportSize({ width: 1400, height: 900 });
  });

  it('connects no container to a network of another engine', async () => {
    const scene = draw([docker(2), podman(2)]);
    await panel.setTheme(darkTheme);
    await panel.send(scene);
    const find = (frame: string, kind: string) =>
      scene.elements.find(
        (element) => element.kind === kind && parseFramedId(element.id)?.frame === frame,
      );
    const container = find('engine', 'container');
    const network = find('podman', 'network');
    assert.ok(container && network);
    const from = await panel.graph('renderedPosition', container.id);
    const to = await panel.graph('renderedPosition', network.id);
    assert.ok(from && to);
    const { mouse } = panel.page;
    await mouse.move(from.x, from.y);
    await mouse.down();
    await mouse.move(to.x, to.y, { steps: 4 });
    const said = await panel.page.locator('.drop-label').textContent();
    await mouse.up();
    assert.match(said ?? '', /another engine/);
    assert.deepEqual(panel.heard.connects, []);
  });

  it('asks about an element by the id of its engine', async () => {
    const id = framedId('podman', 'container:web');
    await panel.point(id);
    await panel.page.getByRole('dialog').getByText(id).waitFor();
    assert.ok(panel.heard.cards.includes(id));
  });
});
