import type { Endpoint } from '../model/endpoint';
import type { VethPair } from '../model/host';
import type { Network } from '../model/network';
import type { Knowable } from '../model/provenance';

/** One veth pair per active endpoint on a bridge; `hostEnd` is what is known of the ends on the host. */
export function vethPairs(
  endpoints: readonly Endpoint[],
  networks: readonly Network[],
  hostEnd: Knowable<string>,
): readonly VethPair[] {
  const bridged = new Set(
    networks.filter((network) => network.kind === 'bridge').map((network) => network.id),
  );
  return endpoints
    .filter((endpoint) => endpoint.active && bridged.has(endpoint.networkId))
    .map((endpoint) => ({
      endpointId: endpoint.id,
      hostEnd,
      containerEnd: endpoint.interfaceName,
    }));
}
