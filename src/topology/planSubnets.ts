import type { IpamPool, Network } from '../model/network';
import {
  assumed,
  isKnown,
  predicted,
  unknown,
  type Fact,
  type Knowable,
} from '../model/provenance';
import { freeSubnets } from './addressPools';
import { atLeast } from './engineGeneration';
import { chosenAtUp } from './planEngine';
import type { Surroundings } from './planSurroundings';
import { firstGateway, hasNoGateway } from './poolGateways';

/**
 * Gives the networks that `up` makes without a subnet of their own those the engine would cut from its
 * pools, and their gateways. docker compose makes networks in no fixed order (compose: ensureNetworks
 * ranges over a map), so with several of them the order of their keys is assumed.
 * @param fresh ids of networks that are not on the engine yet
 */
export function withSubnets(
  networks: readonly Network[],
  fresh: ReadonlySet<string>,
  surroundings: Surroundings,
  engineVersion: string,
): readonly Network[] {
  const made = networks.filter(({ id, unused }) => fresh.has(id) && unused !== true);
  const declared = made.flatMap(({ ipam }) =>
    ipam.flatMap(({ subnet }) => (isKnown(subnet) ? [subnet.value] : [])),
  );
  const open = surroundings.poolsAreDockers ? made.filter(isCutFromPools) : [];
  const { pools } = surroundings;
  const free = freeSubnets(
    { ...pools, taken: [...pools.taken, ...declared] },
    open.length,
    engineVersion,
  );
  const subnets = new Map(open.map(({ id }, index) => [id, free.subnets[index]]));
  const rule = ruleOf(free.rule, open.length, surroundings);
  const isSure = open.length === 1 && surroundings.engineRead && atLeast(engineVersion, 24);
  return networks.map((network) => ({
    ...network,
    ipam: network.ipam.map((pool) => {
      if (isKnown(pool.subnet)) return pool;
      if (network.external) return pool;
      if (network.unused === true) return closed(pool, notMade);
      if (pool.family === 6) return closed(pool, ipv6Pool(engineVersion));
      if (!subnets.has(network.id)) return pool;
      const subnet = subnets.get(network.id);
      return subnet === undefined
        ? closed(pool, exhausted)
        : withSubnet(network, pool, isSure ? predicted(subnet, rule) : assumed(subnet, rule));
    }),
  }));
}

const notMade = unknown('no active service uses the network: up does not make it', 'using it');

const exhausted = unknown(
  'no subnet of the address pools is free: the engine would refuse the network',
  'declaring a subnet, or removing networks that nobody uses',
);

function ipv6Pool(engineVersion: string) {
  return atLeast(engineVersion, 27)
    ? chosenAtUp('chosen at up: a /64 of the fd00::/8 block the engine derives from its own id')
    : unknown(
        'engines up to 26 have no IPv6 pool of their own: they refuse the network',
        'declaring an IPv6 subnet',
      );
}

/** Overlay networks have pools of the swarm's own. */
function isCutFromPools({ kind, external, ipam }: Network): boolean {
  const local = kind === 'bridge' || kind === 'macvlan' || kind === 'ipvlan';
  return local && !external && ipam.some(({ family, subnet }) => family === 4 && !isKnown(subnet));
}

function ruleOf(
  poolRule: string,
  count: number,
  { engineRead, hostRoutesRead }: Surroundings,
): string {
  return [
    poolRule,
    ...(count > 1
      ? ['docker compose makes networks in no fixed order: that of their keys is assumed']
      : []),
    ...(engineRead
      ? hostRoutesRead
        ? []
        : ['routes of the host, which the engine passes over, were not read']
      : ['an engine with the built-in pools and no other network is assumed']),
  ].join('; ');
}

function closed(pool: IpamPool, reason: Knowable<never>): IpamPool {
  const { gateway } = pool;
  return {
    ...pool,
    subnet: reason,
    ...(gateway === undefined || isKnown(gateway) ? {} : { gateway: reason }),
  };
}

function withSubnet(network: Network, pool: IpamPool, subnet: Fact<string>): IpamPool {
  if (isKnown(pool.gateway)) return { ...pool, subnet };
  const { gateway: _open, ...rest } = pool;
  const gateway = hasNoGateway(network, pool)
    ? undefined
    : firstGateway(subnet.value, pool.range?.value);
  return { ...rest, subnet, ...(gateway === undefined ? {} : { gateway }) };
}
