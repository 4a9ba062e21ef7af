import type { Container } from '../model/container';
import type { Network, NetworkId } from '../model/network';
import type { Topology } from '../model/topology';
import { topologyIndex } from '../model/topologyIndex';

/** What of a topology is wanted to be seen. Empty lists and texts ask for nothing. */
export interface TopologyFilter {
  /** Compose projects, any of them; the empty name is for what belongs to none. */
  readonly projects: readonly string[];
  /** Drivers of networks, any of them. */
  readonly drivers: readonly string[];
  /** States of containers, any of them. */
  readonly states: readonly string[];
  /** Part of a container's or a network's name. */
  readonly name: string;
  /** The engine's own networks `bridge` and `host`. */
  readonly hideDefault: boolean;
  readonly hideNone: boolean;
  /** Networks that nothing is on. */
  readonly hideUnused: boolean;
}

export interface FilteredTopology {
  readonly topology: Topology;
  readonly hidden: { readonly containers: number; readonly networks: number };
}

export const noFilter: TopologyFilter = {
  projects: [],
  drivers: [],
  states: [],
  name: '',
  hideDefault: false,
  hideNone: false,
  hideUnused: false,
};

export function isFiltering(filter: TopologyFilter): boolean {
  const { projects, drivers, states, name, hideDefault, hideNone, hideUnused } = filter;
  const lists = projects.length + drivers.length + states.length > 0;
  return lists || name.trim() !== '' || hideDefault || hideNone || hideUnused;
}

/**
 * The part of a topology that a filter leaves, for drawing alone: rules, routes and names of the whole
 * stay in force, so questions are asked of the whole. A container goes with the last network that is
 * left of it, a network with the last container; containers that share a namespace stay together.
 */
export function filterTopology(topology: Topology, filter: TopologyFilter): FilteredTopology {
  if (!isFiltering(filter)) return { topology, hidden: { containers: 0, networks: 0 } };
  const index = topologyIndex(topology);
  const wish = normalised(filter);
  const allowed = new Set(
    topology.networks.filter((network) => isAllowed(topology, network, wish)).map(({ id }) => id),
  );
  const containers = keptContainers(topology, allowed, wish);
  const used = new Set(
    topology.endpoints
      .filter(({ containerId }) => containerId !== undefined && containers.has(containerId))
      .map(({ networkId }) => networkId),
  );
  const isHostUsed = topology.containers.some(
    ({ id, sandboxId }) => containers.has(id) && sandboxId === 'host',
  );
  const networks = new Set(
    topology.networks
      .filter(
        (network) =>
          allowed.has(network.id) &&
          (used.has(network.id) ||
            (network.kind === 'host' && isHostUsed) ||
            matchesItself(network, wish)),
      )
      .map(({ id }) => id),
  );
  const asksForContainers = wish.projects.size + wish.states.size > 0 || wish.name !== '';
  const endpoints = topology.endpoints.filter(
    ({ networkId, containerId }) =>
      networks.has(networkId) &&
      (containerId === undefined ? !asksForContainers : containers.has(containerId)),
  );
  const kept = new Set(endpoints.map(({ id }) => id));
  const left: Topology = {
    ...topology,
    networks: topology.networks.filter(({ id }) => networks.has(id)),
    containers: topology.containers
      .filter(({ id }) => containers.has(id))
      .map((container) => ({
        ...container,
        endpointIds: container.endpointIds.filter((id) => kept.has(id)),
      })),
    endpoints,
    sandboxes: topology.sandboxes.flatMap((sandbox) => {
      const containerIds = sandbox.containerIds.filter((id) => containers.has(id));
      return containerIds.length > 0 || sandbox.containerIds.length === 0
        ? [{ ...sandbox, containerIds }]
        : [];
    }),
    bridges: topology.bridges.filter(
      ({ networkId }) => networkId === undefined || networks.has(networkId),
    ),
    vethPairs: topology.vethPairs.filter(({ endpointId }) => kept.has(endpointId)),
    publishedPorts: topology.publishedPorts.filter(
      ({ containerId, endpointId }) =>
        containers.has(containerId) &&
        (endpointId === undefined || kept.has(endpointId) || !index.endpoints.has(endpointId)),
    ),
  };
  return {
    topology: left,
    hidden: {
      containers: topology.containers.length - left.containers.length,
      networks: topology.networks.length - left.networks.length,
    },
  };
}

