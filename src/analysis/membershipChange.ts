import type { Container } from '../model/container';
import type { Endpoint } from '../model/endpoint';
import type { Network } from '../model/network';
import { isKnown, observed, type Knowable } from '../model/provenance';
import type { PublishedPort } from '../model/publishedPort';
import type { Topology } from '../model/topology';
import { dnsNames } from '../topology/dnsNames';
import { electGateway, gatewayCandidate, type GatewayCandidate } from '../topology/gatewayEndpoint';
import { namesList } from './namesList';

/** One thing that connecting or disconnecting a container changes, as a sentence. */
export interface MembershipEffect {
  readonly kind: 'gateway' | 'ports' | 'names' | 'reach' | 'paths';
  readonly text: string;
}

export interface ConnectWish {
  readonly aliases: readonly string[];
  readonly gatewayPriority?: number;
}

/** What the container would answer to on a network that it is not on. */
export function namesOnJoining(
  { engine }: Topology,
  container: Container,
  network: Network,
  { aliases }: ConnectWish,
): Knowable<readonly string[]> {
  // It has no id yet, and is not connected by hand: compose gives it the service's name on each of its networks.
  const planned = container.state.value === 'planned';
  const service = planned ? container.compose?.service : undefined;
  return dnsNames({
    product: engine.product,
    networkKind: network.kind,
    isDefaultBridge: network.isDefaultBridge,
    ingress: network.ingress.value,
    containerName: container.name.value,
    containerId: planned ? '' : container.id,
    aliases: service === undefined ? aliases : [service, ...aliases],
  });
}

/** What `docker network connect` would change. Empty when container or network is not there. */
export function connectEffects(
  topology: Topology,
  containerId: string,
  networkId: string,
  wish: ConnectWish,
): readonly MembershipEffect[] {
  const affected = subject(topology, containerId, networkId);
  if (affected === undefined) return [];
  const { container, network, endpoints, version } = affected;
  const joining = gatewayCandidate(
    {
      id: 'joining',
      active: false,
      gatewayPriority: observed(wish.gatewayPriority ?? 0, 'your choice'),
    },
    network,
    version,
  );
  const before = candidates(topology, endpoints);
  const names = namesOnJoining(topology, container, network, wish);
  const neighbours = neighbourNames(topology, network, container);
  return [
    ...routeEffects(topology, affected, before, [...before, joining]),
    ...(isKnown(names) && names.value.length > 0
      ? [effect('names', `On ${network.name.value} it answers to ${namesList(names.value)}.`)]
      : [
          effect(
            'names',
            `On ${network.name.value} it has no name: the network has no name service.`,
          ),
        ]),
    ...(neighbours.length > 0
      ? [effect('reach', `It shares ${network.name.value} with ${namesList(neighbours)}.`)]
      : []),
  ];
}

/** What `docker network disconnect` would change. Empty when the container is not on the network. */
export function disconnectEffects(
  topology: Topology,
  containerId: string,
  networkId: string,
): readonly MembershipEffect[] {
  const affected = subject(topology, containerId, networkId);
  const leaving = affected?.endpoints.find((endpoint) => endpoint.networkId === networkId);
  if (affected === undefined || leaving === undefined) return [];
  const { container, network, endpoints } = affected;
  const staying = endpoints.filter((endpoint) => endpoint !== leaving);
  const cutOff = neighbourNames(topology, network, container).filter(
    (name) => !sharesAnother(topology, name, staying),
  );
  const names = isKnown(leaving.dnsNames) ? leaving.dnsNames.value : [];
  return [
    ...routeEffects(
      topology,
      affected,
      candidates(topology, endpoints),
      candidates(topology, staying),
    ),
    ...(names.length > 0
      ? [effect('names', `${namesList(names)} no longer resolve on ${network.name.value}.`)]
      : []),
    ...(cutOff.length > 0
      ? [effect('reach', `It shares no other network with ${namesList(cutOff)}.`)]
      : []),
    ...(staying.length === 0
      ? [effect('reach', `It is on no network any more: only its own loopback is left.`)]
      : []),
  ];
}

