import assert from 'node:assert/strict';
import { observed } from '../../../src/model/provenance';
import type { Topology } from '../../../src/model/topology';
import { buildScene } from '../../../src/scene/buildScene';
import { cardFor } from '../../../src/scene/cardFor';
import type { Card } from '../../../src/scene/card';
import { defaultFontMetrics } from '../../../src/scene/defaultFontMetrics';
import { defaultSceneOptions } from '../../../src/scene/sceneOptions';
import { buildTopology } from '../../../src/topology/buildTopology';
import { serviceCard } from '../../../src/scene/cards/serviceCard';
import { oracleNames, oracleSnapshot } from '../../support/oracleSnapshots';
import { plannedFrom } from '../topology/plannedProject';

function topologyOf(name: string): Topology {
  return buildTopology(oracleSnapshot(name), { kind: 'snapshot', label: name }, name);
}

function card(topology: Topology, id: string): Card {
  const found = cardFor(topology, id);
  assert.ok(found, `no card for ${id}`);
  return found;
}

/** `label: value (source)` of every line, sections apart. */
function lines(found: Card): readonly string[] {
  return found.sections.flatMap((section) =>
    section.lines.map(({ label, value, source }) => `${label}: ${value} (${source.kind})`),
  );
}

function line(found: Card, label: string): string {
  const text = lines(found).find((candidate) => candidate.startsWith(`${label}: `));
  assert.ok(text, `no line ${label} in ${lines(found).join('\n')}`);
  return text.slice(label.length + 2);
}

