import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { pictureId, type ElementAction } from '../../src/protocol/messages';
import { legendOf } from '../../src/scene/legendOf';
import type { Card } from '../../src/scene/card';
import type { Panel } from './openPanel';
import { pageStrings } from './pageStrings';
import type { OpenPanel } from './panelPerTest';
import { panelPerTest } from './panelPerTest';
import { stopClock } from './stopClock';
import { darkTheme, highContrastTheme, lightTheme } from './themes';
import { threeTierScene } from './threeTierScene';

const webCard: Card = {
  id: 'container:web',
  title: 'web',
  subtitle: 'container, running',
  sections: [
    {
      title: 'Container',
      lines: [
        {
          label: 'Image',
          value: 'nginx:1.27-alpine',
          source: { kind: 'observed', from: 'GET /containers/{id}/json' },
        },
        {
          label: 'Ports',
          value: '8080:80',
          source: { kind: 'declared', file: '/src/docker-compose.yml', line: 8, column: 9 },
        },
        {
          label: 'Address',
          value: '172.30.10.2',
          mono: true,
          source: { kind: 'predicted', rule: 'the lowest free address' },
        },
        {
          label: 'DNS',
          value: 'not known',
          source: { kind: 'unknown', reason: 'the container never ran' },
        },
      ],
    },
  ],
};

