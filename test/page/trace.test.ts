import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { TraceView } from '../../src/scene/traceView';
import { Panel, PanelLab } from './openPanel';
import { problemsInWebview } from '../ui/accessibility';
import { pageStrings } from './pageStrings';
import { darkTheme, highContrastTheme, lightTheme } from './themes';
import { threeTierScene } from './threeTierScene';

const dropped: TraceView = {
  title: 'web → <img src=x onerror=alert(1)>:5432',
  verdict: 'dropped',
  why: 'rule 2 of filter DOCKER-ISOLATION-STAGE-2 drops it on the host',
  decidedBy: {
    place: 'IPv4 filter DOCKER-ISOLATION-STAGE-2 2',
    text: '-A DOCKER-ISOLATION-STAGE-2 -o br-1 -j DROP',
  },
  lookup: 'db: nxdomain',
  steps: [
    { text: 'web: sends by eth0', returning: false, elements: ['container:web'] },
    { text: 'host: drops it', returning: false, elements: ['host:host'] },
    { text: 'host: and back', returning: true, elements: [] },
  ],
  elements: ['container:web', 'host:host'],
  assumptions: ['userland-proxy=true'],
  fixes: [
    { text: 'Connect db to front.', effects: ['Opens one path: web – db.'], action: 'connect' },
    { text: 'Give it an alias.', effects: [], action: 'copy', copies: 'aliases:\n  - db' },
  ],
  puzzles: [
    {
      happens: 'web asks a resolver outside for db.',
      why: 'db is on no network of web.',
      advice: 'Connect both to one network.',
    },
  ],
  canVerify: true,
  canSave: true,
};