describe('cardFor', () => {
  for (const name of oracleNames()) {
    it(`has a card with sources for everything drawn of ${name}`, () => {
      const topology = topologyOf(name);
      const { scene } = buildScene(topology, defaultSceneOptions, defaultFontMetrics);
      for (const element of scene.elements) {
        const found = card(topology, element.id);
        assert.equal(found.id, element.id);
        assert.ok(found.title.length > 0 && found.subtitle.length > 0, element.id);
        const all = found.sections.flatMap((section) => section.lines);
        assert.ok(all.length > 0, element.id);
        for (const { label, value, source } of all) {
          assert.ok(label.length > 0 && value.length > 0, `${element.id} ${label}`);
          const detail =
            source.kind === 'observed'
              ? source.from
              : source.kind === 'predicted'
                ? source.rule
                : source.kind === 'unknown'
                  ? source.reason
                  : source.file;
          assert.ok(detail.length > 0, `${element.id} ${label} has no source`);
        }
      }
    });
  }

  it('counts the addresses of a network', () => {
    const found = card(topologyOf('docker28/a_three_tier'), 'network:front');
    assert.equal(line(found, 'Subnet'), '172.20.0.0/16 (observed)');
    assert.equal(line(found, 'In use'), '3 addresses used, 65,531 left (predicted)');
    assert.equal(line(found, 'Way out'), 'through the host (observed)');
    assert.equal(
      line(found, 'Masquerade'),
      'what leaves the host gets the host’s address (predicted)',
    );
  });

  it('says that an internal network has no way out and icc may be off', () => {
    const internal = card(topologyOf('docker28/c_internal'), 'network:int');
    assert.equal(line(internal, 'Way out'), 'none: internal, only its own containers (observed)');
    assert.doesNotMatch(lines(internal).join('\n'), /^Masquerade/m, 'nothing leaves it');
    const topology = topologyOf('docker28/d_icc_false');
    const noicc = topology.networks.find(
      (network) => network.options.value['com.docker.network.bridge.enable_icc'] === 'false',
    );
    assert.ok(noicc);
    assert.equal(
      line(card(topology, `network:${noicc.key}`), 'Between containers'),
      'containers on it do not reach each other (icc off) (observed)',
    );
  });

  it('tells the names of an endpoint, and why the default bridge gives none', () => {
    const found = card(topologyOf('docker28/a_three_tier'), 'endpoint:api@front');
    assert.match(line(found, 'Answers on front to'), /^api, backend, [0-9a-f]{12} \(observed\)$/);
    const topology = topologyOf('docker28/b_default_bridge');
    const endpoint = topology.endpoints.find(({ key }) => key.endsWith('@bridge'));
    assert.ok(endpoint);
    assert.match(
      line(card(topology, `endpoint:${endpoint.key}`), 'Answers on bridge to'),
      /^no name: the default bridge has no name service/,
    );
  });

  it('names the network of the default route', () => {
    const found = card(topologyOf('docker28/a_three_tier'), 'container:api');
    assert.equal(line(found, 'Default route'), 'by back (predicted)');
  });

  it('says where a container is to be found: its addresses and published ports', () => {
    const found = (name: string, key: string) =>
      lines(card(topologyOf(name), `container:${key}`)).filter((text) =>
        /^(Address|Published ports): /.test(text),
      );
    assert.deepEqual(found('docker28/a_three_tier', 'api'), [
      'Address: 172.21.0.2 on back (observed)',
      'Address: 172.20.0.3 on front (observed)',
    ]);
    assert.deepEqual(found('docker28/e_static_ports', 's1'), [
      'Address: 172.25.0.10 on st (observed)',
      'Published ports: 0.0.0.0:5000 → 5000/udp, 127.0.0.1:9080 → 80/tcp (observed)',
    ]);
    const base = found('docker28/f_modes', 'base');
    assert.equal(base.length, 2);
    assert.deepEqual(found('docker28/f_modes', 'side'), base, 'in the namespace of base');
    assert.deepEqual(found('docker28/f_modes', 'hm'), [], 'on the host’s interfaces');
  });

  it('says of a macvlan that it leads past the host’s own stack', () => {
    const topology = topologyOf('docker28/h_macvlan');
    assert.deepEqual(
      ['mv', 'br', 'none'].map((key) => line(card(topology, `network:${key}`), 'Way out')),
      [
        'by eth0, past the host’s own stack (observed)',
        'through the host (observed)',
        'none: only a loopback (observed)',
      ],
    );
  });

  it('names the engine’s DNS server only where it answers', () => {
    const servers = (topology: Topology, id: string) => line(card(topology, id), 'DNS servers');
    const own = '127.0.0.11, the engine’s own (observed)';
    assert.equal(servers(topologyOf('docker28/a_three_tier'), 'container:api'), own);
    const plain = topologyOf('docker28/b_default_bridge');
    const onBridge = plain.endpoints.find(({ key }) => key.endsWith('@bridge'));
    const container = plain.containers.find(({ id }) => id === onBridge?.containerId);
    assert.ok(container);
    assert.doesNotMatch(servers(plain, `container:${container.key}`), /engine’s own|127\.0\.0\.11/);
    const { kernel: _kernel, ...unread } = plain;
    assert.equal(servers(unread, `container:${container.key}`), 'those of the host (predicted)');
  });

  it('says that host and none give no interface of their own', () => {
    const topology = topologyOf('docker28/f_modes');
    const interfaces = ['host', 'none'].map((network) => {
      const endpoint = topology.endpoints.find(({ key }) => key.endsWith(`@${network}`));
      assert.ok(endpoint, network);
      return line(card(topology, `endpoint:${endpoint.key}`), 'Interface');
    });
    assert.deepEqual(interfaces, [
      'all of the host’s, with its routes (predicted)',
      'loopback only, no routes (predicted)',
    ]);
  });

  it('says to whom a port is open', () => {
    const topology = topologyOf('docker28/e_static_ports');
    const open = new Map(
      topology.publishedPorts.map((port) => [
        port.hostAddress.value,
        line(card(topology, `port:${port.key}`), 'Open to'),
      ]),
    );
    assert.match(open.get('0.0.0.0') ?? '', /^everybody who reaches this host/);
    assert.equal(open.get('127.0.0.1'), 'this host only (predicted)');
    const older = topologyOf('docker20/e_static_ports');
    const loopback = older.publishedPorts.find((port) => port.hostAddress.value === '127.0.0.1');
    assert.ok(loopback);
    assert.match(line(card(older, `port:${loopback.key}`), 'Open to'), /neighbours/);
  });

  it('has no card for what is not there', () => {
    const topology = topologyOf('docker28/z_fresh');
    for (const id of ['container:web', 'nonsense', '', 'port:', 'toString:x']) {
      assert.equal(cardFor(topology, id), undefined, id);
    }
  });
});

