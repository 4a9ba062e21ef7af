import type { Topology } from '../model/topology';

/**
 * What of an engine belongs to a compose project, by compose's labels: its containers and networks, and
 * the networks of others that its containers are on, with its own endpoints there alone.
 */
export function projectPart(topology: Topology, project: string): Topology {
  const containers = topology.containers.filter(({ compose }) => compose?.project === project);
  const own = new Set(containers.map(({ id }) => id));
  const endpoints = topology.endpoints.filter(({ containerId }) => own.has(containerId ?? ''));
  const used = new Set(endpoints.map(({ networkId }) => networkId));
  const networks = topology.networks.filter(
    ({ id, compose }) => used.has(id) || compose?.project === project,
  );
  const networkIds = new Set(networks.map(({ id }) => id));
  const endpointIds = new Set(endpoints.map(({ id }) => id));
  return {
    ...topology,
    networks,
    containers,
    endpoints,
    sandboxes: topology.sandboxes
      .map((sandbox) => ({
        ...sandbox,
        containerIds: sandbox.containerIds.filter((id) => own.has(id)),
      }))
      .filter(({ kind, containerIds }) => kind === 'host' || containerIds.length > 0),
    bridges: topology.bridges.filter(({ networkId }) => networkIds.has(networkId ?? '')),
    vethPairs: topology.vethPairs.filter(({ endpointId }) => endpointIds.has(endpointId)),
    publishedPorts: topology.publishedPorts.filter(({ containerId }) => own.has(containerId)),
  };
}
