import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Topology } from '../../../src/model/topology';
import { buildScene } from '../../../src/scene/buildScene';
import { defaultFontMetrics } from '../../../src/scene/defaultFontMetrics';
import type { Scene, SceneElement } from '../../../src/scene/scene';
import { networkId } from '../../../src/scene/sceneIds';
import { defaultSceneOptions, type SceneOptions } from '../../../src/scene/sceneOptions';
import { buildTopology } from '../../../src/topology/buildTopology';
import { largeSnapshot } from '../../support/largeSnapshot';
import { oracleSnapshot } from '../../support/oracleSnapshots';
import { topologyWishes, wishedTopology } from '../../support/randomTopology';
import { assertNoStrangersOverlap, onBorder, strangersUnder } from '../../support/sceneChecks';

function draw(topology: Topology, options: Partial<SceneOptions>): Scene {
  return buildScene(topology, { ...defaultSceneOptions, ...options }, defaultFontMetrics).scene;
}

function snapshotTopology(name: string): Topology {
  return buildTopology(oracleSnapshot(name), { kind: 'snapshot', label: name }, name);
}

function large(containers: number): Topology {
  return buildTopology(largeSnapshot(containers), { kind: 'snapshot', label: 'large' }, 'large');
}

function kinds(scene: Scene): ReadonlySet<string> {
  return new Set(scene.elements.map(({ kind }) => kind));
}

/** Every wire begins and ends at the border of what it joins, at right angles. */
function assertWiresMeet({ elements, edges }: Scene): void {
  const boxes = new Map(elements.map(({ id, box }) => [id, box]));
  for (const { id, from, to, points } of edges) {
    const [first] = points;
    const last = points.at(-1);
    const start = boxes.get(from);
    const end = boxes.get(to);
    assert.ok(first && last && start && end, `${id} from ${from} to ${to}`);
    assert.ok(onBorder(first, start), `${id} begins beside ${from}`);
    assert.ok(onBorder(last, end), `${id} ends beside ${to}`);
    points.slice(1).forEach((point, index) => {
      const before = points[index];
      assert.ok(before?.x === point.x || before?.y === point.y, `${id} runs aslant`);
    });
  }
}

function assertStays(before: Scene, after: Scene): void {
  const boxes = new Map(before.elements.map(({ id, box }) => [id, box]));
  for (const { id, box } of after.elements) {
    const old = boxes.get(id);
    if (old !== undefined) assert.deepEqual(box, old, id);
  }
}

/** The outside and the host's upper edge come down to the lanes; nothing else moves. */
function assertLanesStay(before: Scene, after: Scene): void {
  const isAbove = ({ kind }: SceneElement) => kind === 'outside' || kind === 'host';
  assertStays(before, { ...after, elements: after.elements.filter((one) => !isAbove(one)) });
  const [host, outside] = (['host', 'outside'] as const).map((kind) =>
    after.elements.find((one) => one.kind === kind),
  );
  const old = before.elements.find(({ kind }) => kind === 'host');
  assert.ok(host && outside && old);
  const bottom = ({ box: { y, height } }: SceneElement) => y + height;
  assert.ok(host.box.y > old.box.y && bottom(host) === bottom(old));
  assert.ok(bottom(outside) < host.box.y);
}

function textsOf(scene: Scene, kind: SceneElement['kind']): readonly string[] {
  return scene.elements
    .filter((element) => element.kind === kind)
    .flatMap(({ texts }) => texts.map(({ text }) => text));
}

const runs = { numRuns: process.env['VETHSCOPE_LONG'] === '1' ? 1_000 : 100, seed: 20_261_121 };

