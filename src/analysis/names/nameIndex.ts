import type { Container } from '../../model/container';
import type { Endpoint } from '../../model/endpoint';
import type { Network } from '../../model/network';
import { isKnown } from '../../model/provenance';
import type { Topology } from '../../model/topology';
import { groupBy, topologyIndex, type TopologyIndex } from '../../model/topologyIndex';
import { gatewayCandidate, gatewayOrder } from '../../topology/gatewayEndpoint';

/** An active endpoint and its network. */
export interface Attachment {
  readonly endpoint: Endpoint;
  readonly network: Network;
}

/** What names rest on: who lives where, on which networks, under which names; made once per topology. */
export class NameIndex {
  private readonly index: TopologyIndex;
  private readonly nameTables = new Map<string, ReadonlyMap<string, readonly Endpoint[]>>();
  private readonly ownerIds = new Map<string, string>();
  private readonly attachmentsOf = new Map<Container, readonly Attachment[]>();

  constructor(readonly topology: Topology) {
    this.index = topologyIndex(topology);
    for (const { id, kind, ownerId } of topology.sandboxes) {
      if (kind === 'own' && ownerId !== undefined) this.ownerIds.set(id, ownerId);
    }
  }

  /** The container whose sandbox this one lives in: itself, or the one it joined. */
  owner(container: Container): Container {
    const owner = this.ownerIds.get(container.sandboxId);
    return owner === undefined ? container : (this.index.containers.get(owner) ?? container);
  }

  /** Active endpoints on networks that carry addresses, in the order of the engine's election. */
  attachments(container: Container): readonly Attachment[] {
    const known = this.attachmentsOf.get(container) ?? this.findAttachments(container);
    this.attachmentsOf.set(container, known);
    return known;
  }

  private findAttachments(container: Container): readonly Attachment[] {
    const version = this.topology.engine.version.value;
    const own = new Map(
      this.index.endpointsOf(this.owner(container).id).flatMap((endpoint) => {
        const network = this.index.networks.get(endpoint.networkId);
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
    const named = this.index.endpointsOn(network.id).flatMap((endpoint) => {
      const names = endpoint.active && isKnown(endpoint.dnsNames) ? endpoint.dnsNames.value : [];
      return [...new Set(names.map((name) => name.toLowerCase()))].map((name) => ({
        name,
        endpoint,
      }));
    });
    const table = new Map(
      [...groupBy(named, ({ name }) => name)].map(([name, entries]) => [
        name,
        entries.map(({ endpoint }) => endpoint),
      ]),
    );
    this.nameTables.set(network.id, table);
    return table;
  }

  /** The active endpoint that has the address on the network. */
  holder(network: Network, address: string): Endpoint | undefined {
    return this.index
      .endpointsOn(network.id)
      .find(
        (endpoint) =>
          endpoint.active &&
          ((isKnown(endpoint.ipv4) && endpoint.ipv4.value.address === address) ||
            (isKnown(endpoint.ipv6) && endpoint.ipv6.value.address === address)),
      );
  }
}
