import type { Container } from '../../model/container';
import type { Network } from '../../model/network';
import type { Topology } from '../../model/topology';

/**
 * Who may be connected to what, so that only what is possible is offered. The rules are the engine's
 * (moby: daemon/container_operations.go, 20.10 to 29).
 */

/** Containers cannot join these at all. */
export function isConnectable({ kind, ingress, scope, attachable }: Network): boolean {
  if (kind === 'host' || kind === 'none' || ingress.value) return false;
  return scope.value !== 'swarm' || attachable.value;
}

/** Whether the container may be on networks of its own choice now. */
export function canConnect(topology: Topology, container: Container): boolean {
  const { kind } = container.networkMode.value;
  if (kind === 'host' || kind === 'container' || isGoing(container)) return false;
  // A container in private mode must leave the network `none` first.
  return !networksOf(topology, container).some((network) => network.kind === 'none');
}

export function connectableContainers(topology: Topology, network: Network): readonly Container[] {
  if (!isConnectable(network)) return [];
  return topology.containers.filter(
    (container) =>
      canConnect(topology, container) && !networksOf(topology, container).includes(network),
  );
}

export function connectableNetworks(topology: Topology, container: Container): readonly Network[] {
  if (!canConnect(topology, container)) return [];
  const joined = networksOf(topology, container);
  return topology.networks.filter((network) => isConnectable(network) && !joined.includes(network));
}

/** Networks the container can leave: all but the host's. */
export function disconnectableNetworks(
  topology: Topology,
  container: Container,
): readonly Network[] {
  if (isGoing(container)) return [];
  return networksOf(topology, container).filter(({ kind }) => kind !== 'host');
}

export function networksOf(topology: Topology, container: Container): readonly Network[] {
  const ids = new Set(
    topology.endpoints
      .filter(({ containerId }) => containerId === container.id)
      .map(({ networkId }) => networkId),
  );
  return topology.networks.filter(({ id }) => ids.has(id));
}

/** moby: ErrRemovalContainer. */
function isGoing({ state }: Container): boolean {
  return state.value === 'removing' || state.value === 'dead';
}
