import assert from 'node:assert/strict';
import {
  connectEffects,
  disconnectEffects,
  type MembershipEffect,
} from '../../../src/analysis/membershipChange';
import { isKnown } from '../../../src/model/provenance';
import type { Topology } from '../../../src/model/topology';
import { buildTopology } from '../../../src/topology/buildTopology';
import { oracleSnapshot } from '../../support/oracleSnapshots';

function topologyOf(name: string): Topology {
  return buildTopology(oracleSnapshot(name), { kind: 'snapshot', label: name }, name);
}

function idOf(list: readonly { id: string; name: { value: string } }[], name: string): string {
  const found = list.find((item) => item.name.value === name);
  assert.ok(found, `no ${name}`);
  return found.id;
}

function connect(topology: Topology, container: string, network: string, priority?: number) {
  return connectEffects(
    topology,
    idOf(topology.containers, container),
    idOf(topology.networks, network),
    { aliases: [], ...(priority === undefined ? {} : { gatewayPriority: priority }) },
  );
}

function disconnect(topology: Topology, container: string, network: string) {
  return disconnectEffects(
    topology,
    idOf(topology.containers, container),
    idOf(topology.networks, network),
  );
}

function texts(effects: readonly MembershipEffect[], kind: MembershipEffect['kind']) {
  return effects.filter((effect) => effect.kind === kind).map((effect) => effect.text);
}

describe('connectEffects', () => {
  it('says that the default route and the published ports move to a network first by name', () => {
    const effects = connect(topologyOf('docker28/a_three_tier'), 'web', 'back');
    assert.deepEqual(texts(effects, 'gateway'), [
      'The default route of web moves from front to back.',
    ]);
    assert.match(
      texts(effects, 'ports')[0] ?? '',
      /^Its published ports are forwarded by back instead: /,
    );
  });

  it('leaves the default route alone when the joined network comes later by name', () => {
    const effects = connect(topologyOf('docker28/a_three_tier'), 'db', 'front');
    assert.deepEqual(texts(effects, 'gateway'), []);
    assert.deepEqual(texts(effects, 'reach'), ['It shares front with api, stopped and web.']);
  });

  it('lets a gateway priority move the default route from 28 on', () => {
    assert.deepEqual(
      texts(connect(topologyOf('docker28/a_three_tier'), 'db', 'front', 5), 'gateway'),
      ['The default route of db moves from back to front.'],
    );
  });

  it('tells the names it answers to, and that the default bridge has none', () => {
    const topology = topologyOf('docker28/a_three_tier');
    assert.match(
      texts(connect(topology, 'db', 'front'), 'names')[0] ?? '',
      /^On front it answers to db and [0-9a-f]{12}\.$/,
    );
    assert.deepEqual(texts(connect(topology, 'db', 'bridge'), 'names'), [
      'On bridge it has no name: the network has no name service.',
    ]);
  });

  it('claims nothing about Podman’s default route', () => {
    const effects = connect(topologyOf('podman5/a_three_tier'), 'web', 'back');
    assert.deepEqual(texts(effects, 'gateway'), []);
  });
});

describe('disconnectEffects', () => {
  it('claims no way out is lost where an internal network had none', () => {
    const topology = topologyOf('docker20/c_internal');
    const internal = topology.networks.find((network) => network.internal.value);
    assert.ok(internal);
    const alone = topology.endpoints.find(
      ({ networkId, containerId, gatewayFor }) =>
        networkId === internal.id &&
        isKnown(gatewayFor) &&
        gatewayFor.value.includes(4) &&
        topology.endpoints.filter((one) => one.containerId === containerId).length === 1,
    );
    assert.ok(alone?.containerId !== undefined, 'nobody is on it alone');
    const effects = disconnectEffects(topology, alone.containerId, internal.id);
    assert.deepEqual(texts(effects, 'gateway'), []);
    assert.deepEqual(texts(effects, 'reach').slice(-1), [
      'It is on no network any more: only its own loopback is left.',
    ]);
  });

  it('says that ports close and nothing outside is reached when the last network goes', () => {
    const effects = disconnect(topologyOf('docker28/a_three_tier'), 'web', 'front');
    assert.deepEqual(texts(effects, 'gateway'), [
      'web loses its default route, which leaves by front: it reaches nothing outside.',
    ]);
    assert.match(texts(effects, 'ports')[0] ?? '', /^Its published ports close: /);
    assert.ok(
      texts(effects, 'reach').includes(
        'It is on no network any more: only its own loopback is left.',
      ),
    );
  });

  it('names who is cut off, and not those met on another network', () => {
    const effects = disconnect(topologyOf('docker28/a_three_tier'), 'api', 'back');
    assert.deepEqual(texts(effects, 'reach'), ['It shares no other network with db.']);
    assert.deepEqual(texts(effects, 'gateway'), [
      'The default route of api moves from back to front.',
    ]);
  });

  it('is empty for a container that is not on the network', () => {
    assert.deepEqual(disconnect(topologyOf('docker28/a_three_tier'), 'web', 'back'), []);
  });
});
