import type { Container, ContainerState, NetworkMode } from '../../src/model/container';
import type { Endpoint } from '../../src/model/endpoint';
import type { Network, NetworkKind } from '../../src/model/network';
import { observed, predicted, unknown } from '../../src/model/provenance';
import type { PublishedPort } from '../../src/model/publishedPort';
import type { Sandbox } from '../../src/model/sandbox';
import type { Topology, TopologyOrigin } from '../../src/model/topology';

/** Hand-built topologies for tests. Keys are names; ids are the kind and the name, unlike any key. */

export interface NetworkWish {
  readonly kind?: NetworkKind;
  /** CIDR of IPv4 with its gateway. */
  readonly subnet?: string;
  readonly gateway?: string;
  readonly internal?: boolean;
  readonly parent?: string;
}

export interface ContainerWish {
  /** Names of networks; the first one takes the default route. */
  readonly networks?: readonly string[];
  readonly state?: ContainerState;
  readonly image?: string;
  /** Shares the namespace of this container. */
  readonly shares?: string;
  readonly mode?: 'host' | 'none';
  /** Host address and port, and the container's port. */
  readonly ports?: readonly (readonly [string, number, number])[];
}

const seen = 'the test';

export function aNetwork(name: string, wish: NetworkWish = {}): Network {
  const { kind = 'bridge', subnet, gateway, internal = false, parent } = wish;
  return {
    id: `network-id:${name}`,
    key: name,
    name: observed(name, seen),
    kind,
    driver: observed(kind === 'none' ? 'null' : kind, seen),
    scope: observed(kind === 'overlay' ? 'swarm' : 'local', seen),
    isDefaultBridge: false,
    internal: observed(internal, seen),
    attachable: observed(false, seen),
    ingress: observed(false, seen),
    ipv4: observed(true, seen),
    ipv6: observed(false, seen),
    ipam:
      subnet === undefined
        ? []
        : [
            {
              family: 4,
              subnet: observed(subnet, seen),
              ...(gateway === undefined ? {} : { gateway: observed(gateway, seen) }),
              aux: observed([], seen),
            },
          ],
    options: observed({}, seen),
    ...(kind === 'bridge' ? { bridgeDevice: observed(`br-${name}`, seen) } : {}),
    ...(parent === undefined ? {} : { parentDevice: observed(parent, seen) }),
    external: false,
  };
}

function aContainer(name: string, wish: ContainerWish, endpointIds: readonly string[]): Container {
  const { state = 'running', image = 'image:1', shares, mode } = wish;
  const none = observed([], seen);
  return {
    id: containerIdOf(name),
    key: name,
    name: observed(name, seen),
    image: observed(image, seen),
    state: observed(state, seen),
    networkMode: observed(modeOf(wish), seen),
    hostname: observed(name, seen),
    dns: none,
    dnsSearch: none,
    dnsOptions: none,
    extraHosts: none,
    links: none,
    exposedPorts: none,
    sandboxId: mode === 'host' ? 'host' : sandboxIdOf(shares ?? name),
    endpointIds,
    inactive: false,
  };
}

function modeOf({ shares, mode, networks = [] }: ContainerWish): NetworkMode {
  if (mode !== undefined) return { kind: mode };
  if (shares !== undefined) {
    return { kind: 'container', ref: shares, container: containerIdOf(shares) };
  }
  return { kind: 'networks', network: networks[0] ?? '' };
}

export function containerIdOf(name: string): string {
  return `container-id:${name}`;
}

function sandboxIdOf(name: string): string {
  return `sandbox-id:${name}`;
}

function isActive({ state = 'running' }: ContainerWish): boolean {
  return state === 'running' || state === 'paused';
}

function anEndpoint(name: string, wish: ContainerWish, network: Network, rank: number): Endpoint {
  const active = isActive(wish);
  return {
    id: `endpoint-id:${name}@${network.key}`,
    key: `${name}@${network.key}`,
    networkId: network.id,
    containerId: containerIdOf(name),
    name,
    active,
    ...(active && network.ipam.length > 0
      ? { ipv4: observed({ address: addressIn(network, name), prefixLength: 24 }, seen) }
      : {}),
    aliases: observed([], seen),
    dnsNames: observed([name], seen),
    links: observed([], seen),
    driverOptions: observed({}, seen),
    gatewayPriority: observed(0, seen),
    gatewayFor: predicted(rank === 0 ? [4] : [], 'the first network'),
    interfaceName: unknown('not told', 'host access'),
  };
}

