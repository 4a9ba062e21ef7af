import { contains } from '../../model/address';
import type { KernelRoute } from '../../model/kernel';
import type { AddressFamily } from '../../model/network';
import { cachedBits } from '../../netfilter/evaluateAddress';
import type { InterfaceAddress, Namespace, NetInterface } from './world';

/**
 * The source a kernel gives a packet of its own: the route's preferred source, else an address of the
 * outgoing interface (ip-route(8) `src`; Linux: ip_route_output_key_hash, inet_select_addr; RFC 6724).
 */
export function sourceFor(
  namespace: Namespace,
  route: KernelRoute,
  device: NetInterface,
  destination: string,
): string | undefined {
  if (route.preferredSource !== undefined) return route.preferredSource;
  if (route.type === 'local') return destination;
  return addressOn(namespace, device, route.family, route.gateway ?? destination, destination);
}

/**
 * The address MASQUERADE takes on an interface. IPv4: the one in the next hop's subnet, else the first
 * global one of the interface, else the first global one of any interface by index: that is what happens
 * on loopback (inet_select_addr). IPv6: RFC 6724, the same address first.
 */
export function addressOn(
  namespace: Namespace,
  device: NetInterface,
  family: AddressFamily,
  nextHop: string,
  destination: string,
): string | undefined {
  const own = usable(device.addresses, family);
  if (family === 4) {
    const near = own.find((one) => contains(`${one.address}/${one.prefixLength}`, nextHop));
    return (near ?? own[0] ?? anyAddress(namespace, 4))?.address;
  }
  const candidates = own.length > 0 ? own : allAddresses(namespace, 6);
  const same = allAddresses(namespace, 6, true).find(({ address }) => address === destination);
  if (same !== undefined) return same.address;
  return best(candidates, destination)?.address;
}

function usable(
  addresses: readonly InterfaceAddress[],
  family: AddressFamily,
): readonly InterfaceAddress[] {
  return addresses.filter((one) => one.family === family && one.scope === 'global');
}

function anyAddress(namespace: Namespace, family: AddressFamily): InterfaceAddress | undefined {
  return allAddresses(namespace, family)[0];
}

function allAddresses(
  namespace: Namespace,
  family: AddressFamily,
  anyScope = false,
): readonly InterfaceAddress[] {
  return [...namespace.interfaces]
    .sort((a, b) => a.index - b.index)
    .flatMap(({ addresses }) =>
      anyScope ? addresses.filter((one) => one.family === family) : usable(addresses, family),
    );
}

/** The longest common prefix with the destination; the first of equals. */
function best(
  candidates: readonly InterfaceAddress[],
  destination: string,
): InterfaceAddress | undefined {
  const target = cachedBits(destination) ?? 0n;
  let result: { readonly one: InterfaceAddress; readonly distance: bigint } | undefined;
  for (const one of candidates) {
    const distance = (cachedBits(one.address) ?? 0n) ^ target;
    if (result === undefined || distance < result.distance) result = { one, distance };
  }
  return result?.one;
}