describe('the names of images', () => {
  const topology = topologyOf('podman5/a_three_tier');
  const drawn = (image: string) => {
    const containers = topology.containers.map((one) => ({ ...one, image: observed(image, 'x') }));
    const changed = { ...topology, containers };
    const { scene } = buildScene(changed, defaultSceneOptions, defaultFontMetrics);
    const web = scene.elements.find(({ id }) => id === 'container:web');
    assert.equal(line(card(changed, 'container:web'), 'Image'), `${image} (observed)`, 'whole');
    return web?.texts[1]?.text;
  };

  for (const [image, familiar] of [
    ['docker.io/library/nginx:1.27', 'nginx:1.27'],
    ['index.docker.io/library/nginx', 'nginx'],
    ['docker.io/acme/web:2', 'acme/web:2'],
    ['library/nginx', 'library/nginx'],
    ['quay.io/a/b:1', 'quay.io/a/b:1'],
    ['localhost/probe:1', 'localhost/probe:1'],
  ] as const) {
    it(`are familiar on boxes and whole on cards: ${image}`, () => {
      assert.equal(drawn(image), familiar);
    });
  }
});

describe('cards of a plan', () => {
  const file = `services:
  vpn:
    image: vpn
    ports: ["8080:80"]
    networks: {front: {ipv4_address: 10.9.0.5}}
  web:
    image: web
    network_mode: service:vpn
  twin:
    image: web
    networks: {front: {ipv4_address: 10.9.0.5}}
  first:
    image: web
    networks: {front: {ipv4_address: 10.9.0.1}}
networks:
  front: {ipam: {config: [{subnet: 10.9.0.0/24, gateway: 10.9.0.1}]}}
`;

  it('tell of a service that shares a namespace what the owner has', async () => {
    const topology = await plannedFrom(file);
    const web = topology.containers.find(({ compose }) => compose?.service === 'web');
    assert.ok(web);
    const found = serviceCard(topology, web);
    const mode = 'shares the network namespace of shop-vpn-1 (declared)';
    assert.equal(line(found, 'Network mode'), mode);
    const titles = found.sections.map(({ title }) => title);
    const own = ['Networks', 'Names', 'Published ports'].map((one) => `${one} of shop-vpn-1`);
    assert.deepEqual(titles, [undefined, ...own]);
    assert.equal(line(found, 'shop_front'), '10.9.0.5 (declared)');
  });

  it('tell who else has an address that is asked for', async () => {
    const topology = await plannedFrom(file);
    const taken = (service: string, address: string) =>
      line(card(topology, `endpoint:shop/${service}/1@shop/front`), `${address} is also for`);
    assert.equal(taken('twin', '10.9.0.5'), 'shop-vpn-1 (predicted)');
    assert.equal(taken('vpn', '10.9.0.5'), 'shop-twin-1 (predicted)');
    assert.equal(taken('first', '10.9.0.1'), 'the gateway (predicted)');
  });

  it('tell of a planned container what of it has no effect', async () => {
    const topology = await plannedFrom(`
services:
  db: {image: db, ports: ["5432:5432"], networks: [back]}
  web: {image: web, ports: ["80:80"], profiles: [web]}
networks: {back: {internal: true}}
`);
    const db = card(topology, 'container:shop/db/1');
    const ports = 'the engine binds none: the container is on no network that leads out';
    assert.equal(line(db, 'Published ports'), `${ports} (predicted)`);
    assert.ok(lines(card(topology, 'host:host')).every((one) => !one.includes('published ports')));
    const web = card(topology, 'container:shop/web/1');
    assert.ok(!lines(web).some((one) => one.startsWith(`Published ports: ${ports}`)));
    const [state] = web.sections[0]?.lines.filter(({ label }) => label === 'State') ?? [];
    assert.deepEqual(state?.source, {
      kind: 'predicted',
      rule: 'a profile that is not active: up does not make it',
    });
  });

  it('tell of a network that up does not make that no rule is about it', async () => {
    const topology = await plannedFrom(`
services: {web: {image: web, networks: [front]}}
networks: {front: {}, spare: {}}
`);
    const rules = (network: string) => line(card(topology, `network:shop/${network}`), 'Rules');
    assert.equal(
      rules('spare'),
      'none: no active service uses the network, so up does not make it (predicted)',
    );
    assert.match(rules('front'), /^\d, in the order/);
  });
});
