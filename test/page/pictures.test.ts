import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Topology } from '../../src/model/topology';
import { buildScene } from '../../src/scene/buildScene';
import type { Scene } from '../../src/scene/scene';
import { defaultSceneOptions, type SceneDepth } from '../../src/scene/sceneOptions';
import { buildTopology } from '../../src/topology/buildTopology';
import { crossingPlaces, layeredLines } from '../support/crossings';
import { coveredLabels } from '../support/labelChecks';
import { largeSnapshot } from '../support/largeSnapshot';
import { oracleNames, oracleSnapshot } from '../support/oracleSnapshots';
import { assertNoStrangersOverlap, coveredWires, strangersUnder } from '../support/sceneChecks';
import { Panel, PanelLab } from './openPanel';

/** Kept for whoever wants to look at them. */
const folder = path.join(__dirname, '../../out/pictures');
const isLong = process.env['VETHSCOPE_LONG'] === '1';

/** Each with something of its own to draw. */
const telling = [
  'docker20/a_three_tier',
  'docker26/e_static_ports',
  'docker28/a_three_tier',
  'docker28/h_macvlan',
  'docker28/n_swarm_overlay',
  'podman5/a_three_tier',
];

function scenarios(): readonly string[] {
  const all = oracleNames();
  if (isLong) return all;
  const others = all.filter((name) => name.startsWith('docker28/') && !telling.includes(name));
  const step = Math.max(1, Math.floor(others.length / 6));
  return [...telling, ...others.filter((_, index) => index % step === 0).slice(0, 6)];
}

describe('pictures by numbers', function () {
  this.timeout(120_000);
  let lab: PanelLab;
  let panel: Panel;

  before(async () => {
    await mkdir(folder, { recursive: true });
    lab = await PanelLab.start();
    panel = await Panel.open(lab, { width: 1400, height: 900 });
  });
  after(() => lab.stop());
  afterEach(() => {
    assert.deepEqual(panel.heard.log.splice(0), [], 'errors');
  });

  /** Draws it as the extension does, keeps the picture, and checks what can be counted. */
  async function check(name: string, topology: Topology, depth: SceneDepth): Promise<Scene> {
    const [metrics] = panel.heard.metrics;
    assert.ok(metrics);
    const options = { ...defaultSceneOptions, shedsDetail: true, depth };
    const { scene } = buildScene(topology, options, metrics);
    await panel.send(undefined, { kind: 'empty', message: '', actions: [] });
    await panel.send(scene);
    await panel.page.getByRole('button', { name: 'Fit into view' }).click();
    await panel.settle();
    const file = `${name.replaceAll('/', '-')}${depth === 'wiring' ? '' : `-${depth}`}.png`;
    const picture = await panel.page.locator('.canvas').screenshot();
    await writeFile(path.join(folder, file), picture);
    const drawn = await panel.graph('ids');
    assert.deepEqual([...drawn].sort(), scene.elements.map(({ id }) => id).sort());
    assertNoStrangersOverlap(scene);
    assert.deepEqual(strangersUnder(scene), [], 'wires through what is not theirs');
    assert.deepEqual(
      coveredWires({
        ...scene,
        edges: scene.edges.filter(({ flags }) => !flags.includes('quiet')),
      }),
      [],
      'wires on wires',
    );
    const fit = await fittedZoom();
    for (const zoom of [fit, 0.1, 0.2, 0.25, 0.45, 0.6, 0.75, 1]) {
      assert.deepEqual(coveredLabels(scene, metrics, zoom), [], `labels at ${zoom}`);
    }
    return scene;
  }

  function fittedZoom(): Promise<number> {
    return panel.page.evaluate(
      () => document.querySelector<HTMLElement>('.canvas')?._cyreg?.cy.zoom() ?? 1,
    );
  }

  for (const name of scenarios()) {
    it(`of ${name}`, async () => {
      const topology = buildTopology(oracleSnapshot(name), { kind: 'snapshot', label: name }, name);
      for (const depth of ['networks', 'rules', 'wiring'] as const) {
        await check(name, topology, depth);
      }
    });
  }

  for (const containers of [10, 100, 1_000]) {
    it(`of ${containers} containers`, async () => {
      const snapshot = largeSnapshot(containers);
      const topology = buildTopology(snapshot, { kind: 'snapshot', label: 'large' }, 'large');
      const scene = await check(`${containers}-containers`, topology, 'wiring');
      await check(`${containers}-containers`, topology, 'networks');
      const ratio = scene.width / scene.height;
      assert.ok(ratio > 0.6 && ratio < 2.5, `${ratio.toFixed(2)} times as wide as high`);
      if (containers !== 100) return;
      const own = crossingPlaces(scene.edges.map(({ points }) => points));
      const layered = crossingPlaces(await layeredLines(scene));
      assert.ok(own <= 0.5 * layered, `${own} crossings against ${layered} of ELK layered`);
    });
  }
});
