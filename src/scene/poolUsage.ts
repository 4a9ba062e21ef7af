import { contains, isAssignable, parseSubnet } from '../model/address';
import type { Endpoint } from '../model/endpoint';
import type { IpamPool } from '../model/network';
import { isKnown } from '../model/provenance';

/** Addresses of one IPAM pool: those the engine may hand out to containers, and who has them. */
export interface PoolUsage {
  /** Addresses it hands out from: the range where there is one, else the subnet, without the reserved ones. */
  readonly assignable: bigint;
  /** Of these, held by endpoints. */
  readonly endpoints: bigint;
  /** Of these, kept for the gateway and by auxiliary addresses. */
  readonly reserved: bigint;
  /** What is still free. */
  readonly left: bigint;
}

/**
 * @param endpoints those of the pool's network
 * @returns `undefined` while the subnet is not known
 */
export function poolUsage(pool: IpamPool, endpoints: readonly Endpoint[]): PoolUsage | undefined {
  if (!isKnown(pool.subnet)) return undefined;
  const subnet = pool.subnet.value;
  const source = pool.range?.value ?? subnet;
  const within = (address: string) => contains(source, address) && isAssignable(subnet, address);
  const held = new Set(endpoints.flatMap(heldAddresses).filter(within));
  const reserved = new Set(
    [
      ...(isKnown(pool.gateway) ? [pool.gateway.value] : []),
      ...pool.aux.value.map(({ address }) => address),
    ].filter(within),
  );
  const others = [...held].filter((address) => !reserved.has(address));
  const assignable = assignableIn(source, subnet);
  const used = BigInt(others.length) + BigInt(reserved.size);
  return {
    assignable,
    endpoints: BigInt(others.length),
    reserved: BigInt(reserved.size),
    left: assignable > used ? assignable - used : 0n,
  };
}

/** Only running endpoints hold their addresses: the engine gives a stopped container's to others. */
function heldAddresses({ active, ipv4, ipv6 }: Endpoint): readonly string[] {
  if (!active) return [];
  return [ipv4, ipv6].flatMap((address) => (isKnown(address) ? [address.value.address] : []));
}

/** Addresses of the range without the subnet's own first one, and in IPv4 its last. */
function assignableIn(range: string, subnet: string): bigint {
  const inner = parseSubnet(range);
  const outer = parseSubnet(subnet);
  if (inner === undefined || outer === undefined || inner.family !== outer.family) return 0n;
  const first = inner.first > outer.first ? inner.first : outer.first;
  const last = inner.last < outer.last ? inner.last : outer.last;
  if (last < first) return 0n;
  const size = last - first + 1n;
  if (outer.last - outer.first + 1n <= 2n) return size;
  const withoutFirst = first === outer.first ? size - 1n : size;
  return outer.family === 4 && last === outer.last ? withoutFirst - 1n : withoutFirst;
}
