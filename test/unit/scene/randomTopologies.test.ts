import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Topology } from '../../../src/model/topology';
import { buildScene } from '../../../src/scene/buildScene';
import { defaultFontMetrics } from '../../../src/scene/defaultFontMetrics';
import type { LayoutMemory } from '../../../src/scene/layoutMemory';
import type { Scene } from '../../../src/scene/scene';
import { defaultSceneOptions } from '../../../src/scene/sceneOptions';
import { containerDrafts, topologyWishes, wishedTopology } from '../../support/randomTopology';
import {
  assertNoStrangersOverlap,
  coveredWires,
  onBorder,
  strangersUnder,
} from '../../support/sceneChecks';
import { aNetwork, aTopology, type ContainerWish } from '../../support/topologyBuilder';

function draw(topology: Topology, memory?: LayoutMemory) {
  return buildScene(topology, defaultSceneOptions, defaultFontMetrics, memory);
}

const isLong = process.env['VETHSCOPE_LONG'] === '1';
const runs = { numRuns: isLong ? 1_000 : 150, seed: 20_261_121 };

describe('scenes of random topologies', function () {
  this.timeout(isLong ? 600_000 : 60_000);

  it('lay nothing over what it does not belong to', () =>
    fc.assert(
      fc.property(topologyWishes, (wish) =>
        assertNoStrangersOverlap(draw(wishedTopology(wish)).scene),
      ),
      runs,
    ));

  it('hold every noun by kind and ref', () =>
    fc.assert(
      fc.property(topologyWishes, (wish) => {
        const topology = wishedTopology(wish);
        const { scene } = draw(topology);
        const drawn = new Set(scene.elements.map(({ kind, ref }) => `${kind} ${ref}`));
        for (const { id } of topology.networks) assert.ok(drawn.has(`network ${id}`), id);
        for (const { id } of topology.containers) assert.ok(drawn.has(`container ${id}`), id);
        for (const { id } of topology.endpoints) assert.ok(drawn.has(`endpoint ${id}`), id);
        const ports = scene.elements.filter(({ kind }) => kind === 'port');
        assert.equal(ports.length, topology.publishedPorts.length);
      }),
      runs,
    ));

  it('say which networks are internal or not used, however little room there is', () =>
    fc.assert(
      fc.property(topologyWishes, (wish) => {
        for (const { kind, id, flags, texts } of draw(wishedTopology(wish)).scene.elements) {
          if (kind !== 'network') continue;
          const said = texts.map(({ text }) => text).join('\n');
          assert.equal(said.includes('· internal'), flags.includes('internal'), id);
          assert.equal(said.includes('· not used'), flags.includes('unused'), id);
        }
      }),
      runs,
    ));

  it('lead every published port of a container in a lane somewhere, and give no plug without a veth', () =>
    fc.assert(
      fc.property(topologyWishes, (wish) => {
        const topology = wishedTopology(wish);
        const unrouted = {
          ...topology,
          publishedPorts: topology.publishedPorts.map(({ endpointId: _, ...port }) => port),
        };
        for (const one of [topology, unrouted]) {
          const { scene } = draw(one);
          const wired = new Set(scene.edges.map(({ from }) => from));
          for (const { key } of one.publishedPorts) assert.ok(wired.has(`port:${key}`), key);
          const plugs = scene.elements.filter(({ kind }) => kind === 'veth');
          assert.deepEqual(
            plugs.map(({ ref }) => ref).sort(),
            one.vethPairs.map(({ endpointId }) => endpointId).sort(),
          );
        }
      }),
      runs,
    ));

  it('draws no wire of a stopped container as observed, and keeps the colours of networks', () =>
    fc.assert(
      fc.property(topologyWishes, fc.nat(7), (wish, gone) => {
        const topology = wishedTopology(wish);
        const before = draw(topology);
        const stopped = new Set(
          topology.endpoints.filter(({ active }) => !active).map(({ key }) => `endpoint:${key}`),
        );
        for (const { id, to, kind, provenance } of before.scene.edges) {
          if (kind === 'wire' && stopped.has(to)) assert.equal(provenance.kind, 'predicted', id);
        }
        const networks = topology.networks.filter(({ key }) => key !== `net${gone}`);
        const after = draw({ ...topology, networks }, before.memory).scene;
        const hues = new Map(before.scene.elements.map(({ id, hue }) => [id, hue]));
        for (const { id, kind, hue } of after.elements) {
          if (kind === 'network') assert.equal(hue, hues.get(id), id);
        }
      }),
      runs,
    ));

  it('end every wire at what it joins, and bend it at right angles', () =>
    fc.assert(
      fc.property(topologyWishes, (wish) => {
        const { scene } = draw(wishedTopology(wish));
        const byId = new Map(scene.elements.map((element) => [element.id, element]));
        for (const { id, from, to, points } of scene.edges) {
          const [first] = points;
          const last = points.at(-1);
          const start = byId.get(from)?.box;
          const end = byId.get(to)?.box;
          assert.ok(first && last && start && end && points.length >= 2, id);
          assert.ok(onBorder(first, start), `${id} begins beside ${from}`);
          assert.ok(onBorder(last, end), `${id} ends beside ${to}`);
          points.slice(1).forEach((point, index) => {
            const before = points[index];
            assert.ok(before?.x === point.x || before?.y === point.y, `${id} runs aslant`);
          });
        }
      }),
      runs,
    ));

  it('take no wire through a card, port, tag or bus of others', () =>
    fc.assert(
      fc.property(topologyWishes, (wish) =>
        assert.deepEqual(strangersUnder(draw(wishedTopology(wish)).scene), []),
      ),
      runs,
    ));

  it('lay no wire on another', () =>
    fc.assert(
      fc.property(topologyWishes, (wish) =>
        assert.deepEqual(coveredWires(draw(wishedTopology(wish)).scene), []),
      ),
      runs,
    ));

  it('come out the same every time, with memory of themselves too', () =>
    fc.assert(
      fc.property(topologyWishes, (wish) => {
        const first = draw(wishedTopology(wish));
        assert.deepEqual(draw(wishedTopology(wish)), first);
        assert.deepEqual(draw(wishedTopology(wish), first.memory).scene, first.scene);
      }),
      runs,
    ));

  it('move little when a container comes', () => {
    const shares: number[] = [];
    fc.assert(
      fc.property(topologyWishes, containerDrafts, (wish, more) => {
        const before = draw(wishedTopology(wish));
        const added = { ...more, place: 'networks' as const, ports: 0 };
        const after = draw(
          wishedTopology({ ...wish, containers: [...wish.containers, added] }),
          before.memory,
        ).scene;
        shares.push(movedShare(before.scene, after));
      }),
      runs,
    );
    // Small pictures: one lane that must grow is a large share of them.
    assert.ok(mean(shares) <= 0.2, `${percent(mean(shares))} move on average`);
  });

  it('move nothing when containers stop, pause and start', () =>
    fc.assert(
      fc.property(topologyWishes, fc.constantFrom('running', 'paused', 'exited'), (wish, state) => {
        const before = draw(wishedTopology(wish));
        const containers = wish.containers.map((one) => ({ ...one, state }) as const);
        const after = draw(wishedTopology({ ...wish, containers }), before.memory).scene;
        assert.equal(movedShare(before.scene, after), 0);
      }),
      runs,
    ));

  it('move hardly anything of a hundred containers when one more comes, wherever', () => {
    const before = draw(crowd({}));
    const shares = crowdNetworks.map((network) => {
      const after = draw(crowd({ newcomer: { networks: [network] } }), before.memory).scene;
      return movedShare(before.scene, after);
    });
    assert.ok(mean(shares) <= 0.02, `${percent(mean(shares))} move on average`);
    assert.ok(Math.max(...shares) <= 0.2, `${percent(Math.max(...shares))} move at worst`);
  });

  it('move hardly anything of a thousand containers when one comes or goes', () => {
    const containers = 1_000;
    const before = draw(crowd({}, containers));
    const changes = [0, 7, 13].map((network) => {
      const newcomer = { networks: [`net${network}`] };
      const after = draw(crowd({ newcomer }, containers), before.memory).scene;
      return [movedShare(before.scene, after), meanShift(before.scene, after)] as const;
    });
    const fewer = draw(crowd({}, containers - 1), before.memory).scene;
    changes.push([movedShare(before.scene, fewer), meanShift(before.scene, fewer)]);
    for (const [share, shift] of changes) {
      assert.ok(share <= 0.02, percent(share));
      assert.ok(shift <= 2, `${shift.toFixed(1)} px on average`);
    }
  });
});

