import fc from 'fast-check';
import type { Topology } from '../../src/model/topology';
import { aNetwork, aTopology, type ContainerWish } from './topologyBuilder';

/** Up to 40 containers on up to 8 networks, with all modes, states, ports and left-over endpoints. */
export interface Wish {
  readonly networks: readonly {
    readonly kind: 'bridge' | 'macvlan' | 'overlay';
    internal: boolean;
  }[];
  readonly containers: readonly ContainerDraft[];
  readonly orphans: readonly number[];
}

export interface ContainerDraft {
  readonly place: 'networks' | 'host' | 'none' | 'shares' | 'nowhere';
  readonly on: readonly number[];
  readonly state: 'running' | 'paused' | 'exited';
  readonly ports: number;
  readonly owner: number;
}

export const containerDrafts: fc.Arbitrary<ContainerDraft> = fc.record({
  place: fc.oneof(
    { weight: 12, arbitrary: fc.constant('networks' as const) },
    { weight: 3, arbitrary: fc.constantFrom('host', 'none', 'shares', 'nowhere') },
  ),
  // Most containers are on one network.
  on: fc.oneof(
    { weight: 5, arbitrary: fc.array(fc.nat(7), { minLength: 1, maxLength: 1 }) },
    { weight: 1, arbitrary: fc.uniqueArray(fc.nat(7), { minLength: 2, maxLength: 3 }) },
  ),
  state: fc.constantFrom('running', 'running', 'paused', 'exited'),
  ports: fc.nat(2),
  owner: fc.nat(39),
});

export const topologyWishes: fc.Arbitrary<Wish> = fc.record({
  networks: fc.array(
    fc.record({
      kind: fc.constantFrom('bridge', 'bridge', 'bridge', 'macvlan', 'overlay'),
      internal: fc.boolean(),
    }),
    { minLength: 1, maxLength: 8 },
  ),
  containers: fc.array(containerDrafts, { maxLength: 40 }),
  orphans: fc.array(fc.nat(7), { maxLength: 3 }),
});

export function wishedTopology({ networks, containers, orphans }: Wish): Topology {
  const name = (index: number) => `net${index % networks.length}`;
  const owners = containers.flatMap(({ place }, index) => (place === 'networks' ? [index] : []));
  const wish = (one: ContainerDraft, index: number): ContainerWish => {
    const { place, on, state, ports, owner } = one;
    const shared = owners[owner % Math.max(1, owners.length)];
    switch (place) {
      case 'networks':
        return {
          state,
          networks: [...new Set(on.map(name))],
          ports: Array.from({ length: ports }, (_, n) => [
            '0.0.0.0',
            9000 + 10 * index + n,
            80 + n,
          ]),
        };
      case 'host':
      case 'none':
        return { state, mode: place, networks: [place] };
      case 'shares':
        return { state, ...(shared === undefined ? {} : { shares: `c${shared}` }) };
      case 'nowhere':
        return { state };
    }
  };
  return aTopology(
    [
      ...networks.map(({ kind, internal }, index) =>
        aNetwork(`net${index}`, {
          kind,
          internal,
          subnet: `10.${index}.0.0/24`,
          gateway: `10.${index}.0.1`,
          ...(kind === 'macvlan' ? { parent: 'eth0' } : {}),
        }),
      ),
      aNetwork('host', { kind: 'host' }),
      aNetwork('none', { kind: 'none' }),
    ],
    Object.fromEntries(containers.map((one, index) => [`c${index}`, wish(one, index)])),
    Object.fromEntries(orphans.map((network, index) => [`left-over-${index}`, name(network)])),
  );
}
