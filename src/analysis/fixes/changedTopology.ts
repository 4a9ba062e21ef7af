import { addressText, isAssignable, parseSubnet } from '../../model/address';
import type { Container } from '../../model/container';
import type { Endpoint } from '../../model/endpoint';
import type { KernelFacts, KernelInterface, KernelRoute, NamespaceFacts } from '../../model/kernel';
import type { AddressFamily, Network } from '../../model/network';
import { isKnown, predicted } from '../../model/provenance';
import type { Topology } from '../../model/topology';
import { electGateway, gatewayCandidate } from '../../topology/gatewayEndpoint';
import { namesOnJoining, type ConnectWish } from '../membershipChange';

const rule = 'what connecting it would give';
/** More hosts than that in a subnet are not searched for a free address. */
const searched = 70_000;

/**
 * The topology as it would be with the container on the network too: an address the engine could choose, names, the
 * default route elected anew. `undefined` when either is not there, or it is on the network already.
 */
export function withConnection(
  topology: Topology,
  containerId: string,
  networkId: string,
  wish: ConnectWish = { aliases: [] },
): Topology | undefined {
  const container = topology.containers.find(({ id }) => id === containerId);
  const network = topology.networks.find(({ id }) => id === networkId);
  if (container === undefined || network === undefined) return undefined;
  const own = topology.endpoints.filter((one) => one.containerId === containerId);
  if (own.some((one) => one.networkId === networkId)) return undefined;
  const endpoint = newEndpoint(topology, container, network, wish);
  return withEndpoints(topology, container, [...own, endpoint]);
}

/** The topology without the container on the network; `undefined` when it is not on it. */
export function withoutConnection(
  topology: Topology,
  containerId: string,
  networkId: string,
): Topology | undefined {
  const container = topology.containers.find(({ id }) => id === containerId);
  const own = topology.endpoints.filter((one) => one.containerId === containerId);
  const staying = own.filter((one) => one.networkId !== networkId);
  if (container === undefined || staying.length === own.length) return undefined;
  return withEndpoints(topology, container, staying);
}

function newEndpoint(
  topology: Topology,
  container: Container,
  network: Network,
  wish: ConnectWish,
): Endpoint {
  const active = topology.endpoints.some(
    ({ containerId, active: on }) => containerId === container.id && on,
  );
  const running = active || ['running', 'paused'].includes(container.state.value);
  const address = (family: AddressFamily) => freeAddress(topology, network, family);
  const [ipv4, ipv6] = [address(4), address(6)];
  const gateway = (family: AddressFamily) =>
    network.internal.value
      ? undefined
      : network.ipam.find((pool) => pool.family === family)?.gateway;
  const [gateway4, gateway6] = [gateway(4), gateway(6)];
  return {
    id: `${container.id}@${network.id}`,
    key: `${container.key}@${network.key}`,
    networkId: network.id,
    containerId: container.id,
    name: container.name.value,
    active: running,
    ...(ipv4 === undefined ? {} : { ipv4: predicted(ipv4, rule) }),
    ...(ipv6 === undefined ? {} : { ipv6: predicted(ipv6, rule) }),
    ...(gateway4 === undefined ? {} : { gateway4 }),
    ...(gateway6 === undefined ? {} : { gateway6 }),
    aliases: predicted(wish.aliases, rule),
    dnsNames: namesOnJoining(topology, container, network, wish),
    links: predicted([], rule),
    driverOptions: predicted({}, rule),
    gatewayPriority: predicted(wish.gatewayPriority ?? 0, rule),
    gatewayFor: predicted([], rule),
    interfaceName: predicted('ethN', rule),
  };
}

function freeAddress(
  topology: Topology,
  network: Network,
  family: AddressFamily,
): { readonly address: string; readonly prefixLength: number } | undefined {
  const pool = network.ipam.find((one) => one.family === family);
  if (pool === undefined || !isKnown(pool.subnet)) return undefined;
  const subnet = parseSubnet(pool.subnet.value);
  const range = parseSubnet(pool.range?.value ?? pool.subnet.value);
  if (subnet === undefined || range === undefined) return undefined;
  const taken = new Set([
    ...topology.endpoints
      .filter(({ networkId }) => networkId === network.id)
      .flatMap(({ ipv4, ipv6 }) => [ipv4, ipv6])
      .flatMap((one) => (isKnown(one) ? [one.value.address] : [])),
    ...pool.aux.value.map(({ address }) => address),
    ...(isKnown(pool.gateway) ? [pool.gateway.value] : []),
  ]);
  // The first address is the gateway's by habit, also where none is told.
  for (let step = 0; step < searched; step += 1) {
    const bits = range.first + BigInt(step);
    if (bits > range.last) return undefined;
    const address = addressText(bits, family);
    const usable = isAssignable(pool.subnet.value, address) && bits !== subnet.first + 1n;
    if (usable && !taken.has(address)) return { address, prefixLength: subnet.prefixLength };
  }
  return undefined;
}

