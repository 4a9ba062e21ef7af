import assert from 'node:assert/strict';
import type { Container } from '../../../../src/model/container';
import type { Network } from '../../../../src/model/network';
import type { Topology } from '../../../../src/model/topology';
import { buildTopology } from '../../../../src/topology/buildTopology';
import {
  canConnect,
  connectableContainers,
  connectableNetworks,
  disconnectableNetworks,
  isConnectable,
} from '../../../../src/vscode/commands/membershipChoices';
import { oracleSnapshot } from '../../../support/oracleSnapshots';

function topologyOf(name: string): Topology {
  return buildTopology(oracleSnapshot(name), { kind: 'engine', label: name }, 'key');
}

function container(topology: Topology, name: string): Container {
  return topology.containers.find((one) => one.name.value === name) ?? assert.fail(name);
}

function network(topology: Topology, name: string): Network {
  return topology.networks.find((one) => one.name.value === name) ?? assert.fail(name);
}

const names = (all: readonly { readonly name: { readonly value: string } }[]) =>
  all.map(({ name }) => name.value);

describe('who can be connected to what', () => {
  const tiers = topologyOf('docker28/a_three_tier');
  const modes = topologyOf('docker20/f_modes');

  it('leaves out containers that are on the network already', () => {
    assert.deepEqual(names(connectableContainers(tiers, network(tiers, 'front'))), ['db']);
    assert.deepEqual(names(connectableContainers(tiers, network(tiers, 'back'))), [
      'stopped',
      'web',
    ]);
  });

  it('leaves out networks the container is on, and those nobody can join', () => {
    assert.deepEqual(names(connectableNetworks(tiers, container(tiers, 'api'))), ['bridge']);
    assert.deepEqual(names(connectableNetworks(tiers, container(tiers, 'db'))), [
      'bridge',
      'front',
    ]);
  });

  it('never offers the networks host and none', () => {
    assert.equal(isConnectable(network(tiers, 'host')), false);
    assert.deepEqual(connectableContainers(tiers, network(tiers, 'none')), []);
  });

  it('offers nothing for containers in host, none and container mode', () => {
    for (const name of ['hm', 'nn', 'side']) {
      assert.equal(canConnect(modes, container(modes, name)), false, name);
      assert.deepEqual(connectableNetworks(modes, container(modes, name)), [], name);
    }
    assert.deepEqual(names(connectableContainers(modes, network(modes, 'bridge'))), [
      'base',
      'peer',
    ]);
  });

  it('lets a container leave its networks and none, but not the host’s', () => {
    const leave = (name: string) => names(disconnectableNetworks(modes, container(modes, name)));
    assert.deepEqual(leave('base'), ['fn']);
    assert.deepEqual(leave('nn'), ['none']);
    assert.deepEqual(leave('hm'), []);
    assert.deepEqual(leave('side'), []);
  });

  it('takes a container that left all networks back', () => {
    const paused = topologyOf('docker28/o_paused_and_disconnected');
    assert.deepEqual(names(connectableNetworks(paused, container(paused, 'gone'))), [
      'bridge',
      'front',
    ]);
  });

  it('offers swarm networks only where they are attachable, and ingress never', () => {
    const swarm = topologyOf('docker28/n_swarm_overlay');
    for (const one of swarm.networks.filter(({ scope }) => scope.value === 'swarm')) {
      assert.equal(isConnectable(one), one.attachable.value && !one.ingress.value, one.name.value);
    }
    assert.equal(isConnectable(network(swarm, 'ingress')), false);
  });
});
