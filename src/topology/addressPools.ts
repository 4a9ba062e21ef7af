import { addressText, parseSubnet, type Subnet } from '../model/address';
import { atLeast } from './engineGeneration';

/** A pool of the daemon: `base` is cut into subnets of prefix length `size`. */
export interface AddressPool {
  readonly base: string;
  readonly size: number;
}

/** What an engine without `default-address-pools` uses (moby: libnetwork/ipamutils, unchanged from 20.10 to 29). */
export const builtInPools: readonly AddressPool[] = [
  { base: '172.17.0.0/16', size: 16 },
  { base: '172.18.0.0/16', size: 16 },
  { base: '172.19.0.0/16', size: 16 },
  { base: '172.20.0.0/14', size: 16 },
  { base: '172.24.0.0/14', size: 16 },
  { base: '172.28.0.0/14', size: 16 },
  { base: '192.168.0.0/16', size: 20 },
];

/** The subnet docker0 has unless the daemon was told another. */
export const builtInBridgeSubnet = '172.17.0.0/16';

export interface FreeSubnets {
  /** CIDRs, in the order in which the engine would hand them out; at most as many as asked for. */
  readonly subnets: readonly string[];
  /** The rule in words, for provenance. */
  readonly rule: string;
}

export interface PoolState {
  readonly pools: readonly AddressPool[];
  /** CIDRs that networks, and routes of the host, already have. */
  readonly taken: readonly string[];
  /** The one handed out last, for the engines that go on after it. */
  readonly last?: string | undefined;
}

/**
 * The IPv4 subnets the engine would give to the next networks without one of their own.
 *
 * Up to 23 it goes on after the one it handed out last, round the list (moby: ipam/allocator.go
 * getPredefinedPool, v20.10.24); 24 to 26 take the first free one in the list's order (v24.0.9); from 27
 * on the lowest free one of the sorted pools (ipams/defaultipam/address_space.go
 * allocatePredefinedPool, v27.5.1). All of them pass over what overlaps a network or a route of the host.
 */
export function freeSubnets(state: PoolState, count: number, engineVersion: string): FreeSubnets {
  const sorted = atLeast(engineVersion, 27);
  const roundRobin = !atLeast(engineVersion, 24);
  const pools = sorted ? sortedPools(state.pools) : state.pools.flatMap(parsePool);
  const taken = state.taken.flatMap((cidr) => parseSubnet(cidr) ?? []);
  const free = [...take(candidates(pools, taken), roundRobin ? Infinity : count)];
  const last = roundRobin ? parseSubnet(state.last ?? '') : undefined;
  const start = last === undefined ? 0 : placeAfter(free, last, pools);
  return {
    subnets: [...free.slice(start), ...free.slice(0, start)].slice(0, count).map(subnetText),
    rule: roundRobin
      ? 'the next free subnet of the address pools after the one handed out last (Docker up to 23)'
      : 'the first free subnet of the address pools (Docker 24 and later)',
  };
}

interface ParsedPool {
  readonly base: Subnet;
  readonly size: number;
}

function parsePool({ base, size }: AddressPool): readonly ParsedPool[] {
  const subnet = parseSubnet(base);
  return subnet?.family === 4 && size >= subnet.prefixLength && size <= 32
    ? [{ base: subnet, size }]
    : [];
}

/** From 27 on: by address, the wider first, and none inside another. */
function sortedPools(pools: readonly AddressPool[]): readonly ParsedPool[] {
  const sorted = pools
    .flatMap(parsePool)
    .sort((a, b) =>
      a.base.first === b.base.first
        ? a.base.prefixLength - b.base.prefixLength
        : a.base.first < b.base.first
          ? -1
          : 1,
    );
  return sorted.filter(
    ({ base }, index) => !sorted.slice(0, index).some((before) => overlap(before.base, base)),
  );
}

/** Most subnets of one list that are ever looked at: pools can be cut into millions. */
const maxCandidates = 4_096;

function* candidates(
  pools: readonly ParsedPool[],
  taken: readonly Subnet[],
): Generator<Subnet, void> {
  let given = 0;
  for (const { base, size } of pools) {
    const step = 1n << BigInt(32 - size);
    for (let first = base.first; first <= base.last && given < maxCandidates;) {
      const subnet: Subnet = { family: 4, first, last: first + step - 1n, prefixLength: size };
      const inTheWay = taken.find((other) => overlap(other, subnet));
      if (inTheWay === undefined) {
        given += 1;
        yield subnet;
        first += step;
      } else {
        // On to the first one past what is taken, which may be far wider.
        const past = (inTheWay.last < subnet.last ? subnet.last : inTheWay.last) + 1n;
        first = base.first + ((past - base.first + step - 1n) / step) * step;
      }
    }
  }
}

function overlap(a: Subnet, b: Subnet): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last;
}

function* take<T>(items: Iterable<T>, count: number): Generator<T, void> {
  let left = count;
  if (left <= 0) return;
  for (const item of items) {
    yield item;
    left -= 1;
    if (left <= 0) return;
  }
}

/** Where the list goes on after a subnet: the first free one that comes later in the pools. */
function placeAfter(free: readonly Subnet[], last: Subnet, pools: readonly ParsedPool[]): number {
  const rank = (subnet: Subnet) => pools.findIndex(({ base }) => overlap(base, subnet));
  const lastRank = rank(last);
  if (lastRank < 0) return 0;
  const place = free.findIndex(
    (subnet) => rank(subnet) > lastRank || (rank(subnet) === lastRank && subnet.first > last.first),
  );
  return place < 0 ? 0 : place;
}

function subnetText({ first, prefixLength }: Subnet): string {
  return `${addressText(first, 4)}/${prefixLength}`;
}
