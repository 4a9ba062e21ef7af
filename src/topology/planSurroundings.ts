import { contains } from '../model/address';
import type { Container } from '../model/container';
import type { Endpoint } from '../model/endpoint';
import type { Network } from '../model/network';
import { isKnown } from '../model/provenance';
import type { Topology } from '../model/topology';
import { groupBy } from '../model/topologyIndex';
import {
  builtInBridgeSubnet,
  builtInPools,
  type AddressPool,
  type PoolState,
} from './addressPools';

/** What is already there on the engine a plan is for. */
export interface Surroundings {
  /** False when no engine was read: then one with nothing on it but docker0 is assumed. */
  readonly engineRead: boolean;
  readonly hostRoutesRead: boolean;
  /** Podman cuts its networks from pools its Docker API does not tell. */
  readonly poolsAreDockers: boolean;
  readonly pools: PoolState;
  networkNamed(name: string): Network | undefined;
  containerOf(key: string): Container | undefined;
  endpointsOn(network: Network): readonly Endpoint[];
}

/** @param taken CIDRs the engine would pass over besides what `engine` shows */
export function surroundingsOf(
  engine: Topology | undefined,
  taken: readonly string[],
): Surroundings {
  const networks = engine?.networks ?? [];
  const byName = new Map(networks.map((network) => [network.name.value, network]));
  const containers = new Map(engine?.containers.map((container) => [container.key, container]));
  const endpoints = groupBy(engine?.endpoints ?? [], (endpoint) => endpoint.networkId);
  const pools = addressPools(engine);
  const routes = engine?.kernel?.host?.routes;
  return {
    engineRead: engine !== undefined,
    hostRoutesRead: routes !== undefined,
    poolsAreDockers: engine?.engine.product !== 'podman',
    pools: {
      pools,
      taken: [
        ...(engine === undefined ? [builtInBridgeSubnet] : networks.flatMap(subnetsOf)),
        ...(routes ?? [])
          .filter(({ destination, table }) => table === 'main' && !destination.endsWith('/0'))
          .map(({ destination }) => destination),
        ...taken,
      ],
      last: engine === undefined ? builtInBridgeSubnet : lastFromPools(networks, pools),
    },
    networkNamed: (name) => byName.get(name),
    containerOf: (key) => containers.get(key),
    endpointsOn: (network) => endpoints.get(network.id) ?? [],
  };
}

function addressPools(engine: Topology | undefined): readonly AddressPool[] {
  const told = engine?.engine.addressPools;
  return isKnown(told) ? told.value : builtInPools;
}

function subnetsOf(network: Network): readonly string[] {
  return network.ipam.flatMap(({ family, subnet }) =>
    family === 4 && isKnown(subnet) ? [subnet.value] : [],
  );
}

/** The subnet of the youngest network that has one of the pools'. What was handed out and given back nobody tells. */
function lastFromPools(
  networks: readonly Network[],
  pools: readonly AddressPool[],
): string | undefined {
  const fromPools = networks.flatMap((network) =>
    subnetsOf(network)
      .filter((subnet) => pools.some((pool) => isCutFrom(subnet, pool)))
      .map((subnet) => ({ subnet, at: network.created?.value ?? '' })),
  );
  return fromPools.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).at(-1)?.subnet;
}

function isCutFrom(subnet: string, { base, size }: AddressPool): boolean {
  const [address = '', prefixLength] = subnet.split('/');
  return Number(prefixLength) === size && contains(base, address);
}
