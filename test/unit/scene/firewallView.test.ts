import assert from 'node:assert/strict';
import { buildScene } from '../../../src/scene/buildScene';
import { cardFor } from '../../../src/scene/cardFor';
import { defaultFontMetrics } from '../../../src/scene/defaultFontMetrics';
import { firewallView, type FirewallView } from '../../../src/scene/firewallView';
import { defaultSceneOptions } from '../../../src/scene/sceneOptions';
import type { Topology } from '../../../src/model/topology';
import type { Snapshot } from '../../../src/model/snapshot';
import { buildTopology } from '../../../src/topology/buildTopology';
import { changedSnapshot, oracleNames, oracleSnapshot } from '../../support/oracleSnapshots';
import { smallTopology } from '../analysis/smallTopology';

const name = 'docker28/a_three_tier';

function topologyOf(snapshot: Snapshot): Topology {
  return buildTopology(snapshot, { kind: 'snapshot', label: name }, name);
}

function view(topology: Topology): FirewallView {
  const answer = firewallView(topology);
  assert.ok(answer.kind === 'rules');
  return answer.view;
}

/** The three-tier engine whose DNAT rule was counted. */
function counted(): Topology {
  return topologyOf(
    changedSnapshot(name, (json) => {
      const host = json['host'] as Readonly<Record<string, unknown>>;
      const iptables = String(host['iptables']).replace(/^(-A DOCKER .*DNAT.*)$/m, '[12:720] $1');
      return { ...json, host: { ...host, iptables } };
    }),
  );
}

function apiOnly(): Topology {
  return topologyOf(changedSnapshot(name, ({ host: _, sandboxes: __, ...rest }) => rest));
}

describe('the firewall as it is listed', () => {
  for (const snapshot of oracleNames()) {
    it(`names only what is drawn, each rule once, for ${snapshot}`, () => {
      const topology = topologyOf(oracleSnapshot(snapshot));
      const { scene } = buildScene(topology, defaultSceneOptions, defaultFontMetrics);
      const drawn = new Set(scene.elements.map(({ id }) => id));
      const rules = topology.kernel?.host?.packetFilter?.tables.flatMap(({ chains }) =>
        chains.flatMap((chain) => chain.rules),
      );
      const shown = view(topology).tables.flatMap(({ chains }) =>
        chains.flatMap((chain) => chain.rules),
      );
      assert.equal(shown.length, rules?.length);
      for (const { elements, text } of shown) {
        const gone = elements.filter((id) => !id.startsWith('nic:') && !drawn.has(id));
        assert.deepEqual(gone, [], text);
      }
    });
  }

  it('puts the chains the kernel enters before those they lead to', () => {
    const filter = view(topologyOf(oracleSnapshot(name))).tables.find(({ title }) =>
      title.startsWith('filter, IPv4'),
    );
    const order = filter?.chains.map((chain) => chain.name) ?? [];
    assert.ok(order.indexOf('FORWARD') < order.indexOf('DOCKER-FORWARD'), order.join());
    assert.ok(order.indexOf('DOCKER-BRIDGE') < order.indexOf('DOCKER'), order.join());
    const forward = filter?.chains.find((chain) => chain.name === 'FORWARD');
    assert.equal(forward?.entry, 'entered at forward, priority 0; at its end: drop');
  });

  it('counts, and says what was read and what is predicted', () => {
    const read = view(counted());
    assert.equal(read.source.kind, 'observed');
    const counts = read.tables.flatMap(({ chains }) =>
      chains.flatMap(({ rules }) => rules.flatMap(({ count = [] }) => count)),
    );
    assert.deepEqual(counts, ['12 packets, 720 bytes']);
    assert.equal(view(apiOnly()).source.kind, 'predicted');
  });

  it('says why there is nothing to list', () => {
    const podman = smallTopology({ podman: true, version: '5.8.6', networks: [], containers: [] });
    assert.deepEqual(firewallView(podman), {
      kind: 'unknown',
      reason: 'the rules of netavark are not predicted',
      settledBy: 'host access',
    });
  });

  it('writes out what would hide or turn text', () => {
    const hostile = smallTopology({
      networks: [],
      containers: [],
      host: {
        iptables:
          '*filter\n:FORWARD ACCEPT [0:0]\n-A FORWARD -m comment --comment "a\u202eb" -j DROP\nCOMMIT\n',
      },
    });
    const [rule] = view(hostile).tables[0]?.chains[0]?.rules ?? [];
    assert.match(rule?.text ?? '', /a<U\+202E>b/);
  });
});

describe('rules on cards', () => {
  function rules(topology: Topology, id: string) {
    const section = cardFor(topology, id)?.sections.find(({ title }) => title === 'Firewall rules');
    assert.ok(section, id);
    return section.lines;
  }
  const portOf = (topology: Topology) =>
    `port:${topology.publishedPorts.find(({ hostAddress }) => hostAddress.value === '0.0.0.0')?.key}`;

  it('a published port shows its DNAT rule with its counters, as it was read', () => {
    const topology = counted();
    const line = rules(topology, portOf(topology)).find(({ code }) => code?.includes('DNAT'));
    assert.match(
      line?.value ?? '',
      /^rewrites connections to host port \d+ so that they go to web, .* \(12 packets, 720 bytes\)$/,
    );
    assert.deepEqual(line?.source, { kind: 'observed', from: 'iptables-save' });
    assert.match(line.label, /^IPv4 nat DOCKER \d+$/);
  });

  it('a published port shows the predicted rule where nothing was read, and says so', () => {
    const topology = apiOnly();
    const lines = rules(topology, portOf(topology));
    assert.ok(lines.some(({ code }) => code?.includes('DNAT')));
    assert.ok(lines.every(({ source }) => source.kind === 'predicted'));
    assert.match(JSON.stringify(lines[0]?.source), /Docker 28\.2 to 28\.5/);
  });

  it('a port of an IPv6 address in front of an IPv4 container has no rule, and why', () => {
    const topology = topologyOf(oracleSnapshot(name));
    const port = topology.publishedPorts.find(({ hostAddress }) => hostAddress.value === '::');
    const [line, ...more] = rules(topology, `port:${port?.key}`);
    assert.deepEqual(more, []);
    assert.match(line?.value ?? '', /only docker-proxy leads from it/);
  });

  it('a network shows the rules of its bridge, the host those about every packet', () => {
    const topology = topologyOf(oracleSnapshot(name));
    const front = topology.networks.find(({ name: { value } }) => value === 'front');
    const device = front?.bridgeDevice !== undefined && 'value' in front.bridgeDevice;
    assert.ok(device);
    const lines = rules(topology, `bridge:${front.key}`);
    assert.ok(lines.length > 5);
    assert.ok(lines.some(({ code }) => code?.includes('MASQUERADE')));
    const host = rules(topology, 'host:host').map(({ code }) => code);
    assert.ok(host.includes('-A FORWARD -j DOCKER-USER'));
    assert.ok(!host.some((code) => code?.includes('br-')));
  });

  it('the administrator’s rules are named as such', () => {
    const topology = topologyOf(oracleSnapshot('docker28/k_docker_user'));
    const labels = topology.networks.flatMap(({ key, kind }) =>
      kind === 'bridge' ? rules(topology, `bridge:${key}`).map(({ label }) => label) : [],
    );
    assert.ok(labels.some((label) => label.endsWith('DOCKER-USER 1, of the administrator')));
  });
});
