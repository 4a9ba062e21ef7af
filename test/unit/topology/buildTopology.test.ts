import assert from 'node:assert/strict';
import { isKnown } from '../../../src/model/provenance';
import type { Topology } from '../../../src/model/topology';
import { buildTopology } from '../../../src/topology/buildTopology';
import { oracleNames, oracleSnapshot } from '../../support/oracleSnapshots';

function topologyOf(name: string): Topology {
  return buildTopology(oracleSnapshot(name), { kind: 'snapshot', label: name }, name);
}

function containerNamed(topology: Topology, name: string) {
  const container = topology.containers.find((candidate) => candidate.name.value === name);
  assert.ok(container, `no container ${name}`);
  return container;
}

function endpointOf(topology: Topology, container: string, network: string) {
  const networkId = topology.networks.find((candidate) => candidate.name.value === network)?.id;
  const owner = containerNamed(topology, container).id;
  const endpoint = topology.endpoints.find(
    (candidate) => candidate.containerId === owner && candidate.networkId === networkId,
  );
  assert.ok(endpoint, `${container} is not on ${network}`);
  return endpoint;
}

function gatewayNetworks(topology: Topology, container: string): readonly string[] {
  const owner = containerNamed(topology, container).id;
  return topology.endpoints
    .filter((endpoint) => endpoint.containerId === owner)
    .filter((endpoint) => isKnown(endpoint.gatewayFor) && endpoint.gatewayFor.value.includes(4))
    .map(
      (endpoint) => topology.networks.find((n) => n.id === endpoint.networkId)?.name.value ?? '',
    );
}

interface KernelLink {
  readonly ifname: string;
  readonly addr_info: readonly { readonly local: string }[];
}

