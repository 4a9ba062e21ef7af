import assert from 'node:assert/strict';
import { fingerprint } from '../../../../src/sources/engine/fingerprint';
import {
  containerPrints,
  idsToInspect,
  networkPrints,
  swarmSuspects,
} from '../../../../src/sources/engine/readingPlan';
import { oracleSnapshot } from '../../../support/oracleSnapshots';

const { networks, containersList } = oracleSnapshot('docker28/a_three_tier');

function named<T extends { readonly Id: string }>(
  records: readonly T[],
  name: (record: T) => string | undefined,
): Readonly<Record<string, string>> {
  return Object.fromEntries(records.map((record) => [record.Id, name(record) ?? '']));
}

describe('the reading plan', () => {
  const networkNames = named(networks, (network) => network.Name);
  const containerNames = named(containersList, (container) => container.Names?.[0]);

  /** What is to be inspected after the container list changed to this. */
  function afterChange(changed: typeof containersList) {
    const knownNetworks = new Map(
      [...networkPrints(networks, containersList)].map(([id, print]) => [
        id,
        { print, record: id },
      ]),
    );
    const knownContainers = new Map(
      [...containerPrints(containersList)].map(([id, print]) => [id, { print, record: id }]),
    );
    const none = new Set<string>();
    return {
      networks: idsToInspect(networkPrints(networks, changed), knownNetworks, none)
        .map((id) => networkNames[id])
        .sort(),
      containers: idsToInspect(containerPrints(changed), knownContainers, none)
        .map((id) => containerNames[id])
        .sort(),
    };
  }

  it('inspects everything at first', () => {
    const prints = containerPrints(containersList);
    assert.deepEqual(idsToInspect(prints, new Map(), new Set()), [...prints.keys()]);
  });

  it('inspects nothing when nothing changed', () => {
    assert.deepEqual(afterChange(structuredClone(containersList)), {
      networks: [],
      containers: [],
    });
  });

  it('takes other orders of ports and aliases for no change', () => {
    const shuffled = structuredClone(containersList).map((container) => ({
      ...container,
      Ports: container.Ports?.reverse(),
    }));
    assert.deepEqual(afterChange(shuffled), { networks: [], containers: [] });
  });

  it('inspects a container and its networks when its endpoint is another', () => {
    const changed = structuredClone(containersList);
    const endpoint = changed.find((container) => container.Names?.[0] === '/db')?.NetworkSettings
      ?.Networks?.['back'];
    assert.ok(endpoint !== undefined);
    endpoint.EndpointID = 'another';
    assert.deepEqual(afterChange(changed), { networks: ['back'], containers: ['/db'] });
  });

  it('inspects the networks of a container that is gone', () => {
    const changed = containersList.filter((container) => container.Names?.[0] !== '/api');
    assert.deepEqual(afterChange(changed), { networks: ['back', 'front'], containers: [] });
  });

  it('inspects a container that was renamed, and its networks, which tell its name', () => {
    const changed = structuredClone(containersList);
    const web = changed.find((container) => container.Names?.[0] === '/web');
    assert.ok(web !== undefined);
    web.Names = ['/renamed'];
    assert.deepEqual(afterChange(changed), { networks: ['front'], containers: ['/web'] });
  });

  it('inspects what is suspected, though the lists say the same', () => {
    const prints = containerPrints(containersList);
    const known = new Map([...prints].map(([id, print]) => [id, { print, record: id }]));
    const [first = ''] = prints.keys();
    assert.deepEqual(idsToInspect(prints, known, new Set([first, 'unheard of'])), [first]);
  });

  it('suspects what a swarm changes without a sign', () => {
    const swarm = oracleSnapshot('docker28/n_swarm_overlay').networks;
    const names = swarmSuspects(swarm).map((id) => swarm.find((one) => one.Id === id)?.Name);
    assert.ok(names.includes('ingress') && names.includes('docker_gwbridge'));
    assert.ok(!names.includes('bridge'));
  });
});

describe('fingerprint', () => {
  it('is the same for other orders of keys and members, and for absent and undefined', () => {
    assert.equal(
      fingerprint({ a: [1, { b: 2, c: 3 }], d: undefined }),
      fingerprint({ a: [{ c: 3, b: 2 }, 1] }),
    );
  });

  it('differs where values do', () => {
    const values = [null, '', 'null', 0, '0', [], {}, [''], { a: '' }, { a: null }, [[]]];
    assert.equal(new Set(values.map(fingerprint)).size, values.length);
  });
});
