import { addressText, parseSubnet } from '../model/address';

/**
 * Addresses of a pool as numbers, in the order the engine hands them out: the lowest first, from the
 * range where there is one (moby: ipam bitmap SetAny and SetAnyInRange). The network and broadcast
 * address of the subnet (IPv6: the subnet-router anycast) are reserved; those of a range inside it are not.
 */
export function* assignableAddresses(cidr: string, range?: string): Generator<bigint, void> {
  const subnet = parseSubnet(cidr);
  if (subnet === undefined) return;
  const within = parseSubnet(range ?? cidr) ?? subnet;
  const small = subnet.last - subnet.first + 1n <= 2n;
  const reserved = (bits: bigint) =>
    !small && (bits === subnet.first || (subnet.family === 4 && bits === subnet.last));
  for (let bits = within.first; bits <= within.last; bits += 1n) {
    if (!reserved(bits)) yield bits;
  }
}

/** The first address of a pool, which the engine requests for the gateway before any endpoint's. */
export function firstAssignable(cidr: string, range?: string): string | undefined {
  const family = parseSubnet(cidr)?.family;
  if (family === undefined) return undefined;
  const [first] = assignableAddresses(cidr, range);
  return first === undefined ? undefined : addressText(first, family);
}
