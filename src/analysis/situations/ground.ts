import { addressFamily, contains } from '../../model/address';
import type { Container } from '../../model/container';
import type { Endpoint } from '../../model/endpoint';
import type { Network } from '../../model/network';
import { isKnown } from '../../model/provenance';
import type { PublishedPort } from '../../model/publishedPort';
import type { Topology } from '../../model/topology';
import { groupBy, topologyIndex, type TopologyIndex } from '../../model/topologyIndex';
import type { NameAnswer } from '../names/nameAnswer';
import type { TraceAnswer, TraceQuestion, Verdict } from '../trace/traceAnswer';
import type { Tracer } from '../trace/tracer';
import type { Evidence } from './situation';

/** An address of a container, and the network it is on. */
export interface Place {
  readonly address: string;
  readonly network: Network;
}

/** Short ids are names too, but nobody means them. */
const shortId = /^[0-9a-f]{12}$/;

/** What situations are looked for in: who bears which name, who has which address, and what traces say. */
export class Ground {
  readonly index: TopologyIndex;
  private readonly bearersByName = new Map<string, Container[]>();
  private readonly endpointByAddress = new Map<string, Endpoint>();
  private readonly namesByContainer = new Map<string, readonly string[]>();
  private readonly owners = new Map<string, Container>();
  private readonly attachmentsByOwner = new Map<string, readonly Endpoint[]>();
  private readonly networksByOwner = new Map<string, ReadonlySet<string>>();
  private readonly portsByContainer: ReadonlyMap<string, readonly PublishedPort[]>;

  constructor(
    readonly topology: Topology,
    readonly tracer: Tracer,
  ) {
    this.index = topologyIndex(topology);
    this.portsByContainer = groupBy(topology.publishedPorts, ({ containerId }) => containerId);
    for (const { kind, ownerId, containerIds } of topology.sandboxes) {
      const owner = ownerId === undefined ? undefined : this.index.containers.get(ownerId);
      if (kind !== 'own' || owner === undefined) continue;
      for (const id of containerIds) this.owners.set(id, owner);
    }
    for (const container of topology.containers) {
      const names = namesOf(container, this.index.endpointsOf(container.id));
      this.namesByContainer.set(container.id, names);
      for (const name of names) {
        const known = this.bearersByName.get(name.toLowerCase());
        if (known === undefined) this.bearersByName.set(name.toLowerCase(), [container]);
        else known.push(container);
      }
    }
    for (const endpoint of topology.endpoints) {
      if (!endpoint.active) continue;
      for (const { address } of this.placesOn(endpoint)) {
        if (!this.endpointByAddress.has(address)) this.endpointByAddress.set(address, endpoint);
      }
    }
  }

  /** Every container that goes by the name anywhere, running or not. */
  bearers(name: string): readonly Container[] {
    return this.bearersByName.get(name.toLowerCase()) ?? [];
  }

  /** The service first, then the container's own name, then what its endpoints are called. */
  namesFor(container: Container): readonly string[] {
    return this.namesByContainer.get(container.id) ?? [];
  }

  holder(address: string): Container | undefined {
    const id = this.endpointByAddress.get(address)?.containerId;
    return id === undefined ? undefined : this.index.containers.get(id);
  }

  /** The container whose namespace it lives in: itself, unless it joined another's. */
  owner(container: Container): Container {
    return this.owners.get(container.id) ?? container;
  }

  /** Active endpoints of the namespace it lives in. */
  attachments(container: Container): readonly Endpoint[] {
    const { id } = this.owner(container);
    const known =
      this.attachmentsByOwner.get(id) ?? this.index.endpointsOf(id).filter(({ active }) => active);
    this.attachmentsByOwner.set(id, known);
    return known;
  }

  networksOf(container: Container): ReadonlySet<string> {
    const { id } = this.owner(container);
    const known =
      this.networksByOwner.get(id) ??
      new Set(this.attachments(container).map(({ networkId }) => networkId));
    this.networksByOwner.set(id, known);
    return known;
  }

  publishedBy({ id }: Container): readonly PublishedPort[] {
    return this.portsByContainer.get(id) ?? [];
  }

  places(container: Container): readonly Place[] {
    return this.attachments(container).flatMap((endpoint) => this.placesOn(endpoint));
  }

  sharedNetworks(one: Container, other: Container): readonly Network[] {
    const own = this.networksOf(one);
    return this.attachments(other).flatMap(({ networkId }) => {
      const network = own.has(networkId) ? this.index.networks.get(networkId) : undefined;
      return network === undefined ? [] : [network];
    });
  }

  /** The engine's own network that an address would be on; gateways are the host's, so they are on none. */
  networkOf(address: string): Network | undefined {
    const family = addressFamily(address);
    return this.topology.networks.find(({ kind, ipam }) => {
      const pool = ipam.find(
        (one) =>
          one.family === family && isKnown(one.subnet) && contains(one.subnet.value, address),
      );
      // Past the parent of macvlan and ipvlan live other machines of the same subnet.
      const own = kind === 'bridge' || kind === 'overlay';
      return (
        own && pool !== undefined && !(isKnown(pool.gateway) && pool.gateway.value === address)
      );
    });
  }

  answer(client: Container, name: string): NameAnswer {
    return this.tracer.nameService.answer(client, name, 'auto');
  }

  ping(client: Container, to: string): Tried {
    return this.try({ from: client.id, to, proto: 'icmp' });
  }

  try(question: TraceQuestion): Tried {
    return new Tried(question, this.tracer.trace(question));
  }

  private placesOn({ networkId, ipv4, ipv6 }: Endpoint): readonly Place[] {
    const network = this.index.networks.get(networkId);
    if (network === undefined) return [];
    return [ipv4, ipv6].flatMap((one) =>
      isKnown(one) ? [{ address: one.value.address, network }] : [],
    );
  }
}

/** A question and what its trace said. */
export class Tried {
  constructor(
    readonly question: TraceQuestion,
    readonly answer: TraceAnswer,
  ) {}

  get works(): boolean {
    return this.answer.verdict === 'delivered' || this.answer.verdict === 'arrives';
  }

  /** It is known not to get there. */
  get fails(): boolean {
    return failures.has(this.answer.verdict);
  }

  get evidence(): Evidence {
    const { verdict, target } = this.answer;
    return { kind: 'trace', question: this.question, verdict, target };
  }
}

const failures: ReadonlySet<Verdict> = new Set(['dropped', 'unreachable']);

export function nameEvidence(name: string, { result, answers }: NameAnswer): Evidence {
  return { kind: 'name', name, result, answers };
}

function namesOf(
  { id, name, compose }: Container,
  endpoints: readonly Endpoint[],
): readonly string[] {
  const told = endpoints.flatMap(({ dnsNames, aliases }) => [
    ...(isKnown(dnsNames) ? dnsNames.value : []),
    ...aliases.value,
  ]);
  const own = [...(compose === undefined ? [] : [compose.service]), name.value, ...told];
  const meant = own.filter((one) => !(shortId.test(one) && id.startsWith(one)));
  return [...new Set(meant.map((one) => one.toLowerCase()))];
}
