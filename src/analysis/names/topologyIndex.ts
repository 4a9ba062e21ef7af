import type { Container } from '../../model/container';
import type { Endpoint } from '../../model/endpoint';
import type { Network } from '../../model/network';
import { isKnown } from '../../model/provenance';
import type { Topology } from '../../model/topology';
import { gatewayCandidate, gatewayOrder } from '../../topology/gatewayEndpoint';

/** An active endpoint and its network. */
export interface Attachment {
  readonly endpoint: Endpoint;
  readonly network: Network;
}

/** Lookups the name rules need often; made once per topology. */
export class TopologyIndex {
  private readonly containers: ReadonlyMap<string, Container>;
  private readonly networks: ReadonlyMap<string, Network>;
  private readonly byNetwork = new Map<string, Endpoint[]>();
  private readonly byContainer = new Map<string, Endpoint[]>();
  private readonly nameTables = new Map<string, ReadonlyMap<string, readonly Endpoint[]>>();

  constructor(readonly topology: Topology) {
    this.containers = new Map(topology.containers.map((one) => [one.id, one]));
    this.networks = new Map(topology.networks.map((one) => [one.id, one]));
    for (const endpoint of topology.endpoints) {
      push(this.byNetwork, endpoint.networkId, endpoint);
      if (endpoint.containerId !== undefined) {
        push(this.byContainer, endpoint.containerId, endpoint);
      }
    }
  }

  container(id: string): Container | undefined {
    return this.containers.get(id);
  }

  /** The container whose sandbox this one lives in: itself, or the one it joined. */
  owner(container: Container): Container {
    const sandbox = this.topology.sandboxes.find((one) => one.id === container.sandboxId);
    if (sandbox?.kind !== 'own' || sandbox.ownerId === undefined) return container;
    return this.containers.get(sandbox.ownerId) ?? container;
  }

  /** Active endpoints on networks that carry addresses, in the order of the engine's election. */
  attachments(container: Container): readonly Attachment[] {
    const version = this.topology.engine.version.value;
    const own = new Map(
      (this.byContainer.get(this.owner(container).id) ?? []).flatMap((endpoint) => {
        const network = this.networks.get(endpoint.networkId);
        const carries = network !== undefined && network.kind !== 'host' && network.kind !== 'none';
        return endpoint.active && carries ? [[endpoint.id, { endpoint, network }] as const] : [];
      }),
    );
    const candidates = [...own.values()].map(({ endpoint, network }) =>
      gatewayCandidate(endpoint, network, version),
    );
    return gatewayOrder(candidates, version).flatMap(({ endpointId }) => own.get(endpointId) ?? []);
  }

  /** Active endpoints on a network by the names they answer to, in lower case. */
  names(network: Network): ReadonlyMap<string, readonly Endpoint[]> {
    const known = this.nameTables.get(network.id);
    if (known !== undefined) return known;
    const table = new Map<string, Endpoint[]>();
    for (const endpoint of this.byNetwork.get(network.id) ?? []) {
      if (!endpoint.active || !isKnown(endpoint.dnsNames)) continue;
      for (const name of new Set(endpoint.dnsNames.value.map((one) => one.toLowerCase()))) {
        push(table, name, endpoint);
      }
    }
    this.nameTables.set(network.id, table);
    return table;
  }

  /** The active endpoint that has the address on the network. */
  holder(network: Network, address: string): Endpoint | undefined {
    return (this.byNetwork.get(network.id) ?? []).find(
      (endpoint) =>
        endpoint.active &&
        ((isKnown(endpoint.ipv4) && endpoint.ipv4.value.address === address) ||
          (isKnown(endpoint.ipv6) && endpoint.ipv6.value.address === address)),
    );
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