describe('depths of a scene', function () {
  this.timeout(120_000);

  it('shows who is on what, and nothing of the wiring between', () => {
    const topology = snapshotTopology('docker28/a_three_tier');
    const wiring = draw(topology, {});
    const networks = draw(topology, { depth: 'networks' });
    assert.deepEqual([...kinds(networks)], ['outside', 'host', 'network', 'bridge', 'container']);
    assertLanesStay(wiring, networks);
    const joined = networks.edges.map(({ kind, from, to }) => `${kind} ${from} ${to}`);
    assert.ok(joined.includes('wire bridge:front container:api'), joined.join('\n'));
    assert.ok(joined.includes('uplink outside:world bridge:front'), joined.join('\n'));
  });

  it('keeps the wires of random networks whole, with nothing over anything', () =>
    fc.assert(
      fc.property(topologyWishes, (wish) => {
        const topology = wishedTopology(wish);
        const scene = draw(topology, { depth: 'networks' });
        assertWiresMeet(scene);
        assertNoStrangersOverlap(scene);
        assert.deepEqual(strangersUnder(scene), []);
        assertLanesStay(draw(topology, {}), scene);
        const wires = scene.edges.filter(({ kind }) => kind === 'wire');
        const drawn = draw(topology, {}).edges.filter(({ kind }) => kind === 'wire');
        assert.equal(wires.length, drawn.length);
      }),
      runs,
    ));

  it('leaves no room for interfaces and tags where they are not shown', () => {
    const topology = large(40);
    const scene = draw(topology, { depth: 'networks' });
    const host = scene.elements.find(({ kind }) => kind === 'host');
    const lanes = scene.elements.filter(({ kind }) => kind === 'network');
    const top = Math.min(...lanes.map(({ box }) => box.y));
    assert.ok(host && top - host.box.y < 150, `${top - (host?.box.y ?? 0)} above the lanes`);
  });

  it('says over containers without a network that they are on none, wherever that stands', () => {
    const topology = snapshotTopology('podman5/f_modes');
    const [wiring, networks] = (['wiring', 'networks'] as const).map((depth) => {
      const { elements } = draw(topology, { depth });
      const host = elements.find(({ kind }) => kind === 'host');
      const card = elements.find(({ name }) => name === 'hm');
      const heading = host?.texts.find(({ text }) => text === 'on no network');
      assert.ok(host && card && heading);
      const at = { x: host.box.x + heading.x, y: host.box.y + heading.y };
      assert.ok(at.y < card.box.y && at.y > card.box.y - 50 && at.x < card.box.x + card.box.width);
      return at;
    });
    assert.deepEqual(networks, wiring);
  });

  it('says where rules act', () => {
    const topology = snapshotTopology('docker28/a_three_tier');
    const scene = draw(topology, { depth: 'rules' });
    assertStays(draw(topology, {}), scene);
    for (const kind of ['bridge', 'endpoint', 'host'] as const) {
      assert.ok(
        textsOf(scene, kind).some((text) => /^\d+ rules?( about every packet)?$/.test(text)),
        kind,
      );
    }
    const described = scene.elements.filter(({ description }) => /; \d+ rules?/.test(description));
    assert.ok(described.some(({ kind }) => kind === 'port'));
  });

  it('draws all there is unless it is told to shed', () => {
    assert.equal(
      draw(large(300), {}).elements.length,
      draw(large(300), { depth: 'wiring' }).elements.length,
    );
    assert.equal(draw(large(300), {}).sheds, undefined);
    assert.equal(draw(large(100), { shedsDetail: true }).sheds, undefined);
  });
});

describe('large scenes', function () {
  this.timeout(120_000);

  for (const depth of ['networks', 'wiring', 'rules'] as const) {
    it(`shed plugs, ports and small print first, at the depth of ${depth}`, () => {
      const topology = large(300);
      const scene = draw(topology, { depth, shedsDetail: true });
      assert.equal(scene.sheds, true);
      assertWiresMeet(scene);
      assert.deepEqual(strangersUnder(scene), []);
      assertStays(draw(topology, { depth }), scene);
      const containers = scene.elements.filter(({ kind }) => kind === 'container');
      assert.equal(containers.length, 300);
      for (const { texts } of containers) assert.equal(texts.length, 1);
      assert.ok(!kinds(scene).has('veth') && !kinds(scene).has('endpoint'));
      const quiet = scene.edges.filter(({ flags }) => flags.includes('quiet'));
      const loud = scene.edges.filter(({ flags }) => !flags.includes('quiet'));
      assert.ok(quiet.length > 0 && loud.every(({ kind }) => kind !== 'nat'));
    });

    it(`become one card per network, at the depth of ${depth}`, () => {
      const topology = large(2000);
      const scene = draw(topology, { depth, shedsDetail: true });
      const networks = scene.elements.filter(({ kind }) => kind === 'network');
      assert.equal(networks.length, 200);
      assert.ok(!kinds(scene).has('container') && !kinds(scene).has('bridge'));
      for (const { texts, flags } of networks) {
        assert.ok(flags.includes('folded'));
        assert.match(texts.at(-1)?.text ?? '', /^\d+ containers · \d+ published ports?$/);
      }
      assertWiresMeet(scene);
    });
  }

  it('unfold what is looked at, and move nothing', () => {
    for (const containers of [300, 2000]) {
      const topology = large(containers);
      const [first, second] = topology.networks;
      assert.ok(first && second);
      const lanes = [networkId(first), networkId(second)];
      const folded = draw(topology, { shedsDetail: true });
      const unfolded = draw(topology, { shedsDetail: true, unfolded: lanes });
      assertStays(folded, unfolded);
      assertWiresMeet(unfolded);
      assert.deepEqual(strangersUnder(unfolded), []);
      const plugs = unfolded.elements.filter(({ kind }) => kind === 'veth');
      assert.deepEqual(new Set(plugs.map(({ parent }) => parent)), new Set(lanes));
      // Ports of what is folded have no tag; those of what is not have theirs.
      if (containers === 2000) assert.ok(kinds(unfolded).has('port') && !kinds(folded).has('port'));
    }
  });

  it('unfold no more than fits a screen', () => {
    const topology = large(2000);
    const all = topology.networks.map((network) => networkId(network));
    const { elements } = draw(topology, { shedsDetail: true, unfolded: all });
    assert.ok(elements.length < 2_500, `${elements.length} elements`);
  });
});