describe('the panel of a trace', function () {
  this.timeout(60_000);
  let lab: PanelLab;
  let panel: Panel;
  before(async () => {
    lab = await PanelLab.start();
  });
  after(() => lab.stop());
  beforeEach(async () => {
    panel = await Panel.open(lab);
    const scene = threeTierScene();
    await panel.send(scene);
    const ids = scene.elements.map(({ id }) => id);
    const on = ids.filter((id) => id.startsWith('container:')).slice(0, 1);
    await panel.showTrace({
      ...dropped,
      elements: on,
      steps: dropped.steps.map((step) => ({ ...step, elements: on })),
    });
  });
  afterEach(() => panel.page.close());

  it('says verdict, deciding rule, steps there and back, and fixes, as text', async () => {
    const text = await panel.page.locator('.trace').innerText();
    for (const wanted of [
      'web → <img src=x onerror=alert(1)>:5432',
      'dropped',
      'IPv4 filter DOCKER-ISOLATION-STAGE-2 2',
      '-A DOCKER-ISOLATION-STAGE-2 -o br-1 -j DROP',
      'web: sends by eth0',
      'Opens one path: web – db.',
      'userland-proxy=true',
      'web asks a resolver outside for db.',
      'db is on no network of web.',
      'Connect both to one network.',
    ]) {
      assert.ok(text.includes(wanted), `"${wanted}" is not in: ${text}`);
    }
    assert.equal(await panel.page.locator('.trace img').count(), 0);
    assert.deepEqual(await panel.violations(), []);
  });

  it('lights up the path and dims the rest, until Escape', async () => {
    const all = await panel.graph('ids');
    const dimmed = await panel.graph('dimmed');
    assert.ok(dimmed.length > 0 && dimmed.length < all.length, `${dimmed.length} of ${all.length}`);
    const letters = async () => (await panel.ink()).get('204,204,204') ?? 0;
    const few = await letters();
    await panel.page.keyboard.press('Escape');
    await panel.settle();
    const many = await letters();
    assert.ok(many > 1.5 * few, `${many} pixels of text against ${few}`);
    assert.deepEqual(await panel.graph('dimmed'), []);
    assert.equal(await panel.page.locator('.trace').isVisible(), false);
    assert.deepEqual(panel.heard.traceActions, [{ action: 'close' }]);
  });

  it('keeps the path lit when the picture is sent anew', async () => {
    const before = await panel.graph('dimmed');
    await panel.send(threeTierScene());
    assert.deepEqual(await panel.graph('dimmed'), before);
  });

  it('keeps the focus on the button that was pressed when the trace comes anew', async () => {
    const reverse = panel.page.getByRole('button', { name: 'Trace the Other Way' });
    await reverse.press('Enter');
    await panel.showTrace({ ...dropped, title: 'db:5432 → web' });
    assert.ok(await reverse.evaluate((button) => button.matches(':focus')));
  });

  it('gives way to the view that is asked for while it is gone to', async () => {
    const fit = panel.page.getByRole('button', { name: pageStrings.fit });
    await fit.click();
    await panel.settle();
    const whole = await panel.position('container:db');
    const isAsked = panel.page.evaluate(
      (name) =>
        new Promise<void>((resolve) => {
          const observer = new MutationObserver(() => {
            observer.disconnect();
            // It is on its way there by now.
            requestAnimationFrame(() =>
              requestAnimationFrame(() => {
                document.querySelector<HTMLElement>(`button[title="${name}"]`)?.click();
                resolve();
              }),
            );
          });
          const trace = document.querySelector('.trace') ?? document;
          observer.observe(trace, { subtree: true, childList: true });
        }),
      pageStrings.fit,
    );
    await panel.showTrace({ ...dropped, title: 'web → db', elements: ['container:web'] });
    await isAsked;
    // As long as it would have gone on.
    await panel.page.waitForTimeout(300);
    assert.deepEqual(await panel.position('container:db'), whole);
  });

  it('is gone to where it came before the first picture', async () => {
    const trace = { ...dropped, title: 'web → db', elements: ['container:web'] };
    await panel.page.emulateMedia({ reducedMotion: 'reduce' });
    await panel.page.getByRole('button', { name: pageStrings.fit }).click();
    await panel.showTrace(trace);
    const gone = await panel.position('container:web');
    const other = await Panel.open(lab);
    await other.page.emulateMedia({ reducedMotion: 'reduce' });
    await other.showTrace(trace);
    await other.send(threeTierScene());
    const { x, y } = await other.position('container:web');
    await other.page.close();
    assert.ok(Math.hypot(x - gone.x, y - gone.y) < 2, `${x}, ${y} is not ${gone.x}, ${gone.y}`);
  });

  it('reads the verdict out', async () => {
    const said = await panel.page.locator('.speech[aria-live]').textContent();
    assert.match(said ?? '', /dropped.*DOCKER-ISOLATION-STAGE-2/);
  });

  it('is worked with the keyboard: a fix, the other way, trying it', async () => {
    await panel.page.getByRole('button', { name: /^Connect… Connect db to front/ }).press('Enter');
    await panel.page.getByRole('button', { name: 'Trace the Other Way' }).press('Enter');
    await panel.page.getByRole('button', { name: 'Verify…' }).press('Enter');
    assert.deepEqual(panel.heard.traceActions, [
      { action: 'fix', fix: { place: 0, text: 'Connect db to front.' } },
      { action: 'reverse' },
      { action: 'verify' },
    ]);
  });

  it('shows what the real thing said beside the prediction', async () => {
    await panel.showTrace({
      ...dropped,
      verified: { comparison: 'differs', text: 'nc got through' },
    });
    const text = await panel.page.locator('.trace .differs').innerText();
    assert.match(text, /Predicted: dropped. Tried: nc got through. They differ/);
    assert.match(
      (await panel.page.locator('.speech[aria-live]').textContent()) ?? '',
      /They differ/,
    );
    await panel.page.getByRole('button', { name: 'Save Snapshot…' }).press('Enter');
    assert.deepEqual(panel.heard.traceActions, [{ action: 'save' }]);
  });

  it('does not take silence for an answer', async () => {
    const verified = { comparison: 'undecided', text: 'bash heard nothing' } as const;
    await panel.showTrace({ ...dropped, verified });
    const text = await panel.page.locator('.trace .undecided').innerText();
    assert.match(text, /bash heard nothing. That speaks neither for nor against it/);
    assert.equal(await panel.page.locator('.trace .agrees, .trace .differs').count(), 0);
  });

  for (const [name, theme] of Object.entries({ darkTheme, lightTheme, highContrastTheme }))
    it(`has nothing in it that axe objects to: ${name}`, async () => {
      await panel.setTheme(theme);
      await panel.showTrace({ ...dropped, verified: { comparison: 'differs', text: 'nc' } });
      assert.deepEqual(await problemsInWebview(panel.page.mainFrame()), []);
    });

  it('keeps the drawing in sight in a narrow column', async () => {
    await panel.page.setViewportSize({ width: 560, height: 800 });
    await panel.settle();
    const stage = await panel.page.locator('.stage').boundingBox();
    assert.ok(stage !== null && stage.width > 500 && stage.height > 250, JSON.stringify(stage));
  });

  it('makes room in a narrow column for the rules that are asked for, and comes back', async () => {
    const { page } = panel;
    await page.setViewportSize({ width: 541, height: 800 });
    const [trace, firewall] = [page.locator('.trace'), page.locator('.firewall')];
    const button = page.getByRole('button', { name: pageStrings.firewall, exact: true });
    const isInFront = async (front: Locator, other: Locator) => {
      await front.waitFor();
      await other.waitFor({ state: 'hidden' });
    };
    await panel.showTrace({ ...dropped, title: 'web → cache' });
    await isInFront(trace, firewall);
    await button.click();
    await isInFront(firewall, trace);
    await panel.showTrace({ ...dropped, title: 'api → cache' });
    await isInFront(trace, firewall);
    await button.click();
    await isInFront(firewall, trace);
    await button.click();
    await isInFront(trace, firewall);
  });

  it('goes to a path that is out of sight, and leaves one that can be read where it is', async () => {
    const { page } = panel;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await panel.showTrace(undefined);
    for (let step = 0; step < 9; step++) {
      await page.getByRole('button', { name: 'Zoom in' }).click();
    }
    const stage = () => page.locator('.stage').boundingBox();
    const isIn = async () => {
      const [box, { x, y }] = [await stage(), await panel.position('container:db')];
      assert.ok(box);
      return x > box.x && y > box.y && x < box.x + box.width && y < box.y + box.height;
    };
    assert.equal(await isIn(), false);
    const trace = (title: string) => ({ ...dropped, title, elements: ['container:db'] });
    await panel.showTrace(trace('api → db'));
    assert.equal(await isIn(), true);
    const at = await panel.position('container:db');
    await panel.showTrace(trace('web → db'));
    assert.deepEqual(await panel.position('container:db'), at);
  });

  it('ends when the extension says so', async () => {
    await panel.showTrace(undefined);
    assert.equal(await panel.page.locator('.trace').isVisible(), false);
    assert.deepEqual(await panel.graph('dimmed'), []);
  });
});
