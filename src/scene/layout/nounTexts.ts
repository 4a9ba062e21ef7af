import type { Container } from '../../model/container';
import type { Endpoint } from '../../model/endpoint';
import type { Network } from '../../model/network';
import { isKnown } from '../../model/provenance';
import { poolUsage } from '../poolUsage';

/** What the port of an endpoint says: interface and address, or why there is none. */
export function endpointText(endpoint: Endpoint, network: Network | undefined): string {
  if (network?.kind === 'host') return 'uses the host’s interfaces';
  if (network?.kind === 'none') return 'loopback only';
  const address = isKnown(endpoint.ipv4)
    ? endpoint.ipv4.value.address
    : isKnown(endpoint.ipv6)
      ? endpoint.ipv6.value.address
      : undefined;
  const name = isKnown(endpoint.interfaceName) ? `${endpoint.interfaceName.value} ` : '';
  if (address !== undefined) return `${name}${address}`;
  const asked = endpoint.staticIpv4 ?? endpoint.staticIpv6;
  if (asked !== undefined) return `${name}${asked.value} asked for`;
  const reason = endpoint.ipv4 ?? endpoint.ipv6;
  if (reason !== undefined && !isKnown(reason)) return `${name}${reason.unknown}`;
  return endpoint.active ? `${name}no address` : `${name}no address: stopped`;
}

/** What is drawn of the state; nothing for containers that run or are planned. */
export function stateText(container: Container): string | undefined {
  if (container.inactive) return 'profile not active';
  const state = container.state.value;
  return state === 'running' || state === 'planned' ? undefined : state;
}

/** `2 of 65,533 used`: addresses of containers, of the first IPv4 pool; nothing while its subnet is not known. */
export function usageText(
  { ipam }: Network,
  endpoints: readonly Endpoint[],
  fullest = false,
): string | undefined {
  const pool = ipam.find(({ family }) => family === 4);
  const usage = pool && poolUsage(pool, endpoints);
  if (usage === undefined) return undefined;
  const total = grouped(usage.assignable - usage.reserved);
  return `${fullest ? total : grouped(usage.endpoints)} of ${total} used`;
}

/** `65,533`; the first use of the language's own formatting takes longer than a layout. */
function grouped(count: bigint): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `bridge · internal · 172.18.0.0/16 · 2 of 65,533 used`: what is cut first comes last. */
export function networkText(network: Network, usage?: string): string {
  const subnets = network.ipam.map((pool) =>
    isKnown(pool.subnet) ? pool.subnet.value : `subnet ${pool.subnet.unknown}`,
  );
  return [
    network.driver.value === 'null' ? 'no driver' : network.driver.value,
    ...(network.internal.value ? ['internal'] : []),
    ...(network.external ? ['external'] : []),
    ...subnets,
    ...(usage === undefined ? [] : [usage]),
  ].join(' · ');
}

/** Why a bus has no device's name: only what a plan makes is named later. */
function unreadBus({ id, external, unused }: Network): string {
  if (unused === true) return 'not made by up';
  return id.startsWith('planned:') && !external ? 'bridge named at up' : 'bridge not read';
}

/** `br-1234567890ab · gateway 172.18.0.1`. */
export function busText(network: Network): string {
  const device = network.bridgeDevice ?? network.parentDevice;
  const gateways = network.ipam.flatMap((pool) =>
    isKnown(pool.gateway) ? [pool.gateway.value] : [],
  );
  return [
    device === undefined
      ? network.driver.value
      : isKnown(device)
        ? device.value
        : unreadBus(network),
    ...(gateways.length > 0 ? [`gateway ${gateways.join(', ')}`] : []),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