interface Wish {
  readonly projects: ReadonlySet<string>;
  readonly drivers: ReadonlySet<string>;
  readonly states: ReadonlySet<string>;
  readonly name: string;
  readonly filter: TopologyFilter;
}

function normalised(filter: TopologyFilter): Wish {
  return {
    projects: new Set(filter.projects),
    drivers: new Set(filter.drivers),
    states: new Set(filter.states),
    name: filter.name.trim().toLowerCase(),
    filter,
  };
}

/** By what is asked of networks alone. */
function isAllowed(topology: Topology, network: Network, { drivers, filter }: Wish): boolean {
  if (drivers.size > 0 && !drivers.has(network.driver.value)) return false;
  if (filter.hideDefault && (network.isDefaultBridge || network.kind === 'host')) return false;
  if (filter.hideNone && network.kind === 'none') return false;
  return !filter.hideUnused || isUsed(topology, network);
}

function isUsed(topology: Topology, network: Network): boolean {
  if (topologyIndex(topology).endpointsOn(network.id).length > 0) return true;
  return (
    network.kind === 'host' && topology.containers.some(({ sandboxId }) => sandboxId === 'host')
  );
}

/** Without containers a network stays when it is itself what was asked for. */
function matchesItself({ compose, name }: Network, wish: Wish): boolean {
  if (wish.states.size > 0) return false;
  return inProject(compose?.project, wish) && holdsName(name.value, wish);
}

/** Containers that are asked for, with those that share their namespace. */
function keptContainers(
  topology: Topology,
  allowed: ReadonlySet<NetworkId>,
  wish: Wish,
): ReadonlySet<string> {
  const { containers } = topologyIndex(topology);
  const kept = new Set<string>();
  for (const sandbox of topology.sandboxes) {
    const members = sandbox.containerIds.flatMap((id) => containers.get(id) ?? []);
    const wanted = members.filter((member) => isWanted(topology, member, members, allowed, wish));
    const all = sandbox.kind === 'host' || wanted.length === 0 ? wanted : members;
    for (const { id } of all) kept.add(id);
  }
  return kept;
}

function isWanted(
  topology: Topology,
  container: Container,
  sharing: readonly Container[],
  allowed: ReadonlySet<NetworkId>,
  wish: Wish,
): boolean {
  const { compose, state, name, sandboxId } = container;
  if (!inProject(compose?.project, wish)) return false;
  if (wish.states.size > 0 && !wish.states.has(state.value)) return false;
  const networks =
    sandboxId === 'host'
      ? topology.networks.filter(({ kind }) => kind === 'host')
      : networksOf(topology, sharing);
  const left = networks.filter(({ id }) => allowed.has(id));
  if (networks.length > 0 && left.length === 0) return false;
  // On no network at all: nothing of it answers to a driver.
  if (networks.length === 0 && wish.drivers.size > 0) return false;
  return [name, ...left.map((network) => network.name)].some(({ value }) => holdsName(value, wish));
}

function networksOf(topology: Topology, containers: readonly Container[]): readonly Network[] {
  const index = topologyIndex(topology);
  return containers.flatMap(({ id }) =>
    index.endpointsOf(id).flatMap(({ networkId }) => index.networks.get(networkId) ?? []),
  );
}

function inProject(project: string | undefined, { projects }: Wish): boolean {
  return projects.size === 0 || projects.has(project ?? '');
}

function holdsName(text: string, { name }: Wish): boolean {
  return text.toLowerCase().includes(name);
}
