import assert from 'node:assert/strict';
import type { Snapshot } from '../../../src/model/snapshot';
import { buildScene } from '../../../src/scene/buildScene';
import { defaultFontMetrics } from '../../../src/scene/defaultFontMetrics';
import { defaultSceneOptions } from '../../../src/scene/sceneOptions';
import { buildTopology } from '../../../src/topology/buildTopology';
import { largeSnapshot } from '../../support/largeSnapshot';
import { oracleSnapshot } from '../../support/oracleSnapshots';

/** How large all of it is drawn in a drawing of this size; texts are 12 to 14 pixels high at 1. */
function fittedZoom(snapshot: Snapshot, width: number, height: number): number {
  const topology = buildTopology(snapshot, { kind: 'snapshot', label: 'shape' }, 'shape');
  const options = { ...defaultSceneOptions, aspect: width / height };
  const { scene } = buildScene(topology, options, defaultFontMetrics);
  return Math.min(width / scene.width, height / scene.height);
}

describe('the shape of a picture', () => {
  const cases: readonly (readonly [string, Snapshot, number, number, number])[] = [
    ['one network of ten in a narrow panel', largeSnapshot(10), 420, 860, 0.55],
    ['one network of ten in a wide panel', largeSnapshot(10), 1600, 860, 1.1],
    ['three tiers in a narrow panel', oracleSnapshot('docker28/a_three_tier'), 420, 860, 0.55],
    ['three tiers beside the outline', oracleSnapshot('docker28/a_three_tier'), 1080, 858, 0.95],
    ['many ports beside the outline', oracleSnapshot('docker28/e_static_ports'), 1080, 858, 0.8],
    ['unused networks in a narrow panel', oracleSnapshot('docker28/z_fresh'), 420, 860, 0.7],
  ];
  for (const [name, snapshot, width, height, least] of cases) {
    it(`lets it be read: ${name}`, () => {
      const zoom = fittedZoom(snapshot, width, height);
      assert.ok(zoom >= least, zoom.toFixed(2));
    });
  }
});
