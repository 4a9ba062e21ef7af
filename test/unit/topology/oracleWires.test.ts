import assert from 'node:assert/strict';
import { isKnown } from '../../../src/model/provenance';
import type { Snapshot } from '../../../src/model/snapshot';
import type { Topology } from '../../../src/model/topology';
import { buildTopology } from '../../../src/topology/buildTopology';
import { oracleNames, oracleSnapshot } from '../../support/oracleSnapshots';

interface Link {
  readonly ifindex: number;
  readonly ifname: string;
  readonly link_index?: number;
  readonly master?: string;
  readonly address?: string;
}

function build(snapshot: Snapshot): Topology {
  return buildTopology(snapshot, { kind: 'snapshot', label: 'oracle' }, 'oracle');
}

function links(part: unknown): readonly Link[] {
  return ((part ?? []) as readonly Partial<Link>[]).filter(
    (link): link is Link => link.ifindex !== undefined,
  );
}

/** What `ip -j link` says on both sides: the host's name of each wire by container and MAC address. */
function truth({ host, sandboxes }: Snapshot): ReadonlyMap<string, string> {
  const outer = links(host?.addr);
  return new Map(
    Object.entries(sandboxes ?? {}).flatMap(([container, part]) =>
      links(part.link).flatMap((inner) => {
        const found = outer.find(
          (one) => one.ifindex === inner.link_index && one.link_index === inner.ifindex,
        );
        return found?.master === undefined
          ? []
          : [[`${container} ${inner.address ?? ''}`, found.ifname] as const];
      }),
    ),
  );
}

/** `<container id> <MAC address>` of an endpoint, as the truth is keyed; absent for orphans. */
function keyed({ endpoints, vethPairs }: Topology) {
  return vethPairs.map((pair) => {
    const endpoint = endpoints.find(({ id }) => id === pair.endpointId);
    assert.ok(endpoint);
    const mac = isKnown(endpoint.mac) ? endpoint.mac.value : '';
    return {
      pair,
      orphan: endpoint.containerId === undefined,
      key: `${endpoint.containerId} ${mac}`,
    };
  });
}

describe('veth pairs of real hosts', () => {
  let pairs = 0;
  let elsewhere = 0;
  for (const name of oracleNames()) {
    const snapshot = oracleSnapshot(name);
    const known = truth(snapshot);
    const wires = keyed(build(snapshot));

    it(`are all right in ${name}`, () => {
      const owned = wires.filter(({ orphan }) => !orphan);
      assert.deepEqual(
        owned.map(({ key, pair }) => [key, isKnown(pair.hostEnd) ? pair.hostEnd.value : '?']),
        owned.map(({ key }) => [key, known.get(key)]),
      );
      for (const { pair } of owned) assert.ok(isKnown(pair.containerEnd));
      pairs += owned.length;
    });

    it(`are never wrong in ${name} when no namespace is read`, () => {
      const { sandboxes: _, ...without } = snapshot;
      for (const { key, pair, orphan } of keyed(build(without as Snapshot))) {
        if (!isKnown(pair.hostEnd) || orphan) continue;
        assert.equal(pair.hostEnd.value, known.get(key), key);
        elsewhere += 1;
      }
    });

    it(`are not known in ${name} when the host is not read`, () => {
      const { sandboxes: _, host: __, ...without } = snapshot;
      const { vethPairs, host, bridges } = build(without as Snapshot);
      assert.equal(vethPairs.length, wires.length);
      for (const { hostEnd, containerEnd } of vethPairs) {
        assert.ok(!isKnown(hostEnd) && !isKnown(containerEnd));
      }
      assert.ok(!isKnown(host.interfaces) && host.looseVeths === undefined);
      assert.ok(bridges.every(({ kernel }) => kernel === undefined));
    });
  }

  it('were many, and most are found without namespaces too', () => {
    assert.ok(pairs >= 150, String(pairs));
    assert.ok(elsewhere >= 0.6 * pairs, `${elsewhere} of ${pairs}`);
  });
});
