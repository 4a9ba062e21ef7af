import { contains, firstAddress } from '../model/address';
import type { Endpoint } from '../model/endpoint';
import type { IpamPool, Network } from '../model/network';
import { isKnown, predicted, type Knowable } from '../model/provenance';
import { groupBy } from '../model/topologyIndex';

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
  const first = firstAddress(pool.range?.value ?? subnet);
  return first === undefined
    ? undefined
    : predicted(first, 'the engine gives the bridge the first address it can hand out');
}

function hasNoGateway(network: Network, pool: IpamPool): boolean {
  const options = network.options.value;
  const mode = options[`com.docker.network.bridge.gateway_mode_ipv${pool.family}`];
  return mode === 'isolated' || options['com.docker.network.bridge.inhibit_ipv4'] === 'true';
}
