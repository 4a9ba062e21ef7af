import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Topology } from '../../../src/model/topology';
import { buildScene } from '../../../src/scene/buildScene';
import { defaultFontMetrics } from '../../../src/scene/defaultFontMetrics';
import { defaultSceneOptions } from '../../../src/scene/sceneOptions';
import { buildTopology } from '../../../src/topology/buildTopology';
import { coveredLabels } from '../../support/labelChecks';
import { largeSnapshot } from '../../support/largeSnapshot';
import { topologyWishes, wishedTopology } from '../../support/randomTopology';

function draw(topology: Topology) {
  const options = { ...defaultSceneOptions, shedsDetail: true };
  return buildScene(topology, options, defaultFontMetrics).scene;
}

describe('names seen from far away', () => {
  for (const containers of [6, 40, 100]) {
    it(`tell every one of ${containers} containers at the zoom that fits a window`, () => {
      const snapshot = largeSnapshot(containers);
      const scene = draw(buildTopology(snapshot, { kind: 'snapshot', label: 'large' }, 'large'));
      const zoom = Math.min(1400 / scene.width, 900 / scene.height);
      for (const { kind, name, far } of scene.elements) {
        if (kind !== 'container') continue;
        assert.equal(far?.text, name);
        assert.ok((far.size ?? 0) * zoom >= 7, `${name}: ${far.size} at ${zoom}`);
      }
    });
  }

  it('tell the outside where nothing else of it can be read', () => {
    const scene = draw(buildTopology(largeSnapshot(40), { kind: 'snapshot', label: 'l' }, 'l'));
    const outside = scene.elements.find(({ kind }) => kind === 'outside');
    const [own] = outside?.texts ?? [];
    const usual = own?.size ?? defaultFontMetrics.name.size;
    assert.ok((outside?.far?.size ?? 0) > 1.4 * usual, JSON.stringify(outside?.far));
  });

  it('never lie on one another', () =>
    fc.assert(
      fc.property(topologyWishes, fc.constantFrom(0.2, 0.3, 0.4, 0.5, 0.6), (wish, zoom) =>
        assert.deepEqual(coveredLabels(draw(wishedTopology(wish)), defaultFontMetrics, zoom), []),
      ),
      { numRuns: 60, seed: 20_261_121 },
    ));
});
