import type { Container } from '../model/container';
import type { Endpoint } from '../model/endpoint';
import type { Snapshot } from '../model/snapshot';
import { groupBy } from '../model/topologyIndex';
import type { MissingPart, Topology, TopologyOrigin } from '../model/topology';
import { withBridgeDevices } from './bridges';
import { readForwarding } from './bridgesForwarding';
import { readKernelFacts, readOutside } from './kernelFacts';
import { withGateways } from './poolGateways';
import { readContainers, type ContainerDraft } from './readContainers';
import { readEndpoints } from './readEndpoints';
import { readEngine, readHost } from './readEngine';
import { readHostWires, withInterfaceNames } from './readHostWires';
import { readNetworks } from './readNetworks';
import { readPublishedPorts } from './readPublishedPorts';
import { readSandboxes, sandboxIdOf } from './readSandboxes';

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
  const byId = new Map(drafts.map((draft) => [draft.id, draft]));
  const sandboxOf = (containerId: string | undefined) => {
    const draft = byId.get(containerId ?? '');
    return draft === undefined ? undefined : sandboxIdOf(draft, byId);
  };
  const sandboxOfEndpoint = (endpoint: Endpoint) => sandboxOf(endpoint.containerId);
  const kernel = readKernelFacts(snapshot, sandboxOf);
  const endpoints = withInterfaceNames(
    readEndpoints(drafts, told, snapshot.networks, engine),
    kernel,
    sandboxOfEndpoint,
  );
  const networks = withBridgeDevices(withGateways(told, endpoints), kernel?.host?.interfaces);
  const publishedPorts = readPublishedPorts(drafts, endpoints);
  const owned = groupBy(endpoints, (endpoint) => endpoint.containerId);
  const forwarding = readForwarding(snapshot.host?.bridgeFdb);
  const wires = readHostWires(endpoints, networks, kernel, forwarding, sandboxOfEndpoint);
  const outside = readOutside(snapshot);
  return {
    origin,
    engine,
    host: { ...readHost(snapshot, networks, publishedPorts), ...wires.host },
    networks,
    containers: drafts.map((draft) => container(draft, owned.get(draft.id) ?? [], byId)),
    endpoints,
    sandboxes: readSandboxes(drafts),
    bridges: wires.bridges,
    vethPairs: wires.vethPairs,
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
    sandboxId: sandboxIdOf(draft, byId),
    endpointIds: endpoints.map((endpoint) => endpoint.id),
    // Last: after a spread, a new property gives each object a hidden class of its own, and
    // whatever reads thousands of them finds nothing cached.
    ...draft.facts,
  };
}

function missingParts(snapshot: Snapshot): readonly MissingPart[] {
  const told = snapshot.missing ?? [];
  return snapshot.host === undefined && !told.some((part) => part.part === 'host')
    ? [...told, { part: 'host', reason: 'the host’s interfaces, routes and rules were not read' }]
    : told;
}