/** Some address of a /24, the same for the same name. */
function addressIn({ ipam }: Network, name: string): string {
  const pool = ipam[0]?.subnet;
  const base = pool !== undefined && 'value' in pool ? pool.value : '10.0.0.0/24';
  const sum = [...name].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  return base.replace(/\.\d+\/\d+$/, `.${2 + (sum % 250)}`);
}

function aPort(
  name: string,
  [address, host, port]: readonly [string, number, number],
  wish: ContainerWish,
  carrier: Endpoint | undefined,
): PublishedPort {
  const text = `${address}:${host}/${port}/tcp`;
  return {
    id: `${containerIdOf(name)}/${text}`,
    key: `${name}/${text}`,
    containerId: containerIdOf(name),
    ...(carrier === undefined ? {} : { endpointId: carrier.id }),
    proto: 'tcp',
    containerPort: observed(port, seen),
    hostAddress: observed(address, seen),
    hostPort: observed(host, seen),
    active: isActive(wish),
  };
}

/** A topology of these networks and containers, sorted by key as real ones are. */
export function aTopology(
  networks: readonly Network[],
  containers: Readonly<Record<string, ContainerWish>>,
  orphans: Readonly<Record<string, string>> = {},
  origin: TopologyOrigin = { kind: 'snapshot', label: 'test' },
): Topology {
  const named = new Map(networks.map((network) => [network.key, network]));
  const own = Object.entries(containers).map(([name, wish]) => {
    const joined = (wish.networks ?? []).flatMap((network) => named.get(network) ?? []);
    const endpoints = joined.map((network, rank) => anEndpoint(name, wish, network, rank));
    const ports = (wish.ports ?? []).map((port) => aPort(name, port, wish, endpoints[0]));
    const ids = endpoints.map(({ id }) => id);
    return { container: aContainer(name, wish, ids), endpoints, ports };
  });
  const strays = Object.entries(orphans).flatMap(([name, network]) => {
    const found = named.get(network);
    if (found === undefined) return [];
    const { containerId: _, ...endpoint } = anEndpoint(name, {}, found, 1);
    return [endpoint];
  });
  const endpoints = [...own.flatMap((one) => one.endpoints), ...strays].sort(byKey);
  const all = own.map(({ container }) => container).sort(byKey);
  const bridges = networks.filter(({ kind }) => kind === 'bridge');
  const bridged = new Set(bridges.map(({ id }) => id));
  return {
    origin,
    engine: {
      key: 'engine',
      product: 'docker',
      version: observed('28.5.2', seen),
      apiVersion: observed('1.51', seen),
      rootless: observed(false, seen),
      virtualMachine: observed(false, seen),
      addressPools: unknown('not told', 'the daemon’s configuration'),
    },
    host: {
      name: observed('vm', seen),
      operatingSystem: observed('Debian GNU/Linux 12', seen),
      kernel: observed('6.1', seen),
      interfaces: unknown('the host’s interfaces were not read', 'host access'),
      addresses: observed([], seen),
    },
    networks: [...networks].sort(byKey),
    containers: all,
    endpoints,
    sandboxes: sandboxesOf(all),
    bridges: bridges.map(({ id, key }) => ({
      networkId: id,
      device: observed(`br-${key}`, seen),
    })),
    vethPairs: endpoints
      .filter(({ active, networkId }) => active && bridged.has(networkId))
      .map(({ id, interfaceName }) => ({
        endpointId: id,
        hostEnd: unknown('not read', 'host access'),
        containerEnd: interfaceName,
      })),
    publishedPorts: own.flatMap(({ ports }) => ports).sort(byKey),
    missing: [],
  };
}

function sandboxesOf(containers: readonly Container[]): readonly Sandbox[] {
  const ids = [...new Set(['host', ...containers.map(({ sandboxId }) => sandboxId)])];
  return ids.map((id): Sandbox => {
    const members = containers.filter(({ sandboxId }) => sandboxId === id);
    if (id === 'host') return { id, kind: 'host', containerIds: members.map((one) => one.id) };
    const owner = members.find(({ networkMode }) => networkMode.value.kind !== 'container');
    const others = members.filter((member) => member !== owner);
    return {
      id,
      kind: 'own',
      containerIds: [...(owner === undefined ? [] : [owner]), ...others].map((one) => one.id),
      ...(owner === undefined ? {} : { ownerId: owner.id }),
    };
  });
}

function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}
