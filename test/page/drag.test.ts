import assert from 'node:assert/strict';
import type { Topology } from '../../src/model/topology';
import type { Point, Scene } from '../../src/scene/scene';
import { defaultSceneOptions } from '../../src/scene/sceneOptions';
import { buildTopology } from '../../src/topology/buildTopology';
import { FilterKeeper } from '../../src/vscode/panel/filterKeeper';
import { LayoutKeeper } from '../../src/vscode/panel/layoutKeeper';
import { ShownPicture } from '../../src/vscode/panel/shownPicture';
import { keptState } from '../support/memento';
import { oracleSnapshot } from '../support/oracleSnapshots';
import { keepPicture } from './checks';
import type { Panel } from './openPanel';
import { pageStrings } from './pageStrings';
import { panelPerTest } from './panelPerTest';

/** So wide that what is in a lane stands beside each other. */
const options = { ...defaultSceneOptions, aspect: 1.8 };

describe('moving boxes in the panel', function () {
  this.timeout(60_000);
  const openPanel = panelPerTest();
  let panel: Panel;
  let state: Map<string, unknown>;
  let scene: Scene;

  const topologyOf = (kind: 'engine' | 'snapshot'): Topology =>
    buildTopology(oracleSnapshot('docker28/a_three_tier'), { kind, label: 'three' }, 'three');

  /** The extension's own picture with a memory that outlives it, as the workspace's does. */
  async function open(kind: 'engine' | 'snapshot' = 'engine', kept = new Map<string, unknown>()) {
    panel = await openPanel();
    state = kept;
    const memory = keptState(state);
    const picture = new ShownPicture(
      { kind: 'engine' },
      new LayoutKeeper(memory),
      new FilterKeeper(memory),
    );
    const topology = topologyOf(kind);
    const [metrics] = panel.heard.metrics;
    assert.ok(metrics);
    const draw = async () => {
      const drawn = picture.draw(topology, options, metrics);
      scene = drawn.scene;
      await panel.send(scene, { kind: 'fresh' }, drawn.filter);
    };
    panel.layoutWished = async (wish) => {
      const isDone = picture.wish(wish);
      if (isDone) await draw();
      return isDone;
    };
    await draw();
  }

  const layer = () => panel.page.locator('.drag-layer');
  const said = (text: string) =>
    panel.page.locator('.speech[aria-live]', { hasText: text }).waitFor();
  const boxOf = (id: string) => scene.elements.find((element) => element.id === id)?.box;

  /** The containers that stand in one row with web, from left to right. */
  function neighbours(): readonly [string, string] {
    const top = boxOf('container:web')?.y;
    const [first, second] = scene.elements
      .filter(({ kind, box }) => kind === 'container' && box.y === top)
      .sort((a, b) => a.box.x - b.box.x)
      .map(({ id }) => id);
    assert.ok(first !== undefined && second !== undefined, 'two containers stand side by side');
    return [first, second];
  }

  /** Presses on an element and goes to a point of the page in steps, the button still down. */
  async function dragTo(id: string, to: Point): Promise<void> {
    const { x, y } = await panel.position(id);
    const { mouse } = panel.page;
    await mouse.move(x, y);
    await mouse.down();
    await mouse.move((x + to.x) / 2, (y + to.y) / 2, { steps: 4 });
    await mouse.move(to.x, to.y, { steps: 4 });
  }

  it('swaps two containers, takes it back and does it again', async () => {
    await open();
    const [left, right] = neighbours();
    const before = boxOf(left);
    const isSwapped = () => (boxOf(right)?.x ?? 0) < (boxOf(left)?.x ?? 0);
    await dragTo(right, await panel.position(left));
    await layer()
      .getByText(`Move ${right.replace('container:', '')}`)
      .waitFor();
    assert.deepEqual(boxOf(left), before, 'nothing moves before it is dropped');
    await panel.page.mouse.up();
    await said('Moved: 1');
    assert.ok(isSwapped());
    assert.deepEqual(panel.heard.selections, [], 'a drag is no click');
    await panel.page.keyboard.press('Control+z');
    await said(pageStrings.undone);
    assert.deepEqual(boxOf(left), before);
    await panel.page.keyboard.press('Control+z');
    await said(pageStrings.nothingToUndo);
    await panel.page.keyboard.press('Control+Shift+z');
    await said(pageStrings.redone);
    assert.ok(isSwapped());
  });

  it('keeps what was moved over a restart', async () => {
    await open();
    const [left, right] = neighbours();
    const before = boxOf(right);
    await dragTo(right, await panel.position(left));
    await panel.page.mouse.up();
    await said('Moved: 1');
    const moved = boxOf(right);
    assert.notDeepEqual(moved, before);
    await panel.page.close();
    await open('engine', state);
    assert.deepEqual(boxOf(right), moved);
  });

  it('asks nothing for a box that went while it was dragged', async () => {
    await open();
    const back = await panel.position('network:back');
    await dragTo('container:web', back);
    await layer().getByText('Connect web to back').waitFor();
    await panel.send({
      ...scene,
      elements: scene.elements.filter(({ id }) => id !== 'container:web'),
    });
    await panel.page.mouse.up();
    await said(pageStrings.moveNothing);
    assert.deepEqual(panel.heard.connects, []);
  });

  it('moves nothing when it is given up with Escape', async () => {
    await open();
    const writes = await panel.graph('positionWrites');
    await dragTo('container:web', await panel.position('network:back'));
    await panel.page.keyboard.press('Escape');
    assert.equal(await layer().isVisible(), false);
    await panel.page.mouse.up();
    await said(pageStrings.dragCancelled);
    assert.deepEqual(panel.heard.connects, []);
    assert.equal(await panel.graph('positionWrites'), writes);
  });

  it('asks to connect when a container is dropped on a network it is not on', async () => {
    await open();
    await dragTo('container:db', await panel.position('bridge:front'));
    await layer().getByText('Connect db to front…').waitFor();
    assert.equal(await layer().locator('.drop.connect').count(), 1);
    await keepPicture(panel.page, 'drag-to-connect');
    await panel.page.mouse.up();
    await panel.settle();
    assert.deepEqual(panel.heard.connects, [
      { container: 'container:db', network: 'network:front' },
    ]);
  });

  it('says that nothing can be connected where no engine is shown', async () => {
    await open('snapshot');
    await dragTo('container:db', await panel.position('bridge:front'));
    await layer().locator('.drop.refused').waitFor();
    await panel.page.mouse.up();
    await said('db cannot be connected here');
  });

  it('selects several by Ctrl and by a frame with Shift, and moves them together', async () => {
    await open();
    const { mouse, keyboard } = panel.page;
    const [left, right] = neighbours();
    for (const id of [right, left]) {
      const { x, y } = await panel.position(id);
      await keyboard.down('Control');
      await mouse.click(x, y);
      await keyboard.up('Control');
    }
    await panel.settle();
    assert.deepEqual((await panel.graph('selected')).toSorted(), [left, right].sort());
    await panel.select([]);
    const [a, b] = [await panel.position(left), await panel.position(right)];
    await keyboard.down('Shift');
    await mouse.move(a.x - 60, a.y - 40);
    await mouse.down();
    await mouse.move(b.x + 20, a.y + 20, { steps: 5 });
    await mouse.up();
    await keyboard.up('Shift');
    await said('Selected: 2 elements');
    const before = boxOf(right);
    await dragTo(right, { x: b.x, y: b.y + 90 });
    await mouse.up();
    await said('Moved: 2');
    assert.ok((boxOf(right)?.y ?? 0) > (before?.y ?? 0));
    assert.equal(boxOf(left)?.y, boxOf(right)?.y);
  });

  it('still moves the view where nothing can be taken hold of', async () => {
    await open();
    const { x, y } = await panel.position('container:web');
    const { mouse } = panel.page;
    await mouse.move(1000, 760);
    await mouse.down();
    await mouse.move(940, 730, { steps: 5 });
    await mouse.up();
    const after = await panel.position('container:web');
    assert.ok(Math.abs(after.x - x + 60) < 3 && Math.abs(after.y - y + 30) < 3);
  });

  it('works by keyboard: from box to box, the card, a move, the view', async () => {
    await open();
    const { keyboard } = panel.page;
    const drawing = panel.page.getByRole('application');
    const [left, right] = neighbours();
    await drawing.focus();
    await panel.select([left]);
    await keyboard.press('ArrowRight');
    await panel.settle();
    assert.deepEqual(await panel.graph('selected'), [right]);
    await keyboard.press('Enter');
    await panel.page.getByRole('dialog').waitFor();
    await keyboard.press('Escape');
    const before = boxOf(right);
    await keyboard.press('Control+Shift+ArrowDown');
    await said('Moved: 1');
    assert.ok((boxOf(right)?.y ?? 0) > (before?.y ?? 0));
    await keyboard.press('Control+z');
    await said(pageStrings.undone);
    const { x } = await panel.position('container:db');
    await keyboard.press('Shift+ArrowRight');
    assert.ok((await panel.position('container:db')).x < x);
    await keyboard.press('0');
    assert.ok(Math.abs((await panel.position('container:db')).x - x) < 2);
  });
});
