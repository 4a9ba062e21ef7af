import assert from 'node:assert/strict';
import type { Topology } from '../../src/model/topology';
import type { MatrixView } from '../../src/scene/matrixView';
import { buildTopology } from '../../src/topology/buildTopology';
import { oracleSnapshot } from '../support/oracleSnapshots';
import { problemsInWebview } from '../ui/accessibility';
import { smallTopology } from '../unit/analysis/smallTopology';
import { MatrixTab } from './openMatrix';
import { PanelLab } from './openPanel';
import { darkTheme, highContrastTheme, lightTheme } from './themes';

const three = 'docker28/a_three_tier';
const pictures = process.env['VETHSCOPE_PICTURES'];

function threeTiers(): Topology {
  return buildTopology(oracleSnapshot(three), { kind: 'snapshot', label: three }, three);
}

/** Containers with three ports each, ten to a network, where each network reaches its next. */
function largeView(containers: number): MatrixView {
  const heads = Array.from({ length: containers }, (_, index) => ({
    kind: 'container' as const,
    key: `c${index}`,
    name: `container-${index}`,
    networks: [`net-${String(Math.floor(index / 10)).padStart(4, '0')}`],
  }));
  const networks = containers / 10;
  const outside = { kind: 'outside' as const, key: 'outside', name: 'outside', networks: [] };
  const byNetwork = [...heads.map((_, index) => Math.floor(index / 10)), networks];
  return {
    family: 4,
    sources: [...heads, outside],
    targets: [...heads, outside].flatMap((head) =>
      (head.kind === 'outside' ? [''] : [':80', ':443', ':5432']).map((port) => ({
        ...head,
        port,
        key: `${head.key}${port}`,
        ways: [{ kind: 'network' as const, label: head.networks[0] ?? 'outside' }],
      })),
    ),
    sourceClasses: byNetwork,
    targetClasses: byNetwork.flatMap((one) => (one === networks ? [one] : [one, one, one])),
    palette: [
      { verdict: 'arrives', way: 0 },
      { verdict: 'dropped', way: 0 },
    ],
    cells: Array.from({ length: networks + 1 }, (_, row) =>
      Array.from({ length: networks + 1 }, (__, column) =>
        column === row || column === row + 1 ? 0 : 1,
      ),
    ),
    own: [],
  };
}

