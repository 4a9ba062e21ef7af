import assert from 'node:assert/strict';
import type { Topology } from '../../../src/model/topology';
import { hostId, nicId, outsideId } from '../../../src/scene/sceneIds';
import { searchTopology } from '../../../src/scene/searchTopology';
import { buildTopology } from '../../../src/topology/buildTopology';
import { oracleSnapshot } from '../../support/oracleSnapshots';

describe('searching a topology', () => {
  const of = (name: string) =>
    buildTopology(oracleSnapshot(name), { kind: 'snapshot', label: name }, name);
  let three: Topology;
  before(() => (three = of('docker28/a_three_tier')));

  const ids = (topology: Topology, text: string) =>
    searchTopology(topology, text).hits.map((hit) => hit.ids[0]);
  const first = (text: string) => searchTopology(three, text).hits[0];

  it('finds nothing for nothing', () => {
    assert.deepEqual(searchTopology(three, '  '), { hits: [], total: 0 });
    assert.deepEqual(searchTopology(three, 'no such thing'), { hits: [], total: 0 });
  });

  it('finds a container by its name before what only holds the name', () => {
    assert.equal(first('WEB')?.ids[0], 'container:web');
    assert.equal(first('WEB')?.matched, 'container');
  });

  it('finds a container by its image', () => {
    const web = three.containers.find(({ key }) => key === 'web');
    assert.ok(web);
    assert.ok(ids(three, web.image.value).includes('container:web'));
  });

  it('finds every network and bridge by name', () => {
    for (const { key, name, bridgeDevice } of three.networks) {
      assert.equal(first(name.value)?.ids[0], `network:${key}`);
      if (bridgeDevice === undefined || !('value' in bridgeDevice)) continue;
      assert.ok(ids(three, bridgeDevice.value).includes(`network:${key}`));
    }
  });

  it('finds every address, and the networks whose subnets hold it', () => {
    for (const endpoint of three.endpoints) {
      if (endpoint.ipv4 === undefined || !('value' in endpoint.ipv4)) continue;
      const { address } = endpoint.ipv4.value;
      const { hits } = searchTopology(three, address);
      const found = hits.find((hit) => hit.ids[0] === `endpoint:${endpoint.key}`);
      assert.equal(found?.matched, `address ${address}`);
      const network = three.networks.find(({ id }) => id === endpoint.networkId);
      assert.ok(network);
      assert.ok(hits.some((hit) => hit.ids[0] === `network:${network.key}`));
    }
  });

  it('leads from an endpoint to its container and network, for what is not drawn', () => {
    const endpoint = three.endpoints.find(({ key }) => key.startsWith('db@'));
    assert.ok(endpoint?.mac && 'value' in endpoint.mac);
    const [hit] = searchTopology(three, endpoint.mac.value).hits;
    assert.ok(hit);
    assert.equal(hit.ids[0], `endpoint:${endpoint.key}`);
    assert.ok(hit.ids.includes('container:db'));
    assert.ok(hit.ids.some((id) => id.startsWith('network:')));
  });

  it('finds published ports by either number', () => {
    const [port] = three.publishedPorts;
    assert.ok(port && 'value' in port.hostPort);
    assert.ok(ids(three, `${port.hostPort.value}`).includes(`port:${port.key}`));
    assert.ok(ids(three, `:${port.containerPort.value}/tcp`).includes(`port:${port.key}`));
  });

  it('finds a port that is only open inside at its container, and a published one once', () => {
    const [port] = three.publishedPorts;
    assert.ok(port);
    const containers = three.containers.map((container) => ({
      ...container,
      exposedPorts: {
        ...container.name,
        value: [
          { port: 5432, proto: 'tcp' as const },
          { port: port.containerPort.value, proto: port.proto },
        ],
      },
    }));
    const exposing = { ...three, containers };
    assert.deepEqual(
      ids(exposing, '5432').sort(),
      containers.map(({ key }) => `container:${key}`),
    );
    assert.equal(searchTopology(exposing, '5432').hits[0]?.matched, 'exposed port 5432/tcp');
    const inside = `${port.containerPort.value}/${port.proto}`;
    const owner = containers.find(({ id }) => id === port.containerId);
    assert.ok(ids(exposing, inside).includes(`port:${port.key}`));
    assert.ok(owner && !ids(exposing, inside).includes(`container:${owner.key}`));
  });

  it('finds by the beginning of an id', () => {
    for (const { id, key } of three.containers) {
      const [hit, ...others] = searchTopology(three, id.slice(0, 20)).hits;
      assert.deepEqual([hit?.ids[0], others], [`container:${key}`, []]);
      assert.equal(hit?.matched, `ID ${id.slice(0, 20)}`);
    }
    const [network] = three.networks;
    assert.ok(network);
    assert.deepEqual(ids(three, network.id.slice(0, 12)), [`network:${network.key}`]);
    assert.deepEqual(ids(three, network.id.slice(1, 20)), [], 'from its beginning on');
  });

  it('finds a service and a network by what their compose file calls them, before what only holds that', () => {
    const compose = of('docker20/p_compose');
    const [service] = compose.containers.flatMap((one) => one.compose ?? []);
    assert.ok(service);
    const [hit] = searchTopology(compose, service.service).hits;
    assert.match(
      hit?.ids[0] ?? '',
      new RegExp(`^container:${service.project}/${service.service}/`),
    );
  });

  it('finds the host, its interfaces by name and address, and what is outside', () => {
    assert.equal(ids(three, 'internet')[0], outsideId);
    const read = of('docker28/a_three_tier');
    const { name, interfaces } = read.host;
    assert.ok('value' in name && 'value' in interfaces);
    assert.ok(ids(read, name.value).includes(hostId));
    const nic = interfaces.value.find(({ addresses }) => addresses.length > 0);
    assert.ok(nic);
    for (const text of [nic.name, nic.addresses[0] ?? ''])
      assert.deepEqual(searchTopology(read, text).hits[0]?.ids, [nicId(nic), hostId], text);
  });

  it('finds networks by their project', () => {
    const compose = of('docker20/p_compose');
    const own = compose.networks.find((network) => network.compose !== undefined);
    assert.ok(own?.compose);
    assert.ok(ids(compose, own.compose.project).includes(`network:${own.key}`));
  });

  it('finds aliases', () => {
    const endpoints = three.endpoints.map((endpoint) =>
      endpoint.key === 'db@back'
        ? { ...endpoint, aliases: { ...endpoint.aliases, value: ['Primary'] } }
        : endpoint,
    );
    const [hit] = searchTopology({ ...three, endpoints }, 'primary').hits;
    assert.deepEqual([hit?.ids[0], hit?.matched], ['endpoint:db@back', 'alias Primary']);
  });

  it('asks for every word', () => {
    assert.deepEqual(ids(three, 'web running'), ['container:web']);
    assert.deepEqual(ids(three, 'web paused'), []);
  });

  it('takes what is searched for as text', () => {
    assert.deepEqual(ids(three, '.*'), []);
    assert.deepEqual(ids(three, '('), []);
  });
});
