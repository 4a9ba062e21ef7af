import type { Container } from '../model/container';
import type { Endpoint } from '../model/endpoint';
import type { Network } from '../model/network';
import { isKnown, type Declared } from '../model/provenance';
import type { PublishedPort } from '../model/publishedPort';
import type { Topology } from '../model/topology';
import { publishedAt } from '../scene/publishedAt';
import { nounOf } from '../scene/sceneIds';

/** The nouns behind an element of the picture or a row of the tree, as they are right now. */
export interface ElementTarget {
  readonly network?: Network;
  readonly container?: Container;
  readonly endpoint?: Endpoint;
  readonly port?: PublishedPort;
}

/** What a scene id stands for; empty for the host, the outside and what is gone. */
export function elementTarget(topology: Topology, sceneId: string): ElementTarget {
  const noun = nounOf(topology, sceneId);
  switch (noun?.kind) {
    case undefined:
    case 'host':
    case 'outside':
    case 'nic':
    case 'loose-bridge':
    case 'loose-veth':
      return {};
    case 'network':
    case 'bridge':
    case 'parent':
      return { network: noun.network };
    case 'veth':
    case 'endpoint':
      return endpointTarget(topology, noun.endpoint);
    case 'container':
      return { container: noun.container };
    case 'sandbox':
      return present('container', containerOf(topology, noun.sandbox.ownerId));
    case 'port':
      return {
        port: noun.port,
        ...present('container', containerOf(topology, noun.port.containerId)),
      };
  }
}

/** The endpoint with its container and network; empty without an endpoint. */
export function endpointTarget(topology: Topology, endpoint: Endpoint | undefined): ElementTarget {
  if (endpoint === undefined) return {};
  return {
    endpoint,
    ...present(
      'network',
      topology.networks.find(({ id }) => id === endpoint.networkId),
    ),
    ...present('container', containerOf(topology, endpoint.containerId)),
  };
}

export function targetName({ endpoint, container, network }: ElementTarget): string | undefined {
  return container?.name.value ?? endpoint?.name ?? network?.name.value;
}

/** Addresses to copy: a port's, an endpoint's, all of a container's, or a network's subnets. */
export function targetAddresses(topology: Topology, target: ElementTarget): readonly string[] {
  const { port, endpoint, container, network } = target;
  if (port !== undefined) {
    return isKnown(port.hostPort) ? [publishedAt(port)] : [];
  }
  if (endpoint !== undefined) return endpointAddresses(endpoint);
  if (container !== undefined) {
    return topology.endpoints
      .filter(({ containerId }) => containerId === container.id)
      .flatMap(endpointAddresses);
  }
  return (network?.ipam ?? []).flatMap(({ subnet }) => (isKnown(subnet) ? [subnet.value] : []));
}

export function endpointAddresses({ ipv4, ipv6 }: Endpoint): readonly string[] {
  return [ipv4, ipv6].flatMap((address) => (isKnown(address) ? [address.value.address] : []));
}

/** Where a file says so: the first place any fact of the noun is declared at. */
export function declaredPlace(target: ElementTarget): Declared | undefined {
  const noun = target.port ?? target.endpoint ?? target.container ?? target.network;
  const places = declaredPlaces(noun).sort((a, b) => a.line - b.line || a.column - b.column);
  // An endpoint that the file does not write down stands at its service.
  if (places.length === 0 && noun === target.endpoint && target.container !== undefined) {
    return declaredPlace({ container: target.container });
  }
  return places[0];
}

/** How deep facts lie in a noun: `ipam[0].subnet.source`. */
const maxDepth = 5;

/** Every place a noun's facts are declared at. */
export function declaredPlaces(value: unknown, depth = 0): Declared[] {
  if (typeof value !== 'object' || value === null || depth > maxDepth) return [];
  if (isDeclared(value)) return [value];
  return Object.values(value).flatMap((inner) => declaredPlaces(inner, depth + 1));
}

function isDeclared(value: object): value is Declared {
  return 'kind' in value && value.kind === 'declared' && 'file' in value && 'line' in value;
}

function containerOf({ containers }: Topology, id: string | undefined): Container | undefined {
  return containers.find((container) => container.id === id);
}

function present<K extends string, T>(name: K, value: T | undefined): { readonly [P in K]?: T } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [P in K]: T });
}
