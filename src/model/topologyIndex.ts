import type { Container, ContainerId } from './container';
import type { Endpoint, EndpointId } from './endpoint';
import type { Bridge, VethPair } from './host';
import type { Network, NetworkId } from './network';
import type { Topology } from './topology';

/** Look-ups over a topology, so that questions about every endpoint stay linear. */
export interface TopologyIndex {
  readonly networks: ReadonlyMap<NetworkId, Network>;
  readonly containers: ReadonlyMap<ContainerId, Container>;
  readonly endpoints: ReadonlyMap<EndpointId, Endpoint>;
  readonly vethPairs: ReadonlyMap<EndpointId, VethPair>;
  /** Bridges that belong to a network. */
  readonly bridges: ReadonlyMap<NetworkId, Bridge>;
  /** In the order of keys, as in the topology; empty for what is not there. */
  endpointsOf(containerId: ContainerId): readonly Endpoint[];
  endpointsOn(networkId: NetworkId): readonly Endpoint[];
}

const indexes = new WeakMap<Topology, TopologyIndex>();

/** The index of a topology; made once, as topologies do not change. */
export function topologyIndex(topology: Topology): TopologyIndex {
  let index = indexes.get(topology);
  if (index === undefined) {
    index = makeIndex(topology);
    indexes.set(topology, index);
  }
  return index;
}

function makeIndex(topology: Topology): TopologyIndex {
  const endpoints = new Map<EndpointId, Endpoint>();
  const byContainer = new Map<ContainerId, Endpoint[]>();
  let byNetwork: ReadonlyMap<NetworkId, readonly Endpoint[]> | undefined;
  // In one go, as the first picture waits for it.
  topology.endpoints.forEach((endpoint) => {
    const { id, containerId } = endpoint;
    endpoints.set(id, endpoint);
    if (containerId === undefined) return;
    const others = byContainer.get(containerId);
    if (others === undefined) byContainer.set(containerId, [endpoint]);
    else others.push(endpoint);
  });
  return {
    networks: byKey(topology.networks, ({ id }) => id),
    containers: byKey(topology.containers, ({ id }) => id),
    endpoints,
    vethPairs: byKey(topology.vethPairs, ({ endpointId }) => endpointId),
    bridges: new Map(
      topology.bridges.flatMap((bridge) =>
        bridge.networkId === undefined ? [] : [[bridge.networkId, bridge] as const],
      ),
    ),
    endpointsOf: (containerId) => byContainer.get(containerId) ?? [],
    endpointsOn: (networkId) => {
      byNetwork ??= groupBy(topology.endpoints, (endpoint) => endpoint.networkId);
      return byNetwork.get(networkId) ?? [];
    },
  };
}

function byKey<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  items.forEach((item) => found.set(keyOf(item), item));
  return found;
}

/** Items by key, in their order; what has no key is left out. */
export function groupBy<T, K>(
  items: readonly T[],
  keyOf: (item: T) => K | undefined,
): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  items.forEach((item) => {
    const key = keyOf(item);
    if (key === undefined) return;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  });
  return groups;
}
