import assert from 'node:assert/strict';
import { buildScene } from '../../../src/scene/buildScene';
import { defaultFontMetrics } from '../../../src/scene/defaultFontMetrics';
import { defaultSceneOptions } from '../../../src/scene/sceneOptions';
import { buildTopology } from '../../../src/topology/buildTopology';
import { crossingPlaces, layeredLines } from '../../support/crossings';
import { largeSnapshot } from '../../support/largeSnapshot';
import { aNetwork, aTopology, type ContainerWish } from '../../support/topologyBuilder';

describe('crossings of wires', function () {
  this.timeout(60_000);

  const pictures = {
    'of 50 containers': () =>
      buildTopology(largeSnapshot(50), { kind: 'snapshot', label: 'large' }, 'large'),
    'of containers all over their networks': () => scattered(80, 10),
    'of networks of all sizes': () => scattered(100, 20),
    'of containers half of which are on two networks': () => scattered(60, 10, 2),
  };
  for (const [name, topology] of Object.entries(pictures)) {
    it(`${name} are half of ELK layered's at most`, async () => {
      const { scene } = buildScene(topology(), defaultSceneOptions, defaultFontMetrics);
      const own = crossingPlaces(scene.edges.map(({ points }) => points));
      const layered = crossingPlaces(await layeredLines(scene));
      assert.ok(own > 0 && own <= 0.5 * layered, `${own} against ${layered}`);
    });
  }
});

/** Containers on networks the first of which have the most; every seventh or so is on another one too, every fourth has a port. */
function scattered(containers: number, networks: number, every = 7) {
  const name = (share: number) => `net${Math.floor(networks * share ** 2)}`;
  const share = (index: number, step: number) => (index * step) % 1;
  const members = Array.from({ length: containers }, (_, index): [string, ContainerWish] => {
    const home = name(share(index, 0.618034));
    const other = name(share(index, 0.414214));
    return [
      `c${String(index).padStart(3, '0')}`,
      {
        networks: index % every === 0 && other !== home ? [home, other] : [home],
        ports: index % 4 === 0 ? [['0.0.0.0', 9000 + index, 80]] : [],
      },
    ];
  });
  return aTopology(
    Array.from({ length: networks }, (_, index) =>
      aNetwork(`net${index}`, { subnet: `10.${index}.0.0/24`, gateway: `10.${index}.0.1` }),
    ),
    Object.fromEntries(members),
  );
}
