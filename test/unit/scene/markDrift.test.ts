import assert from 'node:assert/strict';
import { buildScene } from '../../../src/scene/buildScene';
import { defaultFontMetrics } from '../../../src/scene/defaultFontMetrics';
import { defaultSceneOptions } from '../../../src/scene/sceneOptions';
import type { Scene } from '../../../src/scene/scene';
import { compareTopologies } from '../../../src/topology/compareTopologies';
import { mergeDrift } from '../../../src/topology/mergeDrift';
import { plannedFrom } from '../topology/plannedProject';
import { assertNoStrangersOverlap } from '../../support/sceneChecks';

const files = `services:
  web: {image: x, networks: {front: {aliases: [www]}}, ports: ['8080:80', '9000:90']}
  db: {image: x, networks: [front, back], depends_on: [web]}
  job: {image: x, networks: [back]}
  side: {image: x, network_mode: "service:job"}
networks: {front: , back: }
`;

/** A plan of other files stands in for the engine. */
const running = `services:
  web: {image: x, networks: {front: {aliases: [ww2]}}, ports: ['8080:80']}
  db: {image: x, networks: [front]}
  old: {image: x, networks: [front]}
networks: {front: }
`;

async function drawn(wanted: string, there: string): Promise<Scene> {
  const planned = await plannedFrom(wanted);
  const engine = await plannedFrom(there);
  const drift = compareTopologies(planned, engine);
  const { scene } = buildScene(
    mergeDrift(planned, engine),
    { ...defaultSceneOptions, drift },
    defaultFontMetrics,
  );
  return scene;
}

/** Flag → what bears it, by scene id. */
function marked(scene: Scene): Readonly<Record<string, readonly string[]>> {
  const all = [...scene.elements, ...scene.edges];
  const bearing = (flag: 'drift-missing' | 'drift-extra' | 'drift-changed') =>
    all
      .filter(({ flags }) => flags.includes(flag))
      .map(({ id }) => id)
      .sort();
  return {
    missing: bearing('drift-missing'),
    extra: bearing('drift-extra'),
    changed: bearing('drift-changed'),
  };
}

describe('a picture of files and what runs', () => {
  it('shows both and marks where they differ', async () => {
    const scene = await drawn(files, running);
    assertNoStrangersOverlap(scene);
    const { missing = [], extra = [], changed = [] } = marked(scene);
    assert.deepEqual(
      missing.filter((id) => /^(network|container|endpoint|port):/.test(id)),
      [
        'container:shop/job/1',
        'container:shop/side/1',
        'endpoint:shop/db/1@shop/back',
        'endpoint:shop/job/1@shop/back',
        'network:shop/back',
        'port:shop/web/1/0.0.0.0:9000/90/tcp',
      ],
    );
    assert.deepEqual(
      extra.filter((id) => /^(container|endpoint):/.test(id)),
      ['container:shop/old/1', 'endpoint:shop/old/1@shop/front'],
    );
    assert.deepEqual(
      changed.filter((id) => id.startsWith('endpoint:')),
      ['endpoint:shop/web/1@shop/front'],
    );
    assert.ok(missing.includes('wire:shop/job/1@shop/back'));
    const web = scene.elements.find(({ id }) => id === 'endpoint:shop/web/1@shop/front');
    assert.match(web?.description ?? '', /not as in the files\. Of its aliases, .* lacks www/);
    assert.ok(web?.texts.some(({ text, role }) => text === '≠' && role === 'badge'));
  });

  it('marks nothing where nothing differs', async () => {
    const scene = await drawn(files, files);
    assert.deepEqual(marked(scene), { missing: [], extra: [], changed: [] });
  });

  it('is the plan itself where nothing runs', async () => {
    const planned = await plannedFrom(files);
    const nothing = await plannedFrom('services: {}\n');
    const merged = mergeDrift(planned, { ...nothing, origin: { kind: 'engine', label: 'e' } });
    const keys = (list: readonly { readonly key: string }[]) => list.map(({ key }) => key);
    assert.deepEqual(keys(merged.networks), keys(planned.networks));
    assert.deepEqual(keys(merged.containers), keys(planned.containers));
    assert.deepEqual(keys(merged.endpoints), keys(planned.endpoints));
    assert.deepEqual(keys(merged.publishedPorts), keys(planned.publishedPorts));
    assert.deepEqual(
      merged.sandboxes.map(({ id, containerIds }) => [id, containerIds]),
      planned.sandboxes.map(({ id, containerIds }) => [id, containerIds]),
    );
  });
});