/** The container on exactly these endpoints, its default route elected anew and its namespace as that makes it. */
function withEndpoints(
  topology: Topology,
  container: Container,
  endpoints: readonly Endpoint[],
): Topology {
  const version = topology.engine.version.value;
  const networkOf = ({ networkId }: Endpoint) =>
    topology.networks.find(({ id }) => id === networkId);
  const elected = electGateway(
    endpoints.map((one) => gatewayCandidate(one, networkOf(one), version)),
    version,
  );
  const next = endpoints.map((one): Endpoint => {
    const families = ([4, 6] as const).filter((family) => elected[family] === one.id);
    return { ...one, gatewayFor: predicted(families, rule) };
  });
  const others = topology.endpoints.filter(({ containerId }) => containerId !== container.id);
  const sorted = (all: readonly Endpoint[]) => [...all].sort((a, b) => (a.key < b.key ? -1 : 1));
  const carrier = elected[4] ?? elected[6];
  const { kernel } = topology;
  return {
    ...topology,
    endpoints: sorted([...others, ...next]),
    containers: topology.containers.map((one) =>
      one.id === container.id ? { ...one, endpointIds: sorted(next).map(({ id }) => id) } : one,
    ),
    publishedPorts: topology.publishedPorts.map((port) => {
      if (port.containerId !== container.id) return port;
      const { endpointId: _before, ...rest } = port;
      return carrier === undefined ? { ...rest, active: false } : { ...rest, endpointId: carrier };
    }),
    ...(kernel === undefined ? {} : { kernel: withInterfaces(kernel, container, next) }),
  };
}

/** What was read of its namespace, with the interfaces and routes that the endpoints make of it. */
function withInterfaces(
  kernel: KernelFacts,
  container: Container,
  endpoints: readonly Endpoint[],
): KernelFacts {
  const facts = kernel.sandboxes.get(container.sandboxId);
  if (facts?.interfaces === undefined || facts.routes === undefined) return kernel;
  const addressesOf = ({ ipv4, ipv6 }: Endpoint) =>
    (
      [
        [4, ipv4],
        [6, ipv6],
      ] as const
    ).flatMap(([family, one]) => (isKnown(one) ? [{ family, ...one.value, scope: 'global' }] : []));
  const wanted = endpoints.filter(({ active }) => active);
  const known = new Set(wanted.flatMap(addressesOf).map(({ address }) => address));
  const interfaces = facts.interfaces.filter(
    ({ kind, addresses }) =>
      kind === 'loopback' ||
      addresses.every(({ scope }) => scope !== 'global') ||
      addresses.some(({ address }) => known.has(address)),
  );
  const has = new Set(
    interfaces.flatMap(({ addresses }) => addresses.map(({ address }) => address)),
  );
  const added = wanted
    .filter((one) => addressesOf(one).every(({ address }) => !has.has(address)))
    .map((one, order): KernelInterface => ({
      name: `eth${facts.interfaces?.length ?? 0}${order === 0 ? '' : `.${order}`}`,
      index: 100_000 + order,
      kind: 'veth',
      up: true,
      addresses: addressesOf(one),
    }));
  const all = [...interfaces, ...added];
  const devices = new Set(all.map(({ name }) => name));
  const kept = facts.routes.filter(
    ({ device, destination }) =>
      device === undefined || (devices.has(device) && !/^(0\.0\.0\.0|::)\/0$/.test(destination)),
  );
  const changed: NamespaceFacts = {
    ...facts,
    interfaces: all,
    routes: [...kept, ...added.flatMap(connected), ...wanted.flatMap((one) => defaults(one, all))],
  };
  return { ...kernel, sandboxes: new Map([...kernel.sandboxes, [container.sandboxId, changed]]) };
}

function connected({ name, addresses }: KernelInterface): readonly KernelRoute[] {
  return addresses.map(({ family, address, prefixLength }) => ({
    family,
    type: 'unicast',
    table: 'main',
    destination: `${address}/${prefixLength}`,
    device: name,
    ...(family === 4 ? { preferredSource: address } : {}),
    metric: family === 4 ? 0 : 256,
    scope: 'link',
  }));
}

function defaults(endpoint: Endpoint, all: readonly KernelInterface[]): readonly KernelRoute[] {
  const families = isKnown(endpoint.gatewayFor) ? endpoint.gatewayFor.value : [];
  return families.flatMap((family) => {
    const own = family === 4 ? endpoint.ipv4 : endpoint.ipv6;
    const gateway = family === 4 ? endpoint.gateway4 : endpoint.gateway6;
    if (!isKnown(own) || !isKnown(gateway)) return [];
    const device = all.find(({ addresses }) =>
      addresses.some(({ address }) => address === own.value.address),
    )?.name;
    if (device === undefined) return [];
    return [
      {
        family,
        type: 'unicast' as const,
        table: 'main',
        destination: family === 4 ? '0.0.0.0/0' : '::/0',
        gateway: gateway.value,
        device,
        metric: family === 4 ? 0 : 1024,
      },
    ];
  });
}
