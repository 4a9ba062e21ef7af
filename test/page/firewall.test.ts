import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Topology } from '../../src/model/topology';
import { buildScene } from '../../src/scene/buildScene';
import { firewallView } from '../../src/scene/firewallView';
import type { FirewallAnswer } from '../../src/scene/firewallView';
import { defaultSceneOptions } from '../../src/scene/sceneOptions';
import { buildTopology } from '../../src/topology/buildTopology';
import { oracleSnapshot } from '../support/oracleSnapshots';
import type { Panel } from './openPanel';
import { pageStrings } from './pageStrings';
import { panelPerTest } from './panelPerTest';
import { darkTheme, highContrastTheme, lightTheme } from './themes';

const name = 'docker28/a_three_tier';

describe('the firewall panel in Chromium', function () {
  this.timeout(60_000);
  const openPanel = panelPerTest();
  let panel: Panel;
  let topology: Topology;

  before(() => {
    topology = buildTopology(oracleSnapshot(name), { kind: 'snapshot', label: name }, name);
  });

  const firewall = () =>
    panel.page.getByRole('complementary', { name: pageStrings.firewall, exact: true });
  const rule = (text: string) => firewall().getByRole('button', { name: text });

  async function open(answer: FirewallAnswer = firewallView(topology), theme = darkTheme) {
    panel = await openPanel({ theme, width: 1400 });
    panel.firewall = () => answer;
    const [metrics] = panel.heard.metrics;
    assert.ok(metrics);
    await panel.send(buildScene(topology, defaultSceneOptions, metrics).scene);
  }

  /** The rules with a finding more, and with them another picture. */
  async function comeAnew() {
    const answer = firewallView(topology);
    assert.ok(answer.kind === 'rules');
    panel.firewall = () => ({ ...answer, view: { ...answer.view, findings: [hostile] } });
    const [metrics] = panel.heard.metrics;
    assert.ok(metrics);
    await panel.send(buildScene(topology, defaultSceneOptions, metrics).scene);
    await firewall().getByText('a sentence').waitFor();
  }

  it('opens by its button, closes by its own, and gives the focus back', async () => {
    await open();
    assert.equal(await firewall().isVisible(), false);
    const button = panel.page.getByRole('button', { name: pageStrings.firewall, exact: true });
    await button.click();
    await firewall().waitFor();
    assert.equal(await button.getAttribute('aria-expanded'), 'true');
    await panel.page.getByRole('button', { name: pageStrings.closeFirewall }).click();
    assert.equal(await firewall().isVisible(), false);
    assert.ok(await button.evaluate((element) => element.matches(':focus')));
  });

  it('lists every rule with what it does and its text', async () => {
    await open();
    await panel.showFirewall();
    const answer = firewallView(topology);
    assert.ok(answer.kind === 'rules');
    const rules = answer.view.tables.flatMap(({ chains }) => chains.flatMap((one) => one.rules));
    assert.ok(rules.length > 20);
    assert.equal(await firewall().locator('button.rule').count(), rules.length);
    const shown = await rule('DNAT --to-destination').first().textContent();
    assert.match(shown ?? '', /^rewrites connections to host port \d+ so that they go to web, /);
  });

  it('highlights what a rule is about, by keyboard too, until it is chosen again', async () => {
    await open();
    await panel.showFirewall();
    const dnat = rule('DNAT --to-destination').first();
    await dnat.focus();
    await panel.page.keyboard.press('Enter');
    await panel.settle();
    assert.equal(await dnat.getAttribute('aria-pressed'), 'true');
    const dimmed = await panel.graph('dimmed');
    const ids = await panel.graph('ids');
    const lit = ids.filter((id) => !dimmed.includes(id));
    assert.ok(
      lit.some((id) => id.startsWith('port:web/')),
      lit.join(),
    );
    assert.ok(lit.includes('container:web'), lit.join());
    assert.ok(dimmed.includes('container:db'), dimmed.join());
    await panel.page.keyboard.press('Enter');
    await panel.settle();
    assert.deepEqual(await panel.graph('dimmed'), []);
  });

  it('dims nothing for a rule about every packet', async () => {
    await open();
    await panel.showFirewall();
    await rule('-j DOCKER-USER').first().click();
    await panel.settle();
    assert.deepEqual(await panel.graph('dimmed'), []);
  });

  it('keeps the focus and what was chosen over a refresh', async () => {
    await open();
    await panel.showFirewall();
    const dnat = rule('DNAT --to-destination').first();
    await dnat.click();
    await comeAnew();
    assert.equal(await dnat.getAttribute('aria-pressed'), 'true');
    assert.ok(await dnat.evaluate((element) => element.matches(':focus')));
  });

  it('leaves the view where the reader moved it when rules come anew', async () => {
    await open();
    await panel.showFirewall();
    await rule('DNAT --to-destination').first().click();
    const zoomIn = panel.page.getByRole('button', { name: pageStrings.zoomIn });
    for (let clicks = 0; clicks < 6; clicks++) await zoomIn.click();
    const map = await panel.page.locator('.minimap canvas').boundingBox();
    assert.ok(map);
    await panel.page.mouse.click(map.x + map.width - 4, map.y + map.height - 4);
    await panel.settle();
    const before = await panel.position('container:web');
    await comeAnew();
    await panel.settle();
    assert.deepEqual(await panel.position('container:web'), before);
    assert.ok((await panel.graph('dimmed')).includes('container:db'), 'and it is still lit');
  });

  it('says whose a rule is that is not Docker’s, and what is not understood, as text', async () => {
    await open({ kind: 'rules', view: foreign });
    await panel.showFirewall();
    const shown = await firewall().locator('button.foreign').textContent();
    assert.match(shown ?? '', /<img src=x onerror=alert\(1\)>/);
    assert.match(shown ?? '', new RegExp(pageStrings.firewallOwner.admin));
    assert.match(shown ?? '', new RegExp(pageStrings.firewallNotUnderstood));
    assert.match(shown ?? '', /3 packets, 180 bytes/);
    assert.equal(await firewall().locator('img').count(), 0);
    await firewall().getByText(pageStrings.severityWarning).waitFor();
  });

  it('says why there is nothing to list', async () => {
    await open({ kind: 'unknown', reason: 'nobody told', settledBy: 'host access' });
    await panel.showFirewall();
    assert.match((await firewall().textContent()) ?? '', /nobody told.*host access/);
  });

  for (const [theme, of] of Object.entries({ darkTheme, lightTheme, highContrastTheme })) {
    it(`holds nothing that axe objects to in the ${theme}`, async () => {
      await open(firewallView(topology), of);
      await panel.showFirewall();
      await rule('DNAT --to-destination').first().click();
      await panel.page.evaluate(await readFile(require.resolve('axe-core/axe.min.js'), 'utf8'));
      const found = await panel.page.evaluate<readonly string[]>(
        `axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) =>
          nodes.map(({ html }) => id + ': ' + html.slice(0, 200))))`,
      );
      assert.deepEqual(found, []);
    });
  }
});

const hostile = {
  severity: 'warning',
  sentence: 'a sentence',
  nextStep: 'a step',
  elements: [],
} as const;

const foreign = {
  source: { kind: 'observed', from: 'iptables-save' },
  findings: [hostile],
  tables: [
    {
      title: 'filter, IPv4, iptables',
      chains: [
        {
          name: 'DOCKER-USER',
          entry: '',
          owner: 'admin',
          rules: [
            {
              index: 1,
              sentence: 'drops packets',
              text: '-A DOCKER-USER -m x --y "<img src=x onerror=alert(1)>" -j DROP',
              count: '3 packets, 180 bytes',
              owner: 'admin',
              understood: false,
              elements: [],
            },
          ],
        },
      ],
    },
  ],
} as const;
