import { addressFamily, contains } from '../../model/address';
import type { AddressFamily } from '../../model/network';
import type { BridgeSegment, OutsideSegment, Plug, World } from './world';

/**
 * Who answers for an address on a bridge: first whoever has it on the interface there, then, for IPv4,
 * whoever has it anywhere: Linux answers ARP for every local address (ip-sysctl: arp_ignore 0); neighbour
 * discovery of IPv6 answers for the interface alone (ndisc_recv_ns).
 */
export function ownerOnBridge(
  segment: BridgeSegment,
  asker: Plug,
  address: string,
): Plug | undefined {
  const others = [segment.bridge, ...segment.ports].filter(
    (plug) => plug.networkInterface !== asker.networkInterface,
  );
  const exact = others.find(({ networkInterface }) =>
    networkInterface.addresses.some((one) => one.address === address),
  );
  if (exact !== undefined || addressFamily(address) === 6) return exact;
  return others.find(({ namespace }) =>
    namespace.interfaces.some(
      ({ loopback, addresses }) => !loopback && addresses.some((one) => one.address === address),
    ),
  );
}

export type OutsideTarget =
  | { readonly kind: 'plug'; readonly plug: Plug }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'unknown'; readonly why: string };

/** Whom a packet from beyond a NIC reaches first: a child of the NIC, or the host. */
export function outsideTarget(
  world: World,
  segment: OutsideSegment,
  destination: string,
): OutsideTarget {
  const child = segment.children.find(({ networkInterface }) =>
    networkInterface.addresses.some(({ address }) => address === destination),
  );
  if (child !== undefined) return { kind: 'plug', plug: child };
  const nic = segment.nic.networkInterface;
  if (nic.addresses.some(({ address }) => address === destination)) {
    return { kind: 'plug', plug: segment.nic };
  }
  if (routedHere(world, destination)) return { kind: 'plug', plug: segment.nic };
  const onLink = nic.addresses.some(({ address, prefixLength }) =>
    contains(`${address}/${prefixLength}`, destination),
  );
  if (onLink) return { kind: 'nobody' };
  return {
    kind: 'unknown',
    why: `whether hosts past ${segment.device} route ${destination} to this machine is not known; routes in the snapshot’s outside part would settle it`,
  };
}

/** Whether an answer to this source finds its way back from outside. */
export function routesBack(world: World, segment: OutsideSegment, source: string): boolean {
  return outsideTarget(world, segment, source).kind === 'plug';
}

/** Whether some namespace of this machine has the address. */
export function isOurs(world: World, address: string): boolean {
  for (const { interfaces } of world.namespaces.values()) {
    if (interfaces.some(({ addresses }) => addresses.some((one) => one.address === address))) {
      return true;
    }
  }
  return false;
}

/** Addresses that stand for any host of the internet in questions: no machine has them (RFC 5737, RFC 3849). */
export const internetAddress: Readonly<Record<AddressFamily, string>> = {
  4: '192.0.2.1',
  6: '2001:db8::1',
};

/**
 * Whether an address that nobody here is known to have could still be the host's own: its NICs were
 * not read, and it is not known to be somebody else's.
 */
export function mayBeHosts(world: World, address: string): boolean {
  if (world.host.observed || Object.values(internetAddress).includes(address)) return false;
  return world.topology.outside?.addresses.includes(address) !== true && !isOurs(world, address);
}

function routedHere(world: World, address: string): boolean {
  return (world.topology.outside?.routes ?? []).some((route) => contains(route, address));
}
