import { addressFamily, compareAddresses } from '../model/address';
import type { Endpoint } from '../model/endpoint';
import {
  isKnown,
  observed,
  predicted,
  unknown,
  type Fact,
  type Knowable,
} from '../model/provenance';
import type { PublishedPort } from '../model/publishedPort';
import { groupBy } from '../model/topologyIndex';
import { portIdentity, type PortBinding } from './portIdentity';
import { readPort, type ContainerDraft } from './readContainers';
import { byKey } from './uniqueKeys';

interface Binding extends PortBinding {
  readonly requested?: PublishedPort['requested'];
  readonly active: boolean;
}

const active = 'GET /containers/{id}/json NetworkSettings.Ports';
const configured = 'GET /containers/{id}/json HostConfig.PortBindings';
const listed = 'GET /containers/json Ports';

/** Published ports of all containers: what is bound while they run, what is asked for while they do not. Sorted by key. */
export function readPublishedPorts(
  containers: readonly ContainerDraft[],
  endpoints: readonly Endpoint[],
): readonly PublishedPort[] {
  const owned = groupBy(endpoints, (endpoint) => endpoint.containerId);
  return containers
    .flatMap((container) => {
      const own = owned.get(container.id) ?? [];
      return readBindings(container).map((binding) => publishedPort(container, own, binding));
    })
    .sort(byKey);
}

function readBindings(container: ContainerDraft): readonly Binding[] {
  const { kind } = container.facts.networkMode.value;
  // The engine keeps what was asked for in these modes, but binds nothing.
  if (kind === 'host' || kind === 'container' || kind === 'none') return [];
  if (container.detail === undefined) return listedBindings(container);
  const asked = container.detail.HostConfig?.PortBindings;
  return container.running
    ? recordBindings(container.detail.NetworkSettings?.Ports, asked, active, true)
    : recordBindings(asked, asked, configured, false);
}

type PortRecord = Readonly<
  Record<
    string,
    | readonly { readonly HostIp?: string | undefined; readonly HostPort?: string | undefined }[]
    | null
  >
>;

function recordBindings(
  ports: PortRecord | undefined,
  asked: PortRecord | undefined,
  from: string,
  isActive: boolean,
): readonly Binding[] {
  return Object.entries(ports ?? {}).flatMap(([name, bindings]) => {
    const port = readPort(name);
    if (port === undefined) return [];
    return (bindings ?? []).map((binding) => ({
      hostAddress: hostAddress(binding.HostIp, from),
      hostPort: hostPort(binding.HostPort, from, isActive),
      requested: requestedPorts(asked?.[name] ?? [], binding.HostPort ?? ''),
      active: isActive,
      ...port,
    }));
  });
}

/** The range that was asked for and holds the bound port; any port (0) when none does. */
function requestedPorts(
  asked: NonNullable<PortRecord[string]>,
  bound: string,
): NonNullable<PublishedPort['requested']> {
  const ranges = asked.map(({ HostPort = '' }) => {
    const [first = '', last = first] = HostPort.split('-');
    return { first: Number(first), last: Number(last) };
  });
  const port = Number(bound.split('-')[0]);
  return (
    ranges.find(({ first, last }) => first === port && last === port) ??
    ranges.find(({ first, last }) => port > 0 && first <= port && port <= last) ??
    // A routed network shows no host port; the first range says at least whether one was named.
    (port > 0 ? undefined : ranges[0]) ?? { first: 0, last: 0 }
  );
}

function listedBindings(container: ContainerDraft): readonly Binding[] {
  return (container.listRecord?.Ports ?? []).flatMap((entry) => {
    const port = readPort(`${entry.PrivatePort ?? ''}/${entry.Type ?? 'tcp'}`);
    // Exposed ports stand in the same list, without a public port.
    if (port === undefined || entry.PublicPort === undefined) return [];
    return [
      {
        ...port,
        hostAddress: hostAddress(entry.IP, listed),
        hostPort: observed(entry.PublicPort, listed),
        active: container.running,
      },
    ];
  });
}

function hostAddress(text: string | undefined, from: string): Fact<string> {
  return text === undefined || text === ''
    ? predicted('0.0.0.0', 'no host address asked for: every address of the host')
    : observed(text, from);
}

function hostPort(text: string | undefined, from: string, isActive: boolean): Knowable<number> {
  if (text !== undefined && /^\d+$/.test(text) && text !== '0') return observed(Number(text), from);
  if (isActive) {
    return unknown(
      'the engine shows no host port: in routed gateway mode the port is open on the container’s own address',
      'host access',
    );
  }
  return unknown(
    text === undefined || text === '' || text === '0'
      ? 'chosen at start'
      : `chosen at start from ${text}`,
    'starting the container',
  );
}

function publishedPort(
  container: ContainerDraft,
  endpoints: readonly Endpoint[],
  binding: Binding,
): PublishedPort {
  const endpoint = carrier(endpoints, binding.hostAddress.value);
  return {
    proto: binding.proto,
    containerPort: observed(binding.port, binding.active ? active : configured),
    hostAddress: binding.hostAddress,
    hostPort: binding.hostPort,
    active: binding.active,
    // Last, so that all share one hidden class.
    ...portIdentity(container, binding),
    ...(endpoint === undefined ? {} : { endpointId: endpoint.id }),
    ...(binding.requested === undefined ? {} : { requested: binding.requested }),
  };
}

/**
 * The endpoint a port is forwarded to: the one with the default route (moby: the gateway endpoint
 * programs the ports). IPv6 host addresses go to the IPv6 one where there is one, else docker-proxy
 * takes them to the IPv4 address.
 */
function carrier(endpoints: readonly Endpoint[], hostAddressText: string): Endpoint | undefined {
  const isGateway = (family: 4 | 6) => (endpoint: Endpoint) =>
    isKnown(endpoint.gatewayFor) && endpoint.gatewayFor.value.includes(family);
  const ipv4 = endpoints.find(isGateway(4));
  if (addressFamily(hostAddressText) === 6) return endpoints.find(isGateway(6)) ?? ipv4;
  if (ipv4 !== undefined) return ipv4;
  return endpoints.length === 1 ? endpoints[0] : undefined;
}

/** Specific addresses that ports are bound to: addresses the host must have. Sorted. */
export function boundAddresses(ports: readonly PublishedPort[]): readonly string[] {
  const wildcard = new Set(['0.0.0.0', '::', '127.0.0.1', '::1']);
  return [
    ...new Set(ports.map((port) => port.hostAddress.value).filter((value) => !wildcard.has(value))),
  ].sort(compareAddresses);
}
