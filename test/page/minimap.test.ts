import assert from 'node:assert/strict';
import type { Panel } from './openPanel';
import { keepPicture } from './checks';
import { pageStrings } from './pageStrings';
import { panelPerTest } from './panelPerTest';
import { highContrastLightTheme } from './themes';
import { threeTierScene } from './threeTierScene';

describe('the view of the panel', function () {
  this.timeout(60_000);
  const openPanel = panelPerTest();
  let panel: Panel;

  const minimap = () => panel.page.locator('.minimap');
  const zoomIn = async (times: number) => {
    const button = panel.page.getByRole('button', { name: pageStrings.zoomIn });
    for (let clicks = 0; clicks < times; clicks++) await button.click();
    await panel.settle();
  };
  const stage = async () => {
    const box = await panel.page.locator('.stage').boundingBox();
    assert.ok(box);
    return box;
  };
  const isAllInView = async () => {
    const box = await stage();
    const places = await Promise.all(threeTierScene().elements.map(({ id }) => panel.position(id)));
    return places.every(
      ({ x, y }) => x > box.x && y > box.y && x < box.x + box.width && y < box.y + box.height,
    );
  };

  it('has a minimap while part of the picture is out of view; pressing on it goes there', async () => {
    panel = await openPanel();
    await panel.send(threeTierScene());
    assert.equal(await minimap().isVisible(), false);
    await zoomIn(6);
    assert.equal(await minimap().isVisible(), true);
    await keepPicture(panel.page, 'minimap');
    const { width, height } = threeTierScene();
    const { box } = threeTierScene().elements.find(({ id }) => id === 'container:db') ?? {};
    const map = await minimap().locator('canvas').boundingBox();
    assert.ok(box && map);
    await panel.page.mouse.click(
      map.x + ((box.x + box.width / 2) / width) * map.width,
      map.y + ((box.y + box.height / 2) / height) * map.height,
    );
    const { x, y } = await panel.position('container:db');
    const room = await stage();
    assert.ok(Math.abs(x - room.x - room.width / 2) < 20, `${x}`);
    assert.ok(Math.abs(y - room.y - room.height / 2) < 20, `${y}`);
    await panel.page.getByRole('button', { name: pageStrings.fit }).click();
    await panel.settle();
    assert.equal(await minimap().isVisible(), false);
  });

  it('fits again when the column changes its size, until the user moved the view', async () => {
    panel = await openPanel({ theme: highContrastLightTheme });
    await panel.send(threeTierScene());
    await panel.page.setViewportSize({ width: 800, height: 420 });
    await panel.settle();
    assert.ok(await isAllInView());
    await zoomIn(5);
    await panel.page.setViewportSize({ width: 1280, height: 800 });
    await panel.settle();
    assert.equal(await isAllInView(), false);
    await keepPicture(panel.page, 'minimap-high-contrast-light');
  });

  it('gives the drawing the rest of a narrow column, not what is behind a side panel', async () => {
    panel = await openPanel({ width: 600, height: 900 });
    await panel.send(threeTierScene());
    panel.firewall = () => ({ kind: 'unknown', reason: 'nobody told', settledBy: 'host access' });
    await panel.showFirewall();
    const aside = panel.page.locator('.side-panel.firewall');
    await aside.waitFor();
    await panel.settle();
    const [drawing, beside] = [await stage(), await aside.boundingBox()];
    assert.ok(beside);
    await keepPicture(panel.page, 'narrow');
    assert.ok(drawing.y + drawing.height <= beside.y + 1);
    assert.ok(await isAllInView());
  });
});