interface Subject {
  readonly container: Container;
  readonly network: Network;
  readonly endpoints: readonly Endpoint[];
  readonly ports: readonly PublishedPort[];
  readonly version: string;
}

function subject(topology: Topology, containerId: string, networkId: string): Subject | undefined {
  const container = topology.containers.find((candidate) => candidate.id === containerId);
  const network = topology.networks.find((candidate) => candidate.id === networkId);
  if (container === undefined || network === undefined) return undefined;
  return {
    container,
    network,
    endpoints: topology.endpoints.filter((endpoint) => endpoint.containerId === containerId),
    ports: topology.publishedPorts.filter((port) => port.containerId === containerId),
    version: topology.engine.version.value,
  };
}

function candidates(
  topology: Topology,
  endpoints: readonly Endpoint[],
): readonly GatewayCandidate[] {
  return endpoints.map((endpoint) =>
    gatewayCandidate(
      endpoint,
      topology.networks.find((network) => network.id === endpoint.networkId),
      topology.engine.version.value,
    ),
  );
}

/** Default route and published ports: both follow the elected endpoint. */
function routeEffects(
  topology: Topology,
  { container, ports, version }: Subject,
  before: readonly GatewayCandidate[],
  after: readonly GatewayCandidate[],
): readonly MembershipEffect[] {
  // Podman's choice is not told, so nothing is claimed about it.
  if (topology.engine.product === 'podman') return [];
  const elected = (all: readonly GatewayCandidate[]) => {
    const { 4: id } = electGateway(all, version);
    return all.find((candidate) => candidate.endpointId === id);
  };
  const left = elected(before);
  const old = left?.networkName;
  const next = elected(after)?.networkName;
  // Before 28 a container has a default route on an internal network, too, which leads nowhere.
  if (old === next || (next === undefined && left?.internal === true)) return [];
  const name = container.name.value;
  const published = [...new Set(ports.map(portText))];
  const moved = (text: string) => (published.length > 0 ? [effect('ports', text)] : []);
  if (next === undefined) {
    return [
      effect(
        'gateway',
        `${name} loses its default route, which leaves by ${old}: it reaches nothing outside.`,
      ),
      ...moved(`Its published ports close: ${published.join(', ')}.`),
    ];
  }
  if (old === undefined) {
    return [
      effect('gateway', `${name} gets a default route, by ${next}.`),
      ...moved(`Its published ports open, by ${next}: ${published.join(', ')}.`),
    ];
  }
  return [
    effect('gateway', `The default route of ${name} moves from ${old} to ${next}.`),
    ...moved(`Its published ports are forwarded by ${next} instead: ${published.join(', ')}.`),
  ];
}

function portText(port: PublishedPort): string {
  const host = isKnown(port.hostPort) ? String(port.hostPort.value) : 'a free port';
  return `${host} → ${port.containerPort.value}/${port.proto}`;
}

function neighbourNames(
  topology: Topology,
  network: Network,
  container: Container,
): readonly string[] {
  return topology.endpoints
    .filter(
      (endpoint) =>
        endpoint.networkId === network.id &&
        endpoint.containerId !== undefined &&
        endpoint.containerId !== container.id,
    )
    .map((endpoint) => endpoint.name)
    .sort();
}

function sharesAnother(
  topology: Topology,
  neighbour: string,
  staying: readonly Endpoint[],
): boolean {
  const networks = new Set(staying.map((endpoint) => endpoint.networkId));
  return topology.endpoints.some(
    (endpoint) => endpoint.name === neighbour && networks.has(endpoint.networkId),
  );
}

function effect(kind: MembershipEffect['kind'], text: string): MembershipEffect {
  return { kind, text };
}