describe('the panel in Chromium', function () {
  this.timeout(60_000);
  const openPanel = panelPerTest();
  let panel: Panel;

  const { graphLabel } = pageStrings;
  const row = (id: string) =>
    panel.page.locator(`[role="treeitem"][aria-description$=", ${id.slice(0, id.indexOf(':'))}"]`, {
      hasText: id.slice(id.indexOf(':') + 1),
    });
  const card = () => panel.page.getByRole('dialog');

  async function openDrawn(options: Parameters<OpenPanel>[0] = {}) {
    panel = await openPanel(options);
    panel.card = (id) => (id === 'container:web' ? webCard : { ...webCard, id, title: id });
    await panel.send(threeTierScene());
  }

  describe('drawing', () => {
    it('draws the scene, in its theme, and says what it is', async () => {
      await openDrawn();
      const ink = await panel.ink();
      assert.ok((ink.get('89,164,249') ?? 0) > 500, 'the blue of the first network');
      assert.ok((ink.get('177,128,215') ?? 0) > 500, 'the purple of the second');
      assert.deepEqual(
        await panel.graph('ids'),
        threeTierScene().elements.map(({ id }) => id),
      );
      const title = 'Docker 28.5.2 on vm';
      assert.equal(await panel.page.getByRole('heading', { level: 1 }).textContent(), title);
      await panel.page
        .getByRole('application', { name: graphLabel.replace('{0}', title) })
        .waitFor();
    });

    it('draws every wire along the points the scene gives', async () => {
      await openDrawn();
      for (const { id, points } of threeTierScene().edges) {
        const drawn = await panel.graph('linePoints', id);
        assert.equal(drawn.length, points.length, id);
        for (const [index, { x, y }] of points.entries()) {
          assert.ok(
            Math.hypot((drawn[index]?.x ?? NaN) - x, (drawn[index]?.y ?? NaN) - y) < 0.1,
            id,
          );
        }
      }
    });

    it('sends the widths of the fonts it draws with', async () => {
      await openDrawn();
      const [metrics] = panel.heard.metrics;
      assert.ok(metrics);
      assert.deepEqual([metrics.title.size, metrics.name.size, metrics.mono.size], [14, 13, 12]);
      const [i, w] = ['i', 'W'].map((letter) => metrics.detail.ascii[letter.charCodeAt(0) - 0x20]);
      assert.ok(i !== undefined && w !== undefined && i > 0 && w > i);
      assert.equal(new Set(metrics.mono.ascii).size, 1);
    });

    it('redraws in another theme', async () => {
      await openDrawn();
      const before = await panel.ink();
      await panel.setTheme(lightTheme);
      const after = await panel.ink();
      assert.equal(before.get('0,99,211') ?? 0, 0);
      assert.ok((after.get('0,99,211') ?? 0) > 500);
      assert.equal(panel.heard.metrics.length, 1, 'the fonts stayed the same');
    });

    it('measures again when the font changed', async () => {
      await openDrawn();
      await panel.setTheme({
        ...darkTheme,
        variables: { ...darkTheme.variables, 'font-size': '18px' },
      });
      assert.equal(panel.heard.metrics.length, 2);
      assert.equal(panel.heard.metrics[1]?.name.size, 18);
    });

    it('draws frames without fills in high contrast', async () => {
      await openDrawn({ theme: highContrastTheme });
      const ink = await panel.ink();
      assert.ok((ink.get('111,195,223') ?? 0) > 500, 'the contrast border');
      assert.ok((ink.get('0,0,0') ?? 0) > 100_000, 'black inside');
    });
  });

  it('moves at once, for those who wish no motion', async () => {
    await openDrawn();
    await panel.page.emulateMedia({ reducedMotion: 'reduce' });
    const before = await panel.position('host:vm');
    const { atOnce, running } = await panel.page.evaluate((name) => {
      document.querySelector<HTMLElement>(`button[title="${name}"]`)?.click();
      return {
        atOnce: globalThis.__vethscopeGraph?.renderedPosition('host:vm'),
        running: document.getAnimations().length,
      };
    }, pageStrings.zoomIn);
    assert.notDeepEqual(atOnce, before);
    assert.equal(running, 0);
    for (let times = 0; times < 5; times++) await panel.settle();
    assert.deepEqual(await panel.position('host:vm'), atOnce, 'it went on moving');
  });

  describe('refresh', () => {
    it('writes no position when nothing changed, and keeps pan and zoom', async () => {
      await openDrawn();
      await panel.page.getByRole('button', { name: pageStrings.zoomIn }).click();
      const writes = await panel.graph('positionWrites');
      const before = await panel.position('container:db');
      await panel.send(threeTierScene());
      assert.equal(await panel.graph('positionWrites'), writes);
      assert.deepEqual(await panel.position('container:db'), before);
    });

    it('moves only what moved, adds and takes away the rest', async () => {
      await openDrawn();
      const writes = await panel.graph('positionWrites');
      const scene = threeTierScene();
      const elements = scene.elements
        .filter(({ id }) => id !== 'port:web-8080')
        .map((element) =>
          element.id === 'veth:web-front'
            ? { ...element, box: { ...element.box, x: element.box.x + 30 } }
            : element,
        );
      const kept = await panel.position('container:api');
      await panel.send({ ...scene, elements });
      assert.equal(await panel.graph('positionWrites'), writes + 1);
      assert.equal(await panel.graph('renderedPosition', 'port:web-8080'), undefined);
      assert.deepEqual(await panel.graph('linePoints', 'nat:port:web-8080-endpoint:web-front'), []);
      assert.deepEqual(await panel.position('container:api'), kept);
      await panel.send(scene);
      assert.ok(await panel.graph('renderedPosition', 'port:web-8080'));
    });

    it('comes back where it was after being hidden', async () => {
      await openDrawn();
      await panel.page.getByRole('button', { name: pageStrings.zoomIn }).click();
      await panel.page.getByRole('button', { name: pageStrings.outline }).click();
      await panel.select(['network:back']);
      // Kept once it rests.
      await panel.page.waitForFunction(() => {
        const cy = document.querySelector<HTMLElement>('.canvas')?._cyreg?.cy;
        const drawn = { pan: cy?.pan(), zoom: cy?.zoom() };
        return (
          JSON.stringify(globalThis.fakeVscode.state()?.['viewport']) === JSON.stringify(drawn)
        );
      });
      const before = await panel.position('container:db');
      await panel.page.reload();
      await panel.page.locator('.toolbar').waitFor();
      await panel.send(threeTierScene());
      assert.deepEqual(await panel.position('container:db'), before);
      assert.equal(await panel.page.getByRole('tree').isVisible(), false);
      const state = await panel.state();
      assert.ok(state);
      assert.deepEqual(state['selection'], ['network:back']);
      assert.equal(state['restoreKey'], 'engine:local');
    });
  });

  describe('card', () => {
    it('shows every line with its source, dims the rest, and goes', async () => {
      await openDrawn();
      await panel.point('container:web');
      await card().waitFor();
      const text = await card().innerText();
      for (const part of [
        'web',
        'container, running',
        'nginx:1.27-alpine',
        'observed: GET /containers/{id}/json',
        'docker-compose.yml:8:9',
        'predicted: the lowest free address',
        'not known: the container never ran',
      ]) {
        assert.ok(text.includes(part), part);
      }
      const dimmed = await panel.graph('dimmed');
      assert.ok(dimmed.includes('container:db'));
      assert.ok(!dimmed.includes('endpoint:web-front'));
      await panel.page.mouse.move(1270, 780, { steps: 4 });
      await card().waitFor({ state: 'hidden' });
      assert.deepEqual(await panel.graph('dimmed'), []);
    });

    it('goes when the pointer leaves the drawing in one jump', async () => {
      await openDrawn();
      await panel.point('container:web');
      await card().waitFor();
      await panel.page.mouse.move(640, 4);
      await card().waitFor({ state: 'hidden' });
    });

    it('comes again when the pointer comes back to the element from outside', async () => {
      await openDrawn();
      await panel.point('container:web');
      await card().waitFor();
      await panel.page.mouse.move(640, 4);
      await card().waitFor({ state: 'hidden' });
      const { x, y } = await panel.position('container:web');
      await panel.page.mouse.move(x, y);
      await panel.page.mouse.move(x + 1, y + 1);
      await card().waitFor();
    });

    it('of another element comes after a click where there is none', async () => {
      await openDrawn();
      const { card: answer } = panel;
      panel.card = () => undefined;
      const { x, y } = await panel.position('container:db');
      await panel.page.mouse.click(x, y);
      await panel.settle();
      panel.card = answer;
      await panel.point('container:web');
      await card().waitFor();
    });

    it('stays while the pointer is on it, and Esc closes it', async () => {
      await openDrawn({ cold: true });
      await panel.point('container:web');
      await card().waitFor();
      const box = await card().boundingBox();
      assert.ok(box);
      await stopClock(panel.page);
      await panel.page.mouse.move(box.x + 40, box.y + 40, { steps: 6 });
      await panel.page.clock.runFor(500);
      assert.ok(await card().isVisible());
      await panel.page.keyboard.press('Escape');
      assert.equal(await card().isVisible(), false);
    });

    it('stands beside its element where that moved before it was read', async () => {
      await openDrawn();
      const asked: (() => void)[] = [];
      panel.card = () => new Promise((resolve) => asked.push(() => resolve(webCard)));
      const scene = threeTierScene();
      const right = Math.max(...scene.elements.map(({ box }) => box.x));
      const elements = scene.elements.map((element) =>
        element.id === 'container:web'
          ? { ...element, box: { ...element.box, x: right } }
          : element,
      );
      const { x, y } = await panel.position('container:web');
      await panel.page.mouse.click(x, y);
      await panel.settle();
      await panel.send({ ...scene, elements });
      assert.equal(asked.length, 2, 'by the click, and anew with the picture');
      for (const answer of asked) answer();
      await card().waitFor();
      await panel.settle();
      const box = await card().boundingBox();
      const web = await panel.position('container:web');
      assert.ok(box);
      assert.ok(web.x > x);
      const gap = Math.max(box.x - web.x, web.x - box.x - box.width, 0);
      assert.ok(gap < 200, `the card is ${gap} px away`);
    });

    it('is left alone, focus and scrolling, where it is read again the same', async () => {
      await openDrawn({ height: 260 });
      const { x, y } = await panel.position('container:web');
      await panel.page.mouse.click(x, y);
      await card().waitFor();
      const close = card().getByRole('button', { name: pageStrings.closeCard });
      await close.focus();
      await card().evaluate((element) => (element.scrollTop = 30));
      await panel.send(threeTierScene());
      assert.ok(await close.evaluate((button) => button.matches(':focus')));
      assert.equal(await card().evaluate((element) => element.scrollTop), 30);
    });

    it('has a button that closes it', async () => {
      await openDrawn();
      await panel.point('container:web');
      await card().getByRole('button', { name: pageStrings.closeCard }).click();
      assert.equal(await card().isVisible(), false);
    });

    it('asks nothing while the pointer only passes', async () => {
      await openDrawn({ cold: true });
      const { x, y } = await panel.position('container:web');
      await stopClock(panel.page);
      await panel.page.mouse.move(x, y);
      await panel.page.clock.runFor(100);
      await panel.page.mouse.move(1270, 780);
      await panel.page.clock.runFor(300);
      assert.deepEqual(panel.heard.cards, []);
      await panel.page.mouse.move(x, y);
      await panel.page.clock.runFor(300);
      assert.deepEqual(panel.heard.cards, ['container:web']);
    });

    it('says when the details could not be read', async () => {
      await openDrawn();
      panel.card = () => {
        throw new Error('no such element');
      };
      await panel.point('container:web');
      await panel.page.getByText('The details could not be read: no such element').waitFor();
      panel.heard.log.length = 0;
    });
  });

  describe('selection', () => {
    it('goes from the drawing to the extension and the outline', async () => {
      await openDrawn();
      const { x, y } = await panel.position('container:db');
      await panel.page.mouse.click(x, y);
      await panel.settle();
      assert.deepEqual(panel.heard.selections, [['container:db']]);
      assert.equal(await row('container:db').getAttribute('aria-selected'), 'true');
    });

    it('ends by a click on nothing', async () => {
      await openDrawn();
      await panel.select(['container:db']);
      await panel.page.mouse.click(1270, 780);
      await panel.settle();
      assert.deepEqual(panel.heard.selections, [[]]);
      assert.equal(await row('container:db').getAttribute('aria-selected'), 'false');
    });

    it('comes from the extension, is brought into view, and takes no focus', async () => {
      await openDrawn();
      const zoomIn = panel.page.getByRole('button', { name: pageStrings.zoomIn });
      for (let clicks = 0; clicks < 5; clicks++) await zoomIn.click();
      assert.ok((await panel.position('container:db')).x > 1280);
      await panel.select(['container:db']);
      assert.ok((await panel.position('container:db')).x < 1280);
      assert.equal(await row('container:db').getAttribute('aria-selected'), 'true');
      assert.ok(await zoomIn.evaluate((button) => button.matches(':focus')));
      assert.deepEqual(panel.heard.selections, [], 'the extension is not told what it said');
      assert.ok(((await panel.ink()).get('0,120,212') ?? 0) > 100, 'the frame');
    });
  });

  describe('outline', () => {
    it('is a tree that works by keyboard', async () => {
      await openDrawn({ cold: true });
      const { keyboard } = panel.page;
      const focused = () => panel.page.locator(':focus').getAttribute('aria-description');
      await row('outside:Outside').focus();
      await keyboard.press('ArrowDown');
      await keyboard.press('ArrowDown');
      assert.equal(await focused(), 'eth0, nic');
      await keyboard.press('End');
      assert.equal(await focused(), 'eth0, endpoint');
      // A timer that runs already cannot be ended by a clock that is stopped later.
      await card().waitFor();
      // What is typed without a pause belongs together.
      await stopClock(panel.page);
      await keyboard.type('web');
      assert.equal(await focused(), 'web, container');
      await keyboard.press('ArrowLeft');
      assert.equal(await panel.page.locator(':focus').getAttribute('aria-expanded'), 'false');
      await panel.page.clock.resume();
      await keyboard.press('Enter');
      // The card of a row that the focus rested on may be there before.
      const speech = /^web\. container, running\. Image: nginx:1\.27-alpine\./;
      const live = panel.page.locator('[aria-live="polite"]');
      await live.filter({ hasText: speech }).waitFor({ state: 'attached' });
      assert.ok(await card().isVisible());
      assert.deepEqual(panel.heard.selections, [['container:web']]);
      await keyboard.press('Escape');
      assert.equal(await card().isVisible(), false);
      assert.equal(await focused(), 'web, container');
    });

    it('has one stop for the Tab key', async () => {
      await openDrawn();
      assert.equal(await panel.page.locator('[role="treeitem"][tabindex="0"]').count(), 1);
    });

    it('keeps the focus over a refresh', async () => {
      await openDrawn();
      await row('container:db').focus();
      const scene = threeTierScene();
      await panel.send({
        ...scene,
        elements: scene.elements.filter(({ id }) => !id.endsWith('web-front')),
      });
      assert.ok(await row('container:db').evaluate((item) => item.matches(':focus')));
    });

    it('is hidden in a narrow panel until asked for', async () => {
      await openDrawn({ width: 600 });
      assert.equal(await panel.page.getByRole('tree').isVisible(), false);
      await panel.page.getByRole('button', { name: pageStrings.outline }).click();
      assert.equal(await panel.page.getByRole('tree').isVisible(), true);
    });

    it('stands beside the drawing in a panel of any width', async () => {
      await openDrawn({ width: 541 });
      await panel.page.getByRole('button', { name: pageStrings.outline }).click();
      const { page } = panel;
      for (const width of [360, 400, 541, 577, 640]) {
        await page.setViewportSize({ width, height: 800 });
        await panel.settle();
        const outline = await page.locator('.outline').boundingBox();
        const stage = await page.locator('.stage').boundingBox();
        assert.ok(outline && stage);
        assert.equal(stage.y, outline.y, `at ${width} px the drawing is not beside the outline`);
        assert.equal(stage.height, outline.height);
        assert.ok(stage.width >= width / 2);
      }
    });
  });

  describe('menu', () => {
    const items = [
      { action: 'inspect', label: 'Inspect' },
      { action: 'disconnect', label: 'Disconnect…' },
    ] as const satisfies readonly { action: ElementAction; label: string }[];

    it('opens by keyboard, gives the focus back, and sends what was chosen', async () => {
      await openDrawn();
      panel.menu = () => ({ items });
      const { keyboard } = panel.page;
      await row('container:db').focus();
      await keyboard.press('Shift+F10');
      const menu = panel.page.getByRole('menu', { name: 'Actions for db' });
      await menu.waitFor();
      await keyboard.press('Escape');
      assert.ok(await row('container:db').evaluate((item) => item.matches(':focus')));
      await keyboard.press('ContextMenu');
      await menu.waitFor();
      await keyboard.press('ArrowDown');
      await keyboard.press('Enter');
      await menu.waitFor({ state: 'hidden' });
      await panel.settle();
      assert.deepEqual(panel.heard.menus, ['container:db', 'container:db']);
      assert.deepEqual(panel.heard.actions, [{ id: 'container:db', action: 'disconnect' }]);
    });

    it('opens by the right button on the drawing and closes by a click elsewhere', async () => {
      await openDrawn();
      panel.menu = () => ({ items });
      const { x, y } = await panel.position('container:web');
      await panel.page.mouse.click(x, y, { button: 'right' });
      const menu = panel.page.getByRole('menu', { name: 'Actions for web' });
      await menu.waitFor();
      assert.equal(await menu.getByRole('menuitem').count(), 2);
      await panel.page.mouse.click(1270, 780);
      await menu.waitFor({ state: 'hidden' });
      assert.deepEqual(panel.heard.actions, []);
    });

    it('is that of the picture beside all elements, and by key while nothing is selected', async () => {
      await openDrawn();
      panel.menu = () => ({ items });
      const { page, heard } = panel;
      const canvas = page.locator('.canvas');
      const menu = page.getByRole('menu', { name: `Actions for ${threeTierScene().title}` });
      const { width = 0, height = 0 } = (await canvas.boundingBox()) ?? {};
      await canvas.click({ button: 'right', position: { x: width - 4, y: height - 4 } });
      await menu.waitFor();
      await page.keyboard.press('Escape');
      await menu.waitFor({ state: 'hidden' });
      await panel.select(['container:web']);
      await canvas.press('Shift+F10');
      await page.getByRole('menu', { name: 'Actions for web' }).waitFor();
      await page.keyboard.press('Escape');
      assert.ok(await canvas.evaluate((element) => element.matches(':focus')));
      await page.keyboard.press('Escape');
      assert.equal(await page.locator('.speech[aria-live]').innerText(), 'Nothing is selected');
      await page.keyboard.press('ContextMenu');
      await menu.waitFor();
      await page.keyboard.press('Enter');
      await menu.waitFor({ state: 'hidden' });
      await panel.settle();
      assert.deepEqual(heard.selections.at(-1), []);
      assert.deepEqual(heard.menus, [pictureId, 'container:web', pictureId]);
      assert.deepEqual(heard.actions, [{ id: pictureId, action: 'inspect' }]);
    });

    it('says when there is nothing to do', async () => {
      await openDrawn();
      const { x, y } = await panel.position('container:web');
      await panel.page.mouse.click(x, y, { button: 'right' });
      await panel.page.getByRole('menuitem', { name: pageStrings.menuEmpty }).waitFor();
    });
  });

  describe('status', () => {
    it('greys a stale picture, says why, and recovers', async () => {
      await openDrawn();
      const drawing = panel.page.locator('.canvas');
      const opacity = () => drawing.evaluate((node) => getComputedStyle(node).opacity);
      await panel.send(threeTierScene(), { kind: 'stale', message: 'line 3: not a mapping' });
      assert.equal(
        await panel.page.getByRole('status').textContent(),
        'Out of date: line 3: not a mapping',
      );
      assert.equal(await opacity(), '0.5');
      await panel.send(threeTierScene(), { kind: 'stale', message: 'No engine.', age: '2 min' });
      assert.equal(
        await panel.page.getByRole('status').textContent(),
        'Out of date for 2 min: No engine.',
      );
      await panel.send(threeTierScene());
      assert.equal(await panel.page.getByRole('status').textContent(), '');
      assert.equal(await opacity(), '1');
    });

    it('shows what to do when there is nothing to draw, and draws when there is', async () => {
      panel = await openPanel();
      await panel.send(undefined, { kind: 'loading' });
      assert.equal(await panel.page.getByRole('status').textContent(), pageStrings.loading);
      await panel.send(undefined, {
        kind: 'empty',
        message: 'No engine answers on /var/run/docker.sock.',
        actions: [
          { label: 'Try again', action: 'refresh' },
          { label: 'Open Snapshot…', action: 'openSnapshot' },
        ],
      });
      await panel.page.getByText('No engine answers').waitFor();
      await panel.page.getByRole('button', { name: 'Open Snapshot…' }).click();
      await panel.page.getByRole('button', { name: pageStrings.refresh }).click();
      await panel.send(threeTierScene());
      assert.equal(await panel.page.getByText('No engine answers').isVisible(), false);
      assert.deepEqual(panel.heard.emptyActions, ['openSnapshot', 'refresh']);
      const { x } = await panel.position('container:db');
      assert.ok(x > 0 && x < 1280, 'the first picture is fitted into the view');
    });

    it('shows what the picture leaves out', async () => {
      await openDrawn();
      await panel.page.getByRole('button', { name: pageStrings.legend }).click();
      await panel.page.getByText('NICs and veths were not read').waitFor();
    });

    it('explains every shape and line of the picture in the legend', async () => {
      await openDrawn();
      await panel.page.getByRole('button', { name: pageStrings.legend }).click();
      const entries = legendOf(threeTierScene());
      const rows = panel.page.locator('.legend .samples li');
      assert.deepEqual(
        await rows.allTextContents(),
        entries.map(({ text }) => text),
      );
      assert.equal((await rows.locator('svg path').count()) >= entries.length, true);
    });
  });

  describe('foreign text', () => {
    const hostile = {
      web: '<script>alert(1)</script><img src=x onerror=alert(2)>',
      api: `quote"'back\\slash \u202egnp.exe 🦊 ${'long'.repeat(60)}`,
      db: '{0} __proto__ [constructor] #id .class , *',
    };

    it('stays text in drawing, outline, card, menu and notes', async () => {
      panel = await openPanel();
      panel.card = (id) => ({
        id,
        title: hostile.web,
        subtitle: hostile.api,
        sections: [
          {
            title: hostile.web,
            lines: [
              {
                label: hostile.web,
                value: hostile.web,
                source: { kind: 'observed', from: hostile.web },
              },
            ],
          },
        ],
      });
      const scene = threeTierScene(hostile);
      await panel.send({ ...scene, title: hostile.web, notes: [hostile.web] });
      await panel.page.getByRole('button', { name: pageStrings.legend }).click();
      await panel.point('container:web');
      await card().waitFor();
      const app = panel.page.locator('#app');
      assert.equal(await app.locator('script, img, b').count(), 0);
      assert.equal(await card().getByRole('heading', { level: 2 }).textContent(), hostile.web);
      const names = await panel.page.locator('.row .name').allTextContents();
      for (const name of Object.values(hostile)) assert.ok(names.includes(name), name);
      assert.equal((await panel.graph('ids')).length, scene.elements.length);
    });

    it('does no harm as ids', async () => {
      panel = await openPanel();
      const swap = (id: string) => (id.endsWith(':web') ? `container:${hostile.web}"] , *` : id);
      const scene = threeTierScene();
      const elements = scene.elements.map((element) => ({
        ...element,
        id: swap(element.id),
        ...(element.parent === undefined ? {} : { parent: swap(element.parent) }),
      }));
      await panel.send({ ...scene, elements });
      await panel.select([swap('container:web')]);
      await panel.point(swap('container:web'));
      await card().waitFor();
      assert.deepEqual(panel.heard.cards, [swap('container:web')]);
    });
  });

  describe('accessibility', () => {
    for (const [name, theme] of [
      ['dark', darkTheme],
      ['light', lightTheme],
      ['high contrast', highContrastTheme],
    ] as const) {
      it(`axe finds nothing in the ${name} theme`, async () => {
        await openDrawn({ theme });
        panel.menu = () => ({ items: [{ action: 'inspect', label: 'Inspect' }] });
        await panel.page.getByRole('button', { name: pageStrings.legend }).click();
        await panel.send(threeTierScene(), { kind: 'stale', message: 'the engine went away' });
        await row('container:web').focus();
        await panel.page.keyboard.press('Enter');
        await card().waitFor();
        assert.deepEqual(await axeViolations(), []);
        await panel.page.keyboard.press('Shift+F10');
        await panel.page.getByRole('menu').waitFor();
        assert.deepEqual(await axeViolations(), []);
      });
    }

    async function axeViolations(): Promise<readonly string[]> {
      await panel.page.evaluate(await readFile(require.resolve('axe-core/axe.min.js'), 'utf8'));
      return panel.page.evaluate(
        `axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) =>
          nodes.map(({ target, failureSummary }) => id + ' ' + target + ' ' + failureSummary)))`,
      );
    }
  });
});