describe('the page of a matrix in Chromium', function () {
  this.timeout(60_000);
  let lab: PanelLab;
  let tab: MatrixTab;

  before(async () => {
    lab = await PanelLab.start();
  });
  after(() => lab.stop());
  afterEach(async () => {
    assert.deepEqual(await tab.violations(), [], 'violations of the content security policy');
    assert.deepEqual(tab.log, [], 'errors');
    await tab.page.close();
  });

  const open = async (topology = threeTiers(), how?: Parameters<typeof MatrixTab.open>[1]) => {
    tab = await MatrixTab.open(lab, how);
    await tab.send(topology);
  };
  const picture = async (name: string) => {
    if (pictures !== undefined) await tab.page.screenshot({ path: `${pictures}/${name}.png` });
  };
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await tab.page.keyboard.press(key);
    await tab.settle();
  };
  const focused = () =>
    tab.page.evaluate(() => document.activeElement?.querySelector('.said')?.textContent ?? '');
  const words = (role: 'rowheader' | 'columnheader') =>
    tab.page
      .locator(`[role=${role}]`)
      .evaluateAll((all) => all.map((one) => one.querySelector('.word')?.textContent ?? ''));
  const choose = async (name: string, value: string) => {
    await tab.page.getByLabel(name, { exact: true }).selectOption(value);
    await tab.settle();
  };

  for (const [name, theme] of Object.entries({ darkTheme, lightTheme, highContrastTheme }))
    it(`has nothing in it that axe objects to: ${name}`, async () => {
      await open(threeTiers(), { theme });
      await picture(`matrix-${name}`);
      assert.deepEqual(await problemsInWebview(tab.page.mainFrame()), []);
      await choose('Group by', 'network');
      assert.deepEqual(await problemsInWebview(tab.page.mainFrame()), []);
    });

  it('says verdict and way in each cell, with a symbol and in a sentence', async () => {
    await open();
    const cell = tab.cell('web to db:80: dropped, by network back');
    assert.equal(await cell.locator('.symbol').innerText(), '✕');
    assert.equal(await cell.locator('.word').innerText(), 'dropped');
    assert.equal(await cell.locator('.detail').innerText(), 'back');
    const exposed = tab.cell('outside to web:80: delivered, by published port 0.0.0.0:8080');
    assert.equal(await exposed.locator('.symbol').innerText(), '✓');
    assert.equal((await words('rowheader')).at(-1), 'outside');
    assert.equal((await words('columnheader')).at(-1), 'outside');
  });

  it('asks for the trace by a click and by Enter', async () => {
    await open();
    await tab.cell('web to db:80: dropped, by network back').click();
    await press('ArrowUp', 'Enter');
    const [clicked, entered] = tab.cells;
    assert.equal(tab.cells.length, 2);
    assert.ok(clicked && entered);
    assert.equal(entered.target, clicked.target);
    assert.equal(entered.source, clicked.source - 1);
    assert.equal(entered.version, 1);
  });

  it('is walked with the keyboard, heads too', async () => {
    await open();
    await tab.cell(/^api to api:80/).focus();
    await press('ArrowDown', 'ArrowRight');
    assert.match(await focused(), /^db to api:5000/);
    await press('ArrowUp', 'ArrowUp');
    assert.match(await focused(), /^api:5000\/udp/);
    await press('Control+End');
    assert.match(await focused(), /^outside to outside/);
    await press('Home', 'ArrowLeft');
    assert.match(await focused(), /^outside, what this machine exposes/);
    const tabbable = await tab.grid.locator('[tabindex="0"]').count();
    assert.equal(tabbable, 1);
  });

  it('filters by words of sources and targets, and keeps the outside', async () => {
    await open();
    await tab.page.getByLabel('Filter sources').fill('web');
    await tab.page.getByLabel('Filter targets').fill('back 5432');
    await tab.settle();
    assert.deepEqual(await words('rowheader'), ['web', 'outside']);
    assert.deepEqual(await words('columnheader'), ['From ↓ to →', 'db:5432', 'outside']);
    await picture('matrix-filtered');
  });

  it('shows only what is blocked, and leaves the other cells empty', async () => {
    await open();
    await choose('Show', 'blocked');
    assert.deepEqual(await words('rowheader'), ['db', 'web', 'outside']);
    assert.equal(await tab.cell('web to db:80: dropped, by network back').count(), 1);
    const other = tab.cell('web to api:80: not what is looked for');
    assert.equal(await other.locator('.word').innerText(), '');
    await picture('matrix-blocked');
  });

  it('groups by network and closes and opens groups', async () => {
    await open();
    await choose('Group by', 'network');
    const head = tab.page.getByRole('rowheader', { name: 'front, group of 2' });
    assert.equal(await head.getAttribute('aria-expanded'), 'true');
    await head.click();
    assert.equal(await head.getAttribute('aria-expanded'), 'false');
    assert.match(await focused(), /^front, group of 2/);
    assert.deepEqual(await words('rowheader'), ['back', 'api', 'db', 'front', 'host', 'outside']);
    await picture('matrix-grouped');
    await press('Enter');
    assert.deepEqual((await words('rowheader')).slice(3, 6), ['front', 'api', 'web']);
    const counts = tab.cell(/^front to back: \d+ reachable, \d+ blocked, 0 not known/);
    assert.equal(await counts.count(), 1);
  });

  it('sends what its buttons ask for, and the family', async () => {
    await open();
    for (const name of ['Refresh', 'As CSV', 'As Markdown', 'Show Graph'])
      await tab.page.getByRole('button', { name }).click();
    await choose('Family', '6');
    assert.deepEqual(tab.actions, ['refresh', 'csv', 'markdown', 'graph']);
    assert.deepEqual(tab.families, [4, 6]);
  });

  it('keeps filters, focus and scroll when the topology changes, and after a reload', async () => {
    await open(undefined, { width: 700, height: 300 });
    await tab.page.getByLabel('Filter sources').fill('a');
    await tab.page.getByLabel('Filter sources').fill('');
    await choose('Sort by', 'least');
    await tab.cell(/^web to db:5432/).click();
    const scroll = () => tab.grid.evaluate(({ scrollLeft, scrollTop }) => [scrollLeft, scrollTop]);
    const before = await scroll();
    assert.ok(
      before.some((one) => one > 0),
      `nothing is scrolled: ${before.join()}`,
    );
    await tab.send(threeTiers());
    assert.match(await focused(), /^web to db:5432/);
    assert.deepEqual(await scroll(), before);
    await tab.reload();
    await tab.send(threeTiers());
    assert.equal(await tab.page.getByLabel('Sort by', { exact: true }).inputValue(), 'least');
    assert.deepEqual(await scroll(), before);
    assert.equal((await tab.state())?.['restoreKey'], 'engine');
  });

  it('shows foreign names as text', async () => {
    const hostile = '<img src=x onerror=alert(1)>';
    await open(
      smallTopology({
        networks: [{ name: '<b>net</b>', subnet: '172.20.0.0/16' }],
        containers: [{ name: hostile, on: { '<b>net</b>': '172.20.0.2' } }],
      }),
    );
    assert.equal((await words('rowheader'))[0], hostile);
    assert.equal(await tab.page.locator('#app img, #app b').count(), 0);
  });

  it('stays small with a thousand containers, and opens a group in place', async () => {
    tab = await MatrixTab.open(lab);
    await tab.sendView(largeView(1000));
    const elements = () => tab.page.locator('#app *').count();
    assert.ok((await elements()) < 4000, `${await elements()} elements`);
    await picture('matrix-large');
    const group = tab.page.getByRole('rowheader', { name: /^net-0003, group of/ });
    await group.click();
    assert.equal(await group.getAttribute('aria-expanded'), 'true');
    await choose('Group by', 'none');
    await tab.cell(/./).first().focus();
    await press('Control+End', 'ArrowUp', 'PageUp');
    assert.ok((await elements()) < 4000, `${await elements()} elements`);
    assert.equal(await tab.grid.getAttribute('aria-rowcount'), String(1000 + 1 + 1));
    const shown = tab.page.locator('[role=row]').nth(3);
    assert.ok(Number(await shown.getAttribute('aria-rowindex')) > 900);
  });
});
