import { contains } from '../model/address';
import type { Endpoint } from '../model/endpoint';
import type { IpamPool, Network } from '../model/network';
import { isKnown, predicted, type Fact, type Knowable } from '../model/provenance';
import { groupBy } from '../model/topologyIndex';
import { firstAssignable } from './assignableAddresses';

/**
 * Networks whose subnet the engine chose show no gateway. Their endpoints tell it; with none there,
 * it is the first address, which the engine requests before any endpoint's (moby: ipamAllocateVersion,
 * v28.5.2). Bridges in isolated gateway mode, or with `inhibit_ipv4`, have none.
 */
export function withGateways(
  networks: readonly Network[],
  endpoints: readonly Endpoint[],
): readonly Network[] {
  const members = groupBy(endpoints, (endpoint) => endpoint.networkId);
  return networks.map((network) => ({
    ...network,
    ipam: network.ipam.map((pool) => {
      const gateway = pool.gateway ?? gatewayOf(network, pool, members.get(network.id) ?? []);
      return gateway === undefined ? pool : { ...pool, gateway };
    }),
  }));
}

function gatewayOf(
  network: Network,
  pool: IpamPool,
  members: readonly Endpoint[],
): Knowable<string> | undefined {
  if (!isKnown(pool.subnet)) return undefined;
  const subnet = pool.subnet.value;
  for (const endpoint of members) {
    const gateway = pool.family === 4 ? endpoint.gateway4 : endpoint.gateway6;
    if (isKnown(gateway) && contains(subnet, gateway.value)) return gateway;
  }
  if (network.kind !== 'bridge' || hasNoGateway(network, pool)) return undefined;
  return firstGateway(subnet, pool.range?.value);
}

/** The gateway of a pool for which nobody asked for one. */
export function firstGateway(subnet: string, range: string | undefined): Fact<string> | undefined {
  const first = firstAssignable(subnet, range);
  return first === undefined
    ? undefined
    : predicted(first, 'the engine gives the gateway the first address it can hand out');
}

/** A bridge that takes no address on this family's subnet. */
export function hasNoGateway(
  network: Pick<Network, 'options'>,
  pool: Pick<IpamPool, 'family'>,
): boolean {
  const options = network.options.value;
  const mode = options[`com.docker.network.bridge.gateway_mode_ipv${pool.family}`];
  return mode === 'isolated' || options['com.docker.network.bridge.inhibit_ipv4'] === 'true';
}
