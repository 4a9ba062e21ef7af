import assert from 'node:assert/strict';
import { isKnown } from '../../../src/model/provenance';
import type { Topology } from '../../../src/model/topology';
import { buildScene } from '../../../src/scene/buildScene';
import { cardFor } from '../../../src/scene/cardFor';
import { defaultFontMetrics } from '../../../src/scene/defaultFontMetrics';
import { graphJson } from '../../../src/scene/graphJson';
import type { LayoutMemory } from '../../../src/scene/layoutMemory';
import type { Scene, SceneElement } from '../../../src/scene/scene';
import { defaultSceneOptions } from '../../../src/scene/sceneOptions';
import { buildTopology } from '../../../src/topology/buildTopology';
import { withHost } from '../../support/hostBuilder';
import { oracleNames, oracleSnapshot } from '../../support/oracleSnapshots';
import { assertNoStrangersOverlap, coveredWires, strangersUnder } from '../../support/sceneChecks';
import { aNetwork, aTopology } from '../../support/topologyBuilder';

function draw(topology: Topology): Scene {
  return buildScene(topology, defaultSceneOptions, defaultFontMetrics).scene;
}

function named(scene: Scene, id: string): SceneElement {
  const found = scene.elements.find((element) => element.id === id);
  assert.ok(found, `${id} is not drawn`);
  return found;
}

function said({ texts }: SceneElement): string {
  return texts.map(({ text }) => text).join('|');
}

/** `label: value` of every line of a card. */
function lines(topology: Topology, id: string): readonly string[] {
  const card = cardFor(topology, id);
  assert.ok(card, id);
  return card.sections.flatMap(({ lines: own }) =>
    own.map(({ label, value }) => `${label}: ${value}`),
  );
}

function includes(all: readonly string[], ...wished: readonly string[]): void {
  for (const line of wished)
    assert.ok(all.includes(line), `${line} is not among ${all.join('\n')}`);
}

describe('scenes of real hosts', () => {
  for (const name of oracleNames()) {
    const topology = buildTopology(oracleSnapshot(name), { kind: 'snapshot', label: name }, name);
    const scene = draw(topology);

    it(`draw NICs, real veths and solid wires in ${name}`, () => {
      const { interfaces } = topology.host;
      assert.ok(isKnown(interfaces));
      for (const { name: nic } of interfaces.value)
        assert.equal(named(scene, `nic:${nic}`).name, nic);
      for (const { endpointId, hostEnd } of topology.vethPairs) {
        const plug = scene.elements.find(({ kind, ref }) => kind === 'veth' && ref === endpointId);
        const wire = scene.edges.find(({ from }) => from === plug?.id);
        assert.ok(plug && wire && isKnown(hostEnd));
        assert.equal(plug.name, hostEnd.value);
        assert.equal(plug.certainty, hostEnd.source.kind);
        assert.equal(wire.provenance.kind, hostEnd.source.kind);
      }
      const [way] = scene.edges.filter(({ kind }) => kind === 'outside');
      assert.deepEqual(way?.flags, ['default-route']);
      assert.equal(way.provenance.kind, 'observed');
    });

    it(`lay nothing over another in ${name}`, () => {
      assertNoStrangersOverlap(scene);
      assert.deepEqual(strangersUnder(scene), []);
      assert.deepEqual(coveredWires(scene), []);
    });
  }
});

const networks = [
  aNetwork('front', { subnet: '10.1.0.0/24', gateway: '10.1.0.1' }),
  aNetwork('lan', { kind: 'macvlan', parent: 'eth1.7' }),
];
const plain = aTopology(networks, { web: { networks: ['front'] }, cam: { networks: ['lan'] } });
const busy = withHost(plain, {
  nics: [
    { name: 'eth0', gatewayFor: [4, 6] },
    { name: 'eth1' },
    { name: 'wlan0', state: 'down', address: '' },
  ],
  looseBridges: [2],
  looseVeths: ['front', undefined],
});

it('draws the wire from a parent interface solid when containers were seen to stand on it', () => {
  const name = 'docker28/h_macvlan';
  const snapshot = oracleSnapshot(name);
  const kinds = [snapshot, { ...snapshot, sandboxes: undefined }].map((one) => {
    const scene = draw(buildTopology(one, { kind: 'snapshot', label: name }, name));
    const uplink = scene.edges.find(({ id }) => id === 'uplink:mv');
    return [uplink?.from, uplink?.provenance.kind];
  });
  assert.deepEqual(kinds, [
    ['nic:eth0', 'observed'],
    ['nic:eth0', 'predicted'],
  ]);
});

