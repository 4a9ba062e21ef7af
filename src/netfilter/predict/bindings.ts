import { addressFamily, canonicalAddress } from '../../model/address';
import type { Container, ExposedPort } from '../../model/container';
import type { Endpoint } from '../../model/endpoint';
import type { AddressFamily, Network } from '../../model/network';
import { isKnown } from '../../model/provenance';
import type { PublishedPort } from '../../model/publishedPort';
import { groupBy } from '../../model/topologyIndex';
import type { Topology } from '../../model/topology';
import type { Assumptions } from './assumptions';
import type { PortBinding } from './iptablesEndpoint';
import { portOrder } from './portOrder';

/** What is looked up for every endpoint. */
export interface BindingIndex {
  readonly ports: ReadonlyMap<string, readonly PublishedPort[]>;
  readonly containers: ReadonlyMap<string, Container>;
  readonly containersByName: ReadonlyMap<string, Container>;
  readonly endpoints: ReadonlyMap<string, readonly Endpoint[]>;
}

export function bindingIndex(topology: Topology): BindingIndex {
  const { containers } = topology;
  return {
    ports: groupBy(topology.publishedPorts, (port) => port.endpointId),
    containers: new Map(containers.map((container) => [container.id, container])),
    containersByName: new Map(containers.map((container) => [container.name.value, container])),
    endpoints: groupBy(topology.endpoints, (endpoint) => endpoint.containerId),
  };
}

/**
 * An endpoint's address in a family and the ports bound to it there, in the engine's order. A port of
 * an IPv6 host address counts to the family it is forwarded to (moby: configurePortBindingIPv6).
 */
export function bindingsOf(
  index: BindingIndex,
  endpoint: Endpoint,
  family: AddressFamily,
  { generation }: Assumptions,
): { readonly addresses: readonly string[]; readonly bindings: readonly PortBinding[] } {
  const address = addressIn(endpoint, family);
  if (address === undefined) return { addresses: [], bindings: [] };
  const ports = (index.ports.get(endpoint.id) ?? []).filter(
    (port) => forwardedTo(port, endpoint) === family,
  );
  const exposed = index.containers.get(endpoint.containerId ?? '')?.exposedPorts;
  const ordered = portOrder(ports, isKnown(exposed) ? exposed.value : [], generation.sortsPorts);
  return {
    addresses: [address],
    bindings: ordered.map((port) => ({
      proto: port.proto,
      hostAddress: canonicalAddress(port.hostAddress.value) ?? port.hostAddress.value,
      hostPort: isKnown(port.hostPort) ? port.hostPort.value : 0,
      containerAddress: address,
      containerPort: port.containerPort.value,
    })),
  };
}

function addressIn(endpoint: Endpoint, family: AddressFamily): string | undefined {
  const known = family === 4 ? endpoint.ipv4 : endpoint.ipv6;
  return isKnown(known) ? canonicalAddress(known.value.address) : undefined;
}

function forwardedTo(port: PublishedPort, endpoint: Endpoint): AddressFamily {
  const six = addressFamily(port.hostAddress.value) === 6;
  return six && addressIn(endpoint, 6) !== undefined ? 6 : 4;
}

export interface Link {
  readonly parent: string;
  readonly child: string;
  readonly ports: readonly ExposedPort[];
}

/** Legacy links of the container whose endpoint it is; only the default bridge has them (moby: driver.link). */
export function linksOf(
  index: BindingIndex,
  endpoint: Endpoint,
  network: Network,
): readonly Link[] {
  if (!network.isDefaultBridge) return [];
  const container = index.containers.get(endpoint.containerId ?? '');
  const parent = addressIn(endpoint, 4);
  if (container === undefined || parent === undefined || !isKnown(container.links)) return [];
  return container.links.value.flatMap((link) => {
    const name = link.split(':')[0] ?? '';
    const target = index.containersByName.get(name) ?? index.containers.get(name);
    const other = (index.endpoints.get(target?.id ?? '') ?? []).find(
      (one) => one.networkId === network.id && one.active,
    );
    const child = other === undefined ? undefined : addressIn(other, 4);
    if (target === undefined || child === undefined || !isKnown(target.exposedPorts)) return [];
    return [{ parent, child, ports: target.exposedPorts.value }];
  });
}
