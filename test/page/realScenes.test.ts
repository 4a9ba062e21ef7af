import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Topology } from '../../src/model/topology';
import { readComposeProject } from '../../src/compose/readComposeProject';
import { buildScene } from '../../src/scene/buildScene';
import { cardFor } from '../../src/scene/cardFor';
import type { Scene } from '../../src/scene/scene';
import { defaultSceneOptions } from '../../src/scene/sceneOptions';
import { buildTopology } from '../../src/topology/buildTopology';
import { planTopology } from '../../src/topology/planTopology';
import { oracleSnapshot } from '../support/oracleSnapshots';
import type { Panel as OpenPanel } from './openPanel';
import { Panel, PanelLab } from './openPanel';

const sample = path.join(__dirname, '../../samples/three-tier');

async function planOfSample(): Promise<Topology> {
  const { project, problems } = await readComposeProject(
    {
      workingDirectory: sample,
      files: [path.join(sample, 'docker-compose.yml')],
      environment: {},
    },
    { readFile: (file) => readFile(file, 'utf8').catch(() => undefined) },
  );
  assert.ok(project, JSON.stringify(problems));
  return planTopology(project, {});
}

function ofSnapshot(name: string): Promise<Topology> {
  return Promise.resolve(
    buildTopology(oracleSnapshot(name), { kind: 'snapshot', label: name }, name),
  );
}

describe('real scenes in the panel', function () {
  this.timeout(60_000);
  let lab: PanelLab;
  let panel: OpenPanel | undefined;

  before(async () => (lab = await PanelLab.start()));
  after(() => lab.stop());
  afterEach(async () => {
    if (panel === undefined) return;
    assert.deepEqual(await panel.violations(), [], 'violations of the content security policy');
    assert.deepEqual(panel.heard.log, [], 'errors');
    await panel.page.close();
    panel = undefined;
  });

  /** Laid out with the widths the page measured, as the extension does it. */
  async function show(topology: Topology): Promise<{ panel: OpenPanel; scene: Scene }> {
    const opened = (panel = await Panel.open(lab));
    const [metrics] = opened.heard.metrics;
    assert.ok(metrics);
    opened.card = (id) => cardFor(topology, id);
    const { scene } = buildScene(topology, defaultSceneOptions, metrics);
    await opened.send(scene);
    return { panel: opened, scene };
  }

  const sources: readonly (readonly [string, () => Promise<Topology>])[] = [
    ['the sample’s plan', planOfSample],
    ['three tiers on a real engine', () => ofSnapshot('docker28/a_three_tier')],
    ['macvlan', () => ofSnapshot('docker28/h_macvlan')],
    ['a swarm with overlays and left-over endpoints', () => ofSnapshot('docker28/n_swarm_overlay')],
    ['Podman', () => ofSnapshot('podman5/a_three_tier')],
  ];
  for (const [name, source] of sources) {
    it(`draws ${name}: every element, and every wire where the layout put it`, async () => {
      const { panel, scene } = await show(await source());
      assert.deepEqual(
        await panel.graph('ids'),
        scene.elements.map(({ id }) => id),
      );
      for (const { id, points } of scene.edges) {
        const drawn = await panel.graph('linePoints', id);
        assert.equal(drawn.length, points.length, id);
        for (const [index, { x, y }] of points.entries()) {
          const { x: drawnX = NaN, y: drawnY = NaN } = drawn[index] ?? {};
          assert.ok(Math.hypot(drawnX - x, drawnY - y) < 0.1, id);
        }
      }
      const writes = await panel.graph('positionWrites');
      await panel.send(scene);
      assert.equal(await panel.graph('positionWrites'), writes);
    });
  }

  it('shows the card of a container of the sample', async () => {
    const topology = await planOfSample();
    const { panel, scene } = await show(topology);
    const web = scene.elements.find(({ id }) => id.startsWith('container:') && id.includes('web'));
    assert.ok(web);
    await panel.point(web.id);
    const card = panel.page.getByRole('dialog');
    await card.waitFor();
    const title = await card.getByRole('heading', { level: 2 }).textContent();
    assert.equal(title, cardFor(topology, web.id)?.title);
  });
});
