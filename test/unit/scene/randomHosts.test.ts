import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Topology } from '../../../src/model/topology';
import { buildScene } from '../../../src/scene/buildScene';
import { defaultFontMetrics } from '../../../src/scene/defaultFontMetrics';
import type { LayoutMemory } from '../../../src/scene/layoutMemory';
import { defaultSceneOptions } from '../../../src/scene/sceneOptions';
import { withHost, type HostWish } from '../../support/hostBuilder';
import { topologyWishes, wishedTopology } from '../../support/randomTopology';
import {
  assertNoStrangersOverlap,
  coveredWires,
  onBorder,
  strangersUnder,
} from '../../support/sceneChecks';

const runs = { numRuns: 120, seed: 20_261_121 };

const hosts: fc.Arbitrary<HostWish> = fc.record({
  nics: fc.uniqueArray(
    fc.record({
      name: fc.constantFrom('eth0', 'eth1', 'wlan0', 'tun0', 'bond0', 'enp0s31f6', 'wg0'),
      state: fc.constantFrom('up', 'up', 'down'),
      gatewayFor: fc.constantFrom<readonly (4 | 6)[] | 'unsure'>(
        [],
        [],
        [4],
        [6],
        [4, 6],
        'unsure',
      ),
    }),
    { selector: ({ name }) => name, maxLength: 7 },
  ),
  looseBridges: fc.array(fc.nat(4), { maxLength: 4 }),
  looseVeths: fc.array(fc.constantFrom('net0', undefined), { maxLength: 4 }),
});

function draw(topology: Topology, aspect: number, memory?: LayoutMemory) {
  return buildScene(topology, { ...defaultSceneOptions, aspect }, defaultFontMetrics, memory);
}

const aspects = fc.constantFrom(0.6, 1.6);

describe('scenes of random hosts', function () {
  this.timeout(60_000);

  it('lay nothing over what it does not belong to, and no wire through others or on another', () =>
    fc.assert(
      fc.property(topologyWishes, hosts, aspects, (wish, host, aspect) => {
        const { scene } = draw(withHost(wishedTopology(wish), host), aspect);
        assertNoStrangersOverlap(scene);
        assert.deepEqual(strangersUnder(scene), []);
        assert.deepEqual(coveredWires(scene), []);
      }),
      runs,
    ));

  it('end every wire at what it joins', () =>
    fc.assert(
      fc.property(topologyWishes, hosts, aspects, (wish, host, aspect) => {
        const { scene } = draw(withHost(wishedTopology(wish), host), aspect);
        const boxes = new Map(scene.elements.map(({ id, box }) => [id, box]));
        for (const { id, from, to, points } of scene.edges) {
          const [first] = points;
          const last = points.at(-1);
          const start = boxes.get(from);
          const end = boxes.get(to);
          assert.ok(first && last && start && end, id);
          assert.ok(onBorder(first, start) && onBorder(last, end), id);
        }
      }),
      runs,
    ));

  it('keep texts of the host’s row and names of plugs apart from wires', () =>
    fc.assert(
      fc.property(topologyWishes, hosts, aspects, (wish, host, aspect) => {
        const { scene } = draw(withHost(wishedTopology(wish), host), aspect);
        for (const { id, kind, box, texts } of scene.elements) {
          if (kind !== 'veth' && kind !== 'host') continue;
          for (const { text, x, y } of texts) {
            // As wide as the narrowest letters are: what is crossed is crossed for sure.
            const left = box.x + x;
            const right = left + 5 * text.length;
            const middle = box.y + y - 4;
            const crossed = scene.edges.filter(({ points }) =>
              points.slice(1).some((to, index) => {
                const from = points[index] ?? to;
                const [low, high] = [Math.min(from.y, to.y), Math.max(from.y, to.y)];
                return (
                  from.x === to.x &&
                  from.x > left &&
                  from.x < right &&
                  low < middle &&
                  high > middle
                );
              }),
            );
            assert.deepEqual(
              crossed.map((edge) => `${edge.id} through the text of ${id}`),
              [],
            );
          }
        }
      }),
      runs,
    ));

  it('come out the same every time, with memory of themselves too', () =>
    fc.assert(
      fc.property(topologyWishes, hosts, aspects, (wish, host, aspect) => {
        const topology = withHost(wishedTopology(wish), host);
        const first = draw(topology, aspect);
        assert.deepEqual(draw(topology, aspect), first);
        assert.deepEqual(draw(topology, aspect, first.memory).scene, first.scene);
      }),
      runs,
    ));
});
