import { addressFamily } from '../model/address';
import type { ComposePort } from '../model/composeProject';
import type { Endpoint } from '../model/endpoint';
import type { AddressFamily, Network } from '../model/network';
import { isKnown, predicted, type Fact, type Knowable } from '../model/provenance';
import type { PublishedPort } from '../model/publishedPort';
import type { PlannedContainer } from './planContainers';
import { endpointsByContainer } from './planEndpoints';
import { chosenAtUp } from './planEngine';
import { portIdentity } from './portIdentity';
import { byKey } from './uniqueKeys';

/** More ports than this nobody can look at; the topology says what was left out. */
const maxPublished = 50_000;

export interface PlannedPorts {
  /** Sorted by key. */
  readonly ports: readonly PublishedPort[];
  /** How many are beyond the limit. */
  readonly left: number;
  /** Containers that publish ports the engine never binds. */
  readonly unbound: readonly PlannedContainer[];
}

/**
 * Published ports of all planned containers. Only bridges, and the bridge behind an overlay network,
 * bind ports, and only when they are not internal (moby: bridge driver, network.isInternal).
 */
export function planPublishedPorts(
  containers: readonly PlannedContainer[],
  endpoints: readonly Endpoint[],
  networks: readonly Network[],
): PlannedPorts {
  const ports = new Map<string, PublishedPort>();
  let left = 0;
  const unbound: PlannedContainer[] = [];
  const own = endpointsByContainer(endpoints);
  const binding = new Set(
    networks
      .filter(({ kind, internal }) => (kind === 'bridge' || kind === 'overlay') && !internal.value)
      .map(({ id }) => id),
  );
  for (const container of containers) {
    // The engine ignores or refuses ports in the other modes; it binds nothing.
    if (container.facts.networkMode.value.kind !== 'networks') continue;
    const itsOwn = own.get(container.id) ?? [];
    if (!itsOwn.some(({ networkId }) => binding.has(networkId))) {
      if (container.service.ports.length > 0) unbound.push(container);
      continue;
    }
    if (ports.size >= maxPublished) {
      left += container.service.ports.length;
      continue;
    }
    for (const port of container.service.ports) {
      for (const address of hostAddresses(port)) {
        const published = publishedPort(container, itsOwn, port, address);
        ports.set(published.id, published);
      }
    }
  }
  return { ports: [...ports.values()].sort(byKey), left, unbound };
}

function hostAddresses(port: ComposePort): readonly Fact<string>[] {
  return port.hostAddress === undefined
    ? [
        predicted('0.0.0.0', 'no host address in the file: every address of the host'),
        predicted(
          '::',
          'no host address in the file: every IPv6 address too, where the host has IPv6',
        ),
      ]
    : [{ value: port.hostAddress, source: port.at }];
}

function hostPort(port: ComposePort): Knowable<number> {
  const text = port.published ?? '0';
  if (/^\d+$/.test(text) && Number(text) > 0) return { value: Number(text), source: port.at };
  return chosenAtUp(text === '0' ? 'chosen at up' : `chosen at up from ${text}`);
}

/** A range when the engine may choose within it, 0 when it may choose any. */
function requestedPorts({ published = '0' }: ComposePort): PublishedPort['requested'] & object {
  const [first = '0', last = first] = published.split('-');
  return { first: Number(first) || 0, last: Number(last) || 0 };
}

function publishedPort(
  container: PlannedContainer,
  endpoints: readonly Endpoint[],
  port: ComposePort,
  hostAddress: Fact<string>,
): PublishedPort {
  const asked = hostPort(port);
  const endpoint = carrier(endpoints, hostAddress.value);
  const { target, proto } = port;
  return {
    ...portIdentity(container, { hostAddress, hostPort: asked, port: target, proto }),
    ...(endpoint === undefined ? {} : { endpointId: endpoint.id }),
    proto,
    containerPort: { value: target, source: port.at },
    hostAddress,
    hostPort: asked,
    requested: requestedPorts(port),
    active: !container.service.inactive,
  };
}

/** The endpoint with the default route carries the ports; IPv6 falls back to the IPv4 one. */
function carrier(endpoints: readonly Endpoint[], address: string): Endpoint | undefined {
  const carries = (family: AddressFamily) => (endpoint: Endpoint) =>
    isKnown(endpoint.gatewayFor) && endpoint.gatewayFor.value.includes(family);
  const ipv4 = endpoints.find(carries(4));
  return addressFamily(address) === 6 ? (endpoints.find(carries(6)) ?? ipv4) : ipv4;
}
