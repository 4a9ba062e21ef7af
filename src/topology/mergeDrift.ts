import type { Container } from '../model/container';
import type { Endpoint } from '../model/endpoint';
import type { Network } from '../model/network';
import type { Sandbox } from '../model/sandbox';
import type { Topology } from '../model/topology';
import { projectPart } from './projectPart';
import { byKey } from './uniqueKeys';

/**
 * One topology of a planned project and of what of it runs: what runs as it was read, and what only the
 * plan has beside it, ids and all. Keys are the same on both sides, so pictures keep their places.
 */
export function mergeDrift(planned: Topology, engine: Topology): Topology {
  const project = planned.origin.kind === 'compose' ? planned.origin.project : '';
  const real = projectPart(engine, project);
  const networks = joinNetworks(planned.networks, real.networks, engine.networks);
  const containers = joinContainers(planned.containers, real.containers);
  const endpoints = joinEndpoints(planned, real, networks.ids, containers.ids);
  const own = new Map<string, string[]>();
  for (const { id, containerId } of endpoints) {
    if (containerId !== undefined) own.set(containerId, [...(own.get(containerId) ?? []), id]);
  }
  const all = containers.all.map((container) => ({
    ...container,
    endpointIds: own.get(container.id) ?? [],
  }));
  return {
    ...real,
    origin: planned.origin,
    networks: networks.all,
    containers: all,
    endpoints,
    sandboxes: joinSandboxes(all, real.sandboxes),
    bridges: [
      ...real.bridges,
      ...planned.bridges.filter(
        ({ networkId }) => networkId !== undefined && networks.ids.get(networkId) === networkId,
      ),
      ...networks.borrowed.flatMap(({ id, bridgeDevice }) =>
        bridgeDevice === undefined ? [] : [{ device: bridgeDevice, networkId: id }],
      ),
    ],
    publishedPorts: joinPorts(planned, real, containers.ids, endpoints),
    missing: [...planned.missing, ...engine.missing],
  };
}

interface Joined<T> {
  /** Sorted by key. */
  readonly all: readonly T[];
  /** Planned id → the id it has here. */
  readonly ids: ReadonlyMap<string, string>;
}

/** External networks are on the engine, though nothing of the project may be on them yet. */
function joinNetworks(
  planned: readonly Network[],
  real: readonly Network[],
  engine: readonly Network[],
): Joined<Network> & { readonly borrowed: readonly Network[] } {
  const ids = new Map<string, string>();
  const all = new Map(real.map((network) => [network.id, network]));
  const borrowed: Network[] = [];
  for (const network of planned) {
    const same =
      real.find(({ key }) => key === network.key) ??
      engine.find(({ name }) => name.value === network.name.value);
    ids.set(network.id, same?.id ?? network.id);
    if (same === undefined) all.set(network.id, network);
    else {
      if (!all.has(same.id)) borrowed.push(same);
      all.set(same.id, {
        ...same,
        external: network.external,
        ...(network.unused === true ? { unused: true } : {}),
      });
    }
  }
  return { all: [...all.values()].sort(byKey), ids, borrowed };
}

function joinContainers(
  planned: readonly Container[],
  real: readonly Container[],
): Joined<Container> {
  const there = new Map(real.map((container) => [container.key, container]));
  const ids = new Map(planned.map(({ id, key }) => [id, there.get(key)?.id ?? id]));
  const sandboxes = new Map(real.map(({ id, sandboxId }) => [id, sandboxId]));
  const added = planned
    .filter(({ key }) => !there.has(key))
    .map((container) => {
      const owner = ids.get(container.sandboxId);
      return owner === undefined || owner === container.sandboxId
        ? container
        : { ...container, sandboxId: sandboxes.get(owner) ?? owner };
    });
  return { all: [...real, ...added].sort(byKey), ids };
}

function joinEndpoints(
  planned: Topology,
  real: Topology,
  networks: ReadonlyMap<string, string>,
  containers: ReadonlyMap<string, string>,
): readonly Endpoint[] {
  const taken = new Set(
    real.endpoints.map(({ containerId, networkId }) => JSON.stringify([containerId, networkId])),
  );
  const added = planned.endpoints.flatMap((endpoint) => {
    const containerId = containers.get(endpoint.containerId ?? '');
    const networkId = networks.get(endpoint.networkId) ?? endpoint.networkId;
    if (containerId === undefined || taken.has(JSON.stringify([containerId, networkId]))) return [];
    return [{ ...endpoint, containerId, networkId, active: false }];
  });
  return [...real.endpoints, ...added].sort(byKey);
}

/** Those that run keep theirs; what is planned joins them or stands in one of its own. */
function joinSandboxes(
  containers: readonly Container[],
  real: readonly Sandbox[],
): readonly Sandbox[] {
  const known = new Set(real.flatMap(({ containerIds }) => containerIds));
  const groups = new Map(real.map((sandbox) => [sandbox.id, sandbox]));
  for (const { id, sandboxId } of containers) {
    if (known.has(id)) continue;
    const group = groups.get(sandboxId);
    groups.set(
      sandboxId,
      group === undefined
        ? { id: sandboxId, kind: 'own', containerIds: [id], ownerId: sandboxId }
        : { ...group, containerIds: [...group.containerIds, id] },
    );
  }
  return [...groups.values()];
}

/** Ports of what runs, and planned ones whose like is not there. */
function joinPorts(
  planned: Topology,
  real: Topology,
  containers: ReadonlyMap<string, string>,
  endpoints: readonly Endpoint[],
) {
  const keys = new Set(real.publishedPorts.map(({ key }) => key));
  const open = new Set(
    real.publishedPorts.map(({ containerId, containerPort, proto, hostAddress }) =>
      JSON.stringify([containerId, containerPort.value, proto, hostAddress.value]),
    ),
  );
  const byEndpointKey = new Map(endpoints.map(({ key, id }) => [key, id]));
  const plannedKeys = new Map(planned.endpoints.map(({ id, key }) => [id, key]));
  const added = planned.publishedPorts.flatMap((port) => {
    const containerId = containers.get(port.containerId) ?? port.containerId;
    const { containerPort, proto, hostAddress } = port;
    // One the engine chose stands for the one whose number the plan leaves open.
    const isChosen =
      !('value' in port.hostPort) &&
      open.has(JSON.stringify([containerId, containerPort.value, proto, hostAddress.value]));
    // Whether a port of every address has an IPv6 half is the host's to say.
    const isHalf = hostAddress.value === '::' && containerId !== port.containerId;
    if (keys.has(port.key) || isChosen || isHalf) return [];
    const endpointId = byEndpointKey.get(plannedKeys.get(port.endpointId ?? '') ?? '');
    const { endpointId: _planned, ...rest } = port;
    return [
      {
        ...rest,
        containerId,
        active: false,
        ...(endpointId === undefined ? {} : { endpointId }),
      },
    ];
  });
  return [...real.publishedPorts, ...added].sort(byKey);
}