describe('buildTopology', () => {
  it('finds snapshots to read', () => assert.ok(oracleNames().length >= 60));

  for (const name of oracleNames()) {
    describe(name, () => {
      const snapshot = oracleSnapshot(name);
      const topology = topologyOf(name);

      it('holds every network and container the engine listed', () => {
        assert.deepEqual(
          topology.networks.map((network) => network.id).sort(),
          snapshot.networks.map((record) => record.Id).sort(),
        );
        assert.deepEqual(
          topology.containers.map((container) => container.id).sort(),
          snapshot.containersList.map((record) => record.Id).sort(),
        );
      });

      it('holds every endpoint that containers and networks list', () => {
        const ids = new Set(topology.endpoints.map((endpoint) => endpoint.id));
        const told = [
          ...snapshot.containers.flatMap((record) =>
            Object.values(record.NetworkSettings?.Networks ?? {}),
          ),
          ...snapshot.networks.flatMap((record) => Object.values(record.Containers ?? {})),
        ].flatMap((settings) => settings.EndpointID ?? []);
        for (const id of told) if (id !== '') assert.ok(ids.has(id), `endpoint ${id} is missing`);
      });

      it('gives every noun a unique key and sorts by it', () => {
        for (const list of [
          topology.networks,
          topology.containers,
          topology.endpoints,
          topology.publishedPorts,
        ]) {
          const keys = list.map((item) => item.key);
          assert.equal(new Set(keys).size, keys.length);
          assert.deepEqual(keys, [...keys].sort());
        }
      });

      it('refers only to what it holds', () => {
        const networks = new Set(topology.networks.map((network) => network.id));
        const containers = new Set(topology.containers.map((container) => container.id));
        const endpoints = new Set(topology.endpoints.map((endpoint) => endpoint.id));
        const sandboxes = new Set(topology.sandboxes.map((sandbox) => sandbox.id));
        for (const endpoint of topology.endpoints) {
          assert.ok(networks.has(endpoint.networkId));
          assert.ok(endpoint.containerId === undefined || containers.has(endpoint.containerId));
        }
        for (const container of topology.containers) {
          assert.ok(sandboxes.has(container.sandboxId));
          for (const id of container.endpointIds) assert.ok(endpoints.has(id));
        }
        for (const port of topology.publishedPorts) {
          assert.ok(containers.has(port.containerId));
          assert.ok(port.endpointId === undefined || endpoints.has(port.endpointId));
        }
      });

      it('agrees with the container’s own route table on the default route', () => {
        for (const container of topology.containers) {
          const routes = snapshot.sandboxes?.[container.id]?.route;
          if (!Array.isArray(routes) || topology.engine.product === 'podman') continue;
          if (container.networkMode.value.kind !== 'networks') continue;
          const route = (routes as { dst?: string; gateway?: string }[]).find(
            (candidate) => candidate.dst === 'default' && candidate.gateway !== undefined,
          );
          const elected = topology.endpoints.find(
            (endpoint) =>
              endpoint.containerId === container.id &&
              isKnown(endpoint.gatewayFor) &&
              endpoint.gatewayFor.value.includes(4),
          );
          const gateway = isKnown(elected?.gateway4) ? elected.gateway4.value : undefined;
          assert.equal(gateway, route?.gateway, `${container.name.value} routes by`);
        }
      });

      it('gives a bridge the gateway address the kernel has', () => {
        const links = snapshot.host?.addr;
        if (!Array.isArray(links) || topology.engine.product === 'podman') return;
        for (const network of topology.networks) {
          if (!isKnown(network.bridgeDevice) || network.kind !== 'bridge') continue;
          const device = network.bridgeDevice.value;
          const link: KernelLink | undefined = (links as KernelLink[]).find(
            ({ ifname }) => ifname === device,
          );
          assert.ok(link, `${network.key} has no device ${device}`);
          const held: readonly string[] = link.addr_info.map(({ local }) => local);
          for (const { family, gateway } of network.ipam) {
            // Internal IPv6 networks of engines up to 26 may keep theirs to themselves.
            if (family === 6) continue;
            const expected: readonly string[] = held.filter((local) => local.includes('.'));
            assert.deepEqual(isKnown(gateway) ? [gateway.value] : [], expected, network.key);
          }
        }
      });

      it('is the same when built again', () => assert.deepEqual(topologyOf(name), topology));
    });
  }

  it('lets the gateway priority decide from 28 on', () => {
    const topology = topologyOf('docker28/j2_gw_priority');
    for (const container of topology.containers) {
      assert.equal(gatewayNetworks(topology, container.name.value).length, 1, container.key);
    }
  });

  it('tells the names of an endpoint: observed from 25 on, by rule before', () => {
    const newer = endpointOf(topologyOf('docker28/a_three_tier'), 'api', 'front').dnsNames;
    const older = endpointOf(topologyOf('docker20/a_three_tier'), 'api', 'front').dnsNames;
    assert.ok(isKnown(newer) && isKnown(older));
    assert.equal(newer.source.kind, 'observed');
    assert.equal(older.source.kind, 'predicted');
    assert.deepEqual(
      newer.value.filter((name) => !/^[0-9a-f]{12}$/.test(name)),
      ['api', 'backend'],
    );
    assert.deepEqual(
      older.value.filter((name) => !/^[0-9a-f]{12}$/.test(name)),
      ['api', 'backend'],
    );
  });

  it('knows no names on the default bridge', () => {
    const topology = topologyOf('docker28/b_default_bridge');
    const endpoint = topology.endpoints.find((candidate) =>
      topology.networks.some((n) => n.id === candidate.networkId && n.isDefaultBridge),
    );
    assert.ok(isKnown(endpoint?.dnsNames));
    assert.deepEqual(endpoint.dnsNames.value, []);
  });

  it('puts containers that join a sandbox beside its owner', () => {
    const topology = topologyOf('docker20/f_modes');
    const base = containerNamed(topology, 'base');
    const side = containerNamed(topology, 'side');
    assert.equal(side.sandboxId, base.sandboxId);
    assert.deepEqual(side.endpointIds, []);
    assert.equal(containerNamed(topology, 'hm').sandboxId, 'host');
    const shared = topology.sandboxes.find((sandbox) => sandbox.id === base.sandboxId);
    assert.deepEqual(shared?.containerIds, [base.id, side.id]);
    assert.equal(shared.ownerId, base.id);
  });

  it('keeps endpoints that no container of the engine has', () => {
    const topology = topologyOf('docker28/n_swarm_overlay');
    assert.deepEqual(
      topology.endpoints.filter((e) => e.containerId === undefined).map((e) => e.name),
      ['gateway_ingress-sbox', 'ingress-endpoint', 'ov-endpoint'],
    );
  });

  it('carries a published port on the endpoint with the default route', () => {
    const topology = topologyOf('docker28/a_three_tier');
    const port = topology.publishedPorts.find((candidate) => candidate.active);
    assert.ok(port);
    assert.ok(isKnown(port.hostPort));
    const endpoint = topology.endpoints.find((candidate) => candidate.id === port.endpointId);
    assert.ok(isKnown(endpoint?.gatewayFor));
    assert.ok(endpoint.gatewayFor.value.includes(4));
  });

  it('reads a container from the list alone when it was not inspected', () => {
    const snapshot = oracleSnapshot('docker28/a_three_tier');
    const topology = buildTopology(
      { ...snapshot, containers: [] },
      { kind: 'snapshot', label: '' },
      'x',
    );
    const full = topologyOf('docker28/a_three_tier');
    assert.deepEqual(
      topology.containers.map((container) => container.name.value),
      full.containers.map((container) => container.name.value),
    );
    assert.ok(topology.containers.every((container) => !isKnown(container.dns)));
    assert.equal(topology.publishedPorts.length, full.publishedPorts.length);
  });

  it('tells two networks of one name apart', () => {
    const snapshot = oracleSnapshot('docker20/z_fresh');
    const [record] = snapshot.networks;
    assert.ok(record);
    const twin = { ...record, Name: 'twin', Labels: {} };
    const topology = buildTopology(
      {
        ...snapshot,
        networks: [
          { ...twin, Id: 'b'.repeat(64) },
          { ...twin, Id: 'a'.repeat(64) },
        ],
      },
      { kind: 'snapshot', label: '' },
      'x',
    );
    assert.deepEqual(
      topology.networks.map((network) => network.key),
      ['twin', `twin#${'b'.repeat(12)}`],
    );
  });
});
