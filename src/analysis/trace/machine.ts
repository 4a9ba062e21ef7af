import { addressFamily, contains } from '../../model/address';
import type { RuleSet } from '../../model/rules';
import type { Topology } from '../../model/topology';
import type { Facet } from '../../netfilter/predict/daemonDoubts';
import { findContainer } from '../findContainer';
import type { Attempt, Origin } from './attempt';
import { buildWorld } from './buildWorld';
import { Connector } from './connect';
import type { Hop } from './hop';
import type { PacketFilterCache } from './packetFilterCache';
import type { Possibility } from './possibility';
import type { TraceQuestion } from './traceAnswer';
import type { Namespace, OutsideSegment, World } from './world';

export interface Walked {
  readonly attempt: Attempt;
  readonly hops: readonly Hop[];
  /** What the walk relied on, of the things that may be either way. */
  readonly relied: ReadonlySet<Facet>;
}

/** The machine of a topology as one possibility has it, and the connections tried on it. */
export class Machine {
  readonly world: World;

  /** @param filters of the topology, shared by its machines */
  constructor(
    private readonly topology: Topology,
    possibility: Possibility,
    private readonly filters: PacketFilterCache,
  ) {
    this.world = buildWorld(topology, possibility);
  }

  /** The origin of a question, or why there is none. */
  originOf(from: string): Origin | string {
    if (from === 'host') return { kind: 'namespace', namespace: this.world.host };
    if (from.startsWith('outside:')) return this.outsideOrigin(from.slice('outside:'.length));
    const container = findContainer(this.topology, from);
    if (container === undefined) return `no container is called ${JSON.stringify(from)}`;
    const namespace = this.world.namespaces.get(container.sandboxId);
    const alive = namespace?.containers.includes(container) ?? false;
    return namespace !== undefined && alive
      ? { kind: 'namespace', namespace }
      : `${container.name.value} does not run, so it has no network namespace`;
  }

  /** The namespace a container lives in, or the host's. */
  namespaceOf(containerId: string, from: 'host' | 'container'): Origin | undefined {
    const container = this.topology.containers.find(({ id }) => id === containerId);
    const namespace =
      from === 'host' ? this.world.host : this.world.namespaces.get(container?.sandboxId ?? '');
    return namespace === undefined ? undefined : { kind: 'namespace', namespace };
  }

  walk(
    origin: Origin,
    address: string,
    { proto, port = 0 }: Pick<TraceQuestion, 'proto' | 'port'>,
  ): Walked | undefined {
    const family = addressFamily(address);
    if (family === undefined) return undefined;
    const connector = new Connector(
      this.world,
      (namespace) => this.filters.of(namespace, this.world.possibility).chains,
    );
    const attempt = connector.attempt(origin, address, family, proto, port);
    const { hops, reliance } = connector.walk;
    return { attempt, hops, relied: reliance.facets };
  }

  /** The packet filter of one of its namespaces. */
  filterOf(namespace: Namespace): RuleSet {
    return this.filters.of(namespace, this.world.possibility).rules;
  }

  private outsideOrigin(address: string): Origin | string {
    const family = addressFamily(address);
    if (family === undefined) return `${JSON.stringify(address)} is no address`;
    const { host } = this.world;
    const answer = host.routing.lookUp({ family, destination: address });
    const device = answer.kind === 'route' ? answer.route.device : undefined;
    const segment = this.macvlanSegment(address) ?? outsideSegment(host, device);
    return segment === undefined
      ? `the host has no way to ${address}, so nobody there can be asked for`
      : { kind: 'outside', segment, address };
  }

  /** Past which parent an address lies, where the NICs were not read: in the subnet of a macvlan network. */
  private macvlanSegment(address: string): OutsideSegment | undefined {
    if (this.world.host.observed) return undefined;
    for (const { interfaces } of this.world.namespaces.values()) {
      for (const { wire, addresses } of interfaces) {
        if (wire.kind !== 'macvlan') continue;
        const near = addresses.some((one) =>
          contains(`${one.address}/${one.prefixLength}`, address),
        );
        if (near) return wire.segment;
      }
    }
    return undefined;
  }
}

function outsideSegment(host: Namespace, device: string | undefined): OutsideSegment | undefined {
  const wire = host.interfaces.find(({ name }) => name === device)?.wire;
  return wire?.kind === 'nic' ? wire.segment : undefined;
}
