import assert from 'node:assert/strict';
import { busText } from '../../../../src/scene/layout/nounTexts';
import { plannedFrom } from '../../topology/plannedProject';

describe('what stands on a bus of a plan', () => {
  it('tells who names its bridge, and when', async () => {
    const { networks } = await plannedFrom(`
services: {web: {image: web, networks: [front, proxy]}}
networks: {front: {}, spare: {}, proxy: {external: true}}
`);
    assert.deepEqual(
      networks.map((network) => [network.compose?.network, busText(network)]),
      [
        ['proxy', 'bridge not read'],
        ['front', 'bridge named at up · gateway 172.18.0.1'],
        ['spare', 'not made by up'],
      ],
    );
  });
});