const crowdNetworks = Array.from({ length: 20 }, (_, index) => `net${index}`);

/** Containers on all the networks in turn; every seventh is on the next one too. */
function crowd(more: Readonly<Record<string, ContainerWish>>, containers = 100): Topology {
  const members = Array.from({ length: containers }, (_, index): [string, ContainerWish] => {
    const home = index % crowdNetworks.length;
    const next = (home + 1) % crowdNetworks.length;
    const on = index % 7 === 0 ? [`net${home}`, `net${next}`] : [`net${home}`];
    return [
      `c${String(index).padStart(3, '0')}`,
      { networks: on, ports: index % 4 === 0 ? [['0.0.0.0', 9000 + index, 80]] : [] },
    ];
  });
  const networks = crowdNetworks.map((name, index) =>
    aNetwork(name, { subnet: `10.${index}.0.0/24`, gateway: `10.${index}.0.1` }),
  );
  return aTopology(networks, { ...Object.fromEntries(members), ...more });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} % of cards and lanes`;
}

/** In pixels, of all that is drawn in both. */
function meanShift(before: Scene, after: Scene): number {
  const boxes = new Map(after.elements.map(({ id, box }) => [id, box]));
  const shifts = before.elements.flatMap(({ id, box }) => {
    const now = boxes.get(id);
    return now === undefined ? [] : [Math.hypot(now.x - box.x, now.y - box.y)];
  });
  return mean(shifts);
}

function movedShare(before: Scene, after: Scene): number {
  const boxes = new Map(after.elements.map(({ id, box }) => [id, box]));
  const fixed = before.elements.filter(({ kind }) => kind === 'container' || kind === 'network');
  const moved = fixed.filter(({ id, box }) => {
    const now = boxes.get(id);
    return now !== undefined && (now.x !== box.x || now.y !== box.y);
  });
  return moved.length / Math.max(1, fixed.length);
}
