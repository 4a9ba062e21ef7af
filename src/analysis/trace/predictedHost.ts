import { addressFamily } from '../../model/address';
import { bridgeDeviceOf } from '../../model/bridgeDevice';
import type { Container } from '../../model/container';
import type { AddressFamily, Network } from '../../model/network';
import { isKnown } from '../../model/provenance';
import type { Topology } from '../../model/topology';
import {
  connectedRoutes,
  defaultRoute,
  initialRules,
  loopbackAddresses,
  routingTables,
} from './namespaceRoutes';
import type { Possibility } from './possibility';
import type { InterfaceAddress, Namespace, NetInterface } from './world';

/** Stands for the NICs of a host that was not read. */
export const unreadNic = '(NIC)';

/**
 * The host when it was not read: a bridge with its gateway for each bridge network, one NIC that holds
 * every other address the API names, forwarding as the engine switches it on. Who listens stays unknown.
 */
export function predictedHost(
  topology: Topology,
  containers: readonly Container[],
  possibility: Possibility,
): Namespace {
  const bridges = topology.networks.flatMap((network, index) => {
    const device = bridgeDeviceOf(network);
    return device === undefined ? [] : [bridge(network, device, index + 10)];
  });
  const onBridges = new Set(
    bridges.flatMap(({ addresses }) => addresses.map(({ address }) => address)),
  );
  const nic: NetInterface = {
    name: unreadNic,
    index: 2,
    loopback: false,
    up: true,
    addresses: nicAddresses(topology.host.addresses.value.filter((one) => !onBridges.has(one))),
    wire: { kind: 'unknown', why: 'the host’s interfaces were not read' },
  };
  const loopback: NetInterface = {
    name: 'lo',
    index: 1,
    loopback: true,
    up: true,
    addresses: loopbackAddresses,
    wire: { kind: 'loopback' },
  };
  const interfaces = [loopback, nic, ...bridges];
  const routes = [
    ...connectedRoutes(bridges),
    defaultRoute(unreadNic, undefined, 4),
    defaultRoute(unreadNic, undefined, 6),
  ];
  return {
    id: 'host',
    kind: 'host',
    label: 'the host',
    containers,
    interfaces,
    routing: routingTables(routes, interfaces, initialRules),
    routingRules: initialRules,
    listeners: undefined,
    sysctl: predictedSysctl(
      topology,
      bridges.map(({ name }) => name),
      possibility,
    ),
    observed: false,
  };
}

function bridge(network: Network, device: string, index: number): NetInterface {
  const isolated = (family: 4 | 6) =>
    network.options.value[`com.docker.network.bridge.gateway_mode_ipv${family}`] === 'isolated' ||
    (family === 4 && network.options.value['com.docker.network.bridge.inhibit_ipv4'] === 'true');
  const addresses = network.ipam.flatMap((pool): readonly InterfaceAddress[] => {
    if (!isKnown(pool.gateway) || !isKnown(pool.subnet) || isolated(pool.family)) return [];
    const prefixLength = Number(pool.subnet.value.split('/')[1]);
    return [{ family: pool.family, address: pool.gateway.value, prefixLength, scope: 'global' }];
  });
  return {
    name: device,
    index,
    loopback: false,
    up: true,
    addresses,
    wire: { kind: 'unknown', why: `${device} was not wired` },
  };
}

/** Stand for the addresses of a NIC that was not read: no packet on a wire has them as source. */
const unreadAddresses: Readonly<Record<AddressFamily, string>> = { 4: '0.0.0.0', 6: '::' };

export function isUnreadAddress(address: string): boolean {
  return address === unreadAddresses[4] || address === unreadAddresses[6];
}

/** A sentence in which the host stands where its unread address stood as a word of its own. */
export function withoutStandIns(text: string): string {
  return text.replace(/(?<=^|\s)(?:0\.0\.0\.0|::)(?=$|\s)/g, 'the host');
}

/**
 * Addresses the API tells are the host's, though not on which NIC: packets that leave are sent from
 * the stand-in, not from one of them.
 */
function nicAddresses(told: readonly string[]): readonly InterfaceAddress[] {
  return ([4, 6] as const).flatMap((family) => {
    const prefixLength = family === 4 ? 32 : 128;
    const own = told.filter((address) => addressFamily(address) === family);
    return [
      { family, address: unreadAddresses[family], prefixLength, scope: 'global' },
      ...own.map((address) => ({ family, address, prefixLength, scope: 'unplaced' })),
    ];
  });
}

/**
 * Settings as the engine makes them, where GET /info does not tell (moby: setupIPForwarding; without the
 * userland proxy loopback addresses are routed onto bridges, setupLoopbackAddressesRouting; netavark: always).
 */
export function predictedSysctl(
  topology: Topology,
  bridges: readonly string[],
  { options, bridgedFrames }: Possibility,
): ReadonlyMap<string, string> {
  const six = topology.networks.some((network) => network.kind === 'bridge' && network.ipv6.value);
  const forwarding = topology.host.ipv4Forwarding?.value ?? options.ipForward ?? true;
  const routed = topology.engine.product === 'podman' || options.userlandProxy === false;
  const localnet = routed ? bridges : [];
  return new Map([
    ['net.ipv4.ip_forward', flag(forwarding)],
    ['net.ipv6.conf.all.forwarding', flag(six && options.ipForward !== false)],
    ['net.bridge.bridge-nf-call-iptables', flag(bridgedFrames[4])],
    ['net.bridge.bridge-nf-call-ip6tables', flag(bridgedFrames[6])],
    ...localnet.map((name) => [`net.ipv4.conf.${name}.route_localnet`, '1'] as const),
  ]);
}

function flag(on: boolean): string {
  return on ? '1' : '0';
}
