import type { Container } from '../model/container';
import type { Endpoint } from '../model/endpoint';
import type { Bridge } from '../model/host';
import type { Network } from '../model/network';
import { unknown } from '../model/provenance';
import type { Snapshot } from '../model/snapshot';
import { groupBy } from '../model/topologyIndex';
import type { MissingPart, Topology, TopologyOrigin } from '../model/topology';
import { readKernelFacts, readOutside } from './kernelFacts';
import { withGateways } from './poolGateways';
import { readContainers, type ContainerDraft } from './readContainers';
import { readEndpoints } from './readEndpoints';
import { readEngine, readHost } from './readEngine';
import { readNetworks } from './readNetworks';
import { readPublishedPorts } from './readPublishedPorts';
import { readSandboxes, sandboxIdOf } from './readSandboxes';
import { vethPairs } from './vethPairs';

/**
 * Snapshot → Topology. Pure: the same snapshot gives the same topology on any machine.
 * @param engineKey stable key of the engine or file, for view state
 */
export function buildTopology(
  snapshot: Snapshot,
  origin: TopologyOrigin,
  engineKey: string,
): Topology {
  const engine = readEngine(snapshot, engineKey);
  const told = readNetworks(snapshot.networks, engine);
  const drafts = readContainers(snapshot.containers, snapshot.containersList);
  const endpoints = readEndpoints(drafts, told, snapshot.networks, engine);
  const networks = withGateways(told, endpoints);
  const publishedPorts = readPublishedPorts(drafts, endpoints);
  const owned = groupBy(endpoints, (endpoint) => endpoint.containerId);
  const byId = new Map(drafts.map((draft) => [draft.id, draft]));
  const kernel = readKernelFacts(snapshot, (id) => {
    const draft = byId.get(id);
    return draft === undefined ? undefined : sandboxIdOf(draft, byId);
  });
  const outside = readOutside(snapshot);
  return {
    origin,
    engine,
    host: readHost(snapshot, networks, publishedPorts),
    networks,
    containers: drafts.map((draft) => container(draft, owned.get(draft.id) ?? [], byId)),
    endpoints,
    sandboxes: readSandboxes(drafts),
    bridges: networks.flatMap(bridge),
    vethPairs: vethPairs(
      endpoints,
      networks,
      unknown('the host’s interfaces were not read', 'host access'),
    ),
    publishedPorts,
    missing: missingParts(snapshot),
    ...(kernel === undefined ? {} : { kernel }),
    ...(outside === undefined ? {} : { outside }),
  };
}

function container(
  draft: ContainerDraft,
  endpoints: readonly Endpoint[],
  byId: ReadonlyMap<string, ContainerDraft>,
): Container {
  return {
    ...draft.facts,
    sandboxId: sandboxIdOf(draft, byId),
    endpointIds: endpoints.map((endpoint) => endpoint.id),
  };
}

function bridge(network: Network): readonly Bridge[] {
  return network.bridgeDevice === undefined
    ? []
    : [{ device: network.bridgeDevice, networkId: network.id }];
}

function missingParts(snapshot: Snapshot): readonly MissingPart[] {
  const told = snapshot.missing ?? [];
  return snapshot.host === undefined && !told.some((part) => part.part === 'host')
    ? [...told, { part: 'host', reason: 'the host’s interfaces, routes and rules were not read' }]
    : told;
}
