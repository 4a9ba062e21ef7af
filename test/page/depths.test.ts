import assert from 'node:assert/strict';
import { depthChosen, lookedAt } from '../../src/protocol/messages';
import { buildScene } from '../../src/scene/buildScene';
import type { LayoutMemory } from '../../src/scene/layoutMemory';
import { defaultSceneOptions, type SceneOptions } from '../../src/scene/sceneOptions';
import { buildTopology } from '../../src/topology/buildTopology';
import { largeSnapshot } from '../support/largeSnapshot';
import { oracleSnapshot } from '../support/oracleSnapshots';
import type { Panel } from './openPanel';
import { panelPerTest } from './panelPerTest';

describe('depth and detail in the panel', function () {
  this.timeout(60_000);
  const openPanel = panelPerTest();
  let panel: Panel;

  beforeEach(async () => (panel = await openPanel()));

  /** The extension's side: draws what is asked for, with the memory of what was drawn before. */
  function serve(snapshot: ReturnType<typeof oracleSnapshot>) {
    const topology = buildTopology(snapshot, { kind: 'snapshot', label: 'page' }, 'page');
    const [metrics] = panel.heard.metrics;
    assert.ok(metrics);
    let options: SceneOptions = { ...defaultSceneOptions, shedsDetail: true };
    let memory: LayoutMemory | undefined;
    const draw = async (change: Partial<SceneOptions>) => {
      options = { ...options, ...change };
      const built = buildScene(topology, options, metrics, memory);
      ({ memory } = built);
      await panel.send(built.scene);
    };
    panel.rpc.on(depthChosen, ({ depth }) => void draw({ depth }));
    panel.rpc.on(lookedAt, ({ networks }) => void draw({ unfolded: networks }));
    return draw;
  }

  it('switches between networks, wiring and rules, and moves nothing', async () => {
    await serve(oracleSnapshot('docker28/a_three_tier'))({});
    const group = panel.page.getByRole('group', { name: 'Depth' });
    const pressed = group.locator('button[aria-pressed="true"]');
    assert.equal(await pressed.textContent(), 'Wiring');
    const before = await panel.position('container:api');
    const wiring = await panel.graph('ids');
    assert.ok(wiring.includes('endpoint:api@front'), wiring.join('\n'));

    await group.getByRole('button', { name: 'Networks' }).click();
    await group.locator('button[aria-pressed="true"]', { hasText: 'Networks' }).waitFor();
    const networks = await panel.graph('ids');
    assert.ok(networks.includes('bridge:front') && !networks.includes('endpoint:api@front'));
    assert.deepEqual(await panel.position('container:api'), before);

    await group.getByRole('button', { name: 'Rules' }).click();
    await group.locator('button[aria-pressed="true"]', { hasText: 'Rules' }).waitFor();
    assert.deepEqual([...(await panel.graph('ids'))].sort(), [...wiring].sort());
    assert.deepEqual(await panel.position('container:api'), before);
  });

  it('unfolds the networks that are looked at from near, and folds them again', async () => {
    await serve(largeSnapshot(300))({});
    assert.ok(!(await panel.graph('ids')).some((id) => id.startsWith('veth:')));
    const zoomIn = panel.page.getByRole('button', { name: 'Zoom in' });
    for (let step = 0; step < 9; step++) await zoomIn.click();
    await panel.page.waitForFunction(() =>
      globalThis.__vethscopeGraph?.ids().some((id) => id.startsWith('veth:')),
    );
    await panel.page.getByRole('button', { name: 'Fit into view' }).click();
    await panel.page.waitForFunction(
      () => !globalThis.__vethscopeGraph?.ids().some((id) => id.startsWith('veth:')),
    );
  });
});
