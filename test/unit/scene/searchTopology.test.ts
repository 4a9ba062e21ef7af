import assert from 'node:assert/strict';
import type { Topology } from '../../../src/model/topology';
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
    assert.equal(first('WEB')?.matched, 'web');
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