describe('the host in the scene', () => {
  const scene = draw(busy);

  it('has a box for each interface, which says what it is for', () => {
    assert.equal(said(named(scene, 'nic:eth0')), 'eth0|default route|192.0.2.2/24');
    assert.equal(said(named(scene, 'nic:eth1')), 'eth1|192.0.2.3/24');
    assert.equal(said(named(scene, 'nic:wlan0')), 'wlan0|down|no address');
    assert.deepEqual(named(scene, 'nic:eth0').flags, ['default-route']);
    assert.deepEqual(named(scene, 'nic:wlan0').flags, ['stopped']);
  });

  it('gives back the room of what an engine left over when it died', () => {
    const one = withHost(plain, { looseVeths: [undefined] });
    const many = withHost(plain, { looseVeths: Array<undefined>(20).fill(undefined) });
    const drawn = (topology: Topology, memory?: LayoutMemory) =>
      buildScene(topology, defaultSceneOptions, defaultFontMetrics, memory);
    const before = drawn(one);
    const meanwhile = drawn(many, before.memory);
    const after = drawn(one, meanwhile.memory);
    const height = ({ scene: { elements } }: typeof before) =>
      elements.find(({ id }) => id === 'host:host')?.box.height ?? 0;
    assert.ok(height(meanwhile) > height(before));
    assert.equal(height(after), height(before));
  });

  it('is left by the interface of the default route, drawn thick', () => {
    const ways = scene.edges.filter(({ kind }) => kind === 'outside');
    assert.deepEqual(
      ways.map(({ to, flags, provenance }) => [to, flags, provenance.kind]),
      [
        ['nic:eth0', ['default-route'], 'observed'],
        ['nic:eth1', [], 'predicted'],
      ],
    );
  });

  it('leads bridges to the way out, and macvlan to the parent of its VLAN', () => {
    const uplinks = scene.edges.filter(({ kind }) => kind === 'uplink');
    assert.deepEqual(
      uplinks.map(({ from, to, provenance }) => [from, to, provenance.kind]),
      [
        ['nic:eth0', 'bridge:front', 'observed'],
        ['nic:eth1', 'nic:parent/lan', 'predicted'],
      ],
    );
  });

  it('says so where the way out is not sure', () => {
    const unsure = draw(withHost(plain, { nics: [{ name: 'tun0', gatewayFor: 'unsure' }] }));
    assert.equal(said(named(unsure, 'nic:tun0')), 'tun0|default route?|192.0.2.2/24');
    const way = unsure.edges.find(({ kind }) => kind === 'outside');
    assert.deepEqual([way?.provenance.kind, way?.flags], ['unknown', []]);
  });

  it('puts what has no room for a box of its own together, never the way out', () => {
    const nics = Array.from({ length: 12 }, (_, index) => ({
      name: `nic${index}`,
      ...(index === 11 ? { gatewayFor: [4 as const] } : {}),
    }));
    const many = draw(withHost(plain, { nics }));
    const boxes = many.elements.filter(
      ({ kind, parent }) => kind === 'nic' && parent === 'host:host',
    );
    assert.equal(boxes.length, 8);
    assert.equal(named(many, 'nic:all/').name, '5 more interfaces');
    assert.deepEqual(named(many, 'nic:nic11').flags, ['default-route']);
  });

  it('has no wire out when it has no interface', () => {
    const cut = draw(withHost(plain, { nics: [] }));
    assert.equal(said(named(cut, 'nic:all/')), 'Network interfaces|the host has no interface');
    assert.ok(cut.edges.every(({ kind }) => kind !== 'outside'));
  });

  it('shows bridges and veths of nothing that is known, marked', () => {
    for (const id of [
      'bridge:/br-old0',
      'veth:/vethold0x0',
      'veth:/vethold0x1',
      'veth:/vethfree0',
      'veth:/vethfree1',
    ]) {
      assert.deepEqual(named(scene, id).flags, ['orphan'], id);
    }
    assert.equal(named(scene, 'veth:/vethold0x0').parent, 'bridge:/br-old0');
    assert.match(
      said(named(scene, 'bridge:/br-old0')),
      /bridge of no network here\|10\.99\.0\.1\/24/,
    );
    assert.match(said(named(scene, 'veth:/vethfree0')), /\|on br-front$/);
    assert.match(said(named(scene, 'veth:/vethfree1')), /\|on no bridge$/);
    const drawn = graphJson(scene).elements.filter(
      ({ kind }) => kind === 'bridge' || kind === 'veth',
    );
    assert.deepEqual(drawn.map(({ kind, name }) => `${kind} ${name}`).sort(), [
      'bridge br-front',
      'bridge br-old0',
      'veth vetha000000',
      'veth vethfree0',
      'veth vethfree1',
      'veth vethold0x0',
      'veth vethold0x1',
    ]);
  });

  it('writes the names of veths beside their plugs', () => {
    const plug = scene.elements.find(({ name }) => name === 'vetha000000');
    assert.ok(plug);
    assert.equal(said(plug), 'vetha000000');
  });

  it('moves nothing when a left-over is cleaned up', () => {
    const first = buildScene(busy, defaultSceneOptions, defaultFontMetrics);
    const clean = withHost(plain, {
      nics: [
        { name: 'eth0', gatewayFor: [4, 6] },
        { name: 'eth1' },
        { name: 'wlan0', state: 'down', address: '' },
      ],
    });
    const after = buildScene(clean, defaultSceneOptions, defaultFontMetrics, first.memory).scene;
    for (const { id, kind, box } of after.elements) {
      if (kind === 'host') continue;
      assert.deepEqual(box, named(first.scene, id).box, id);
    }
  });

  it('explains its devices on cards', () => {
    includes(
      lines(busy, 'bridge:front'),
      'Device: br-front',
      'MTU: 1,450 bytes',
      'Spanning tree (STP): off',
      'Subnet: 10.1.0.0/24',
    );
    includes(
      lines(busy, 'nic:eth0'),
      'Default route: leaves here to 192.0.2.1 (IPv4 and IPv6)',
      'Addresses: 192.0.2.2/24',
      'State: up',
    );
    includes(lines(busy, 'veth:web@front'), 'On the bridge: vetha000000', 'Index: 100');
    includes(
      lines(busy, 'veth:/vethfree0'),
      'On the bridge: br-front',
      'Its other end: interface 2 of the namespace that the host numbers 9',
    );
    includes(lines(busy, 'bridge:/br-old0'), 'Device: br-old0', 'Addresses: 10.99.0.1/24');
  });
});
