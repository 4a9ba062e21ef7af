import assert from 'node:assert/strict';
import type { Topology } from '../../../src/model/topology';
import { buildScene } from '../../../src/scene/buildScene';
import { defaultFontMetrics } from '../../../src/scene/defaultFontMetrics';
import { defaultSceneOptions } from '../../../src/scene/sceneOptions';
import { buildTopology } from '../../../src/topology/buildTopology';
import { filterChoices } from '../../../src/scene/filterChoices';
import type { TopologyFilter } from '../../../src/scene/filterTopology';
import { filterTopology, isFiltering, noFilter } from '../../../src/scene/filterTopology';
import { oracleNames, oracleSnapshot } from '../../support/oracleSnapshots';

const of = (name: string) =>
  buildTopology(oracleSnapshot(name), { kind: 'snapshot', label: name }, name);

const containers = (topology: Topology) => topology.containers.map(({ name }) => name.value);
const networks = (topology: Topology) => topology.networks.map(({ name }) => name.value);

describe('filtering a topology', () => {
  const by = (name: string, change: Partial<TopologyFilter>) =>
    filterTopology(of(name), { ...noFilter, ...change });

  it('gives the same topology when nothing is asked for', () => {
    const whole = of('docker28/a_three_tier');
    assert.equal(filterTopology(whole, noFilter).topology, whole);
    assert.equal(filterTopology(whole, { ...noFilter, name: '  ' }).topology, whole);
    assert.equal(isFiltering(noFilter), false);
  });

  it('by name keeps what has it, where it is, and who is on a network of that name', () => {
    const { topology, hidden } = by('docker28/a_three_tier', { name: 'DB' });
    assert.deepEqual(containers(topology), ['db']);
    assert.deepEqual(networks(topology), ['back']);
    assert.deepEqual(hidden, { containers: 3, networks: 4 });
    const { topology: front } = by('docker28/a_three_tier', { name: 'front' });
    assert.deepEqual(containers(front).sort(), ['api', 'stopped', 'web']);
    assert.deepEqual(networks(front).sort(), ['back', 'front']);
  });

  it('by state drops the networks that lose everybody', () => {
    const { topology } = by('docker28/a_three_tier', { states: ['created'] });
    assert.deepEqual(containers(topology), ['stopped']);
    assert.deepEqual(networks(topology), ['front']);
    assert.deepEqual(topology.publishedPorts, []);
  });

  it('by driver drops who is on other networks alone', () => {
    const { topology } = by('docker28/h_macvlan', { drivers: ['macvlan'] });
    assert.ok(topology.networks.length > 0);
    assert.ok(topology.networks.every(({ driver }) => driver.value === 'macvlan'));
    assert.ok(topology.containers.length > 0);
    assert.ok(topology.containers.every(({ endpointIds }) => endpointIds.length > 0));
  });

  it('by project keeps its networks, used or not', () => {
    const whole = of('docker20/p_compose');
    const { topology } = filterTopology(whole, { ...noFilter, projects: ['shop'] });
    assert.ok(topology.containers.length > 0);
    assert.ok(topology.containers.every(({ compose }) => compose?.project === 'shop'));
    assert.ok(!networks(topology).includes('none'));
  });

  it('hides the engine’s own networks, none, and unused ones, each on its own', () => {
    const name = 'docker28/a_three_tier';
    assert.deepEqual(networks(by(name, { hideDefault: true }).topology).sort(), [
      'back',
      'front',
      'none',
    ]);
    assert.ok(!networks(by(name, { hideNone: true }).topology).includes('none'));
    assert.deepEqual(networks(by(name, { hideUnused: true }).topology).sort(), ['back', 'front']);
  });

  it('keeps who shares a namespace together', () => {
    const whole = of('docker20/f_modes');
    const shared = whole.sandboxes.find(
      ({ kind, containerIds }) => kind === 'own' && containerIds.length > 1,
    );
    assert.ok(shared);
    const member = whole.containers.find(({ id }) => id === shared.containerIds.at(-1));
    assert.ok(member);
    const { topology } = filterTopology(whole, { ...noFilter, name: member.name.value });
    const kept = new Set(topology.containers.map(({ id }) => id));
    assert.ok(shared.containerIds.every((id) => kept.has(id)));
  });

  it('lists what can be asked for, with counts', () => {
    const { states, drivers, projects } = filterChoices(of('docker28/a_three_tier'));
    assert.deepEqual(states, [
      { value: 'created', count: 1 },
      { value: 'running', count: 3 },
    ]);
    assert.deepEqual(drivers, [
      { value: 'bridge', count: 3 },
      { value: 'host', count: 1 },
      { value: 'null', count: 1 },
    ]);
    assert.deepEqual(projects, [{ value: '', count: 4 }]);
  });

  it('leaves nothing that points at what is gone, and a picture can be made of it', () => {
    for (const name of oracleNames().filter((one) => one.startsWith('docker2'))) {
      const whole = of(name);
      const [first] = whole.containers;
      const filters: readonly Partial<TopologyFilter>[] = [
        { hideDefault: true, hideNone: true, hideUnused: true },
        { states: ['running'] },
        { drivers: ['bridge'] },
        { name: first?.name.value ?? 'x' },
        { name: 'nothing is called this' },
      ];
      for (const change of filters) {
        const { topology, hidden } = filterTopology(whole, { ...noFilter, ...change });
        const where = `${name} ${JSON.stringify(change)}`;
        const known = {
          networks: new Set(topology.networks.map(({ id }) => id)),
          containers: new Set(topology.containers.map(({ id }) => id)),
          endpoints: new Set(topology.endpoints.map(({ id }) => id)),
        };
        assert.equal(known.containers.size + hidden.containers, whole.containers.length, where);
        assert.equal(known.networks.size + hidden.networks, whole.networks.length, where);
        for (const { networkId, containerId } of topology.endpoints) {
          assert.ok(known.networks.has(networkId), where);
          assert.ok(containerId === undefined || known.containers.has(containerId), where);
        }
        for (const { endpointIds } of topology.containers) {
          assert.ok(
            endpointIds.every((id) => known.endpoints.has(id)),
            where,
          );
        }
        for (const { endpointId } of topology.vethPairs) assert.ok(known.endpoints.has(endpointId));
        const { scene } = buildScene(topology, defaultSceneOptions, defaultFontMetrics);
        const drawn = scene.elements.filter(({ kind }) => kind === 'container').length;
        assert.equal(drawn, topology.containers.length, where);
      }
    }
  });
});
