import { addressFamily } from '../model/address';
import type { ComposePort } from '../model/composeProject';
import type { Endpoint } from '../model/endpoint';
import type { AddressFamily } from '../model/network';
import { isKnown, predicted, type Fact, type Knowable } from '../model/provenance';
import type { PublishedPort } from '../model/publishedPort';
import type { PlannedContainer } from './planContainers';
import { chosenAtUp } from './planEngine';
import { byKey } from './uniqueKeys';

/** Published ports of all planned containers. Sorted by key. */
export function planPublishedPorts(
  containers: readonly PlannedContainer[],
  endpoints: readonly Endpoint[],
): readonly PublishedPort[] {
  const ports = containers.flatMap((container) => {
    const { kind } = container.facts.networkMode.value;
    // The engine ignores or refuses ports in these modes; it binds nothing.
    if (kind !== 'networks') return [];
    const own = endpoints.filter((endpoint) => endpoint.containerId === container.id);
    return container.service.ports.flatMap((port) =>
      hostAddresses(port).map((address) => publishedPort(container, own, port, address)),
    );
  });
  return [...new Map(ports.map((port) => [port.id, port])).values()].sort(byKey);
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

function publishedPort(
  container: PlannedContainer,
  endpoints: readonly Endpoint[],
  port: ComposePort,
  hostAddress: Fact<string>,
): PublishedPort {
  const asked = hostPort(port);
  const address = hostAddress.value;
  const host = isKnown(asked) ? String(asked.value) : '?';
  const name = `${address.includes(':') ? `[${address}]` : address}:${host}/${port.target}/${port.proto}`;
  const endpoint = carrier(endpoints, address);
  return {
    id: `${container.id}/${name}`,
    key: `${container.key}/${name}`,
    containerId: container.id,
    ...(endpoint === undefined ? {} : { endpointId: endpoint.id }),
    proto: port.proto,
    containerPort: { value: port.target, source: port.at },
    hostAddress,
    hostPort: asked,
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
