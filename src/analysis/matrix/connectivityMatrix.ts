import type { AddressFamily } from '../../model/network';
import type { Topology } from '../../model/topology';
import { buildWorld } from '../trace/buildWorld';
import { packetFilterOf } from '../trace/packetFilters';
import { internetAddress } from '../trace/neighbours';
import { possibilitiesOf } from '../trace/possibility';
import { Tracer } from '../trace/tracer';
import type { TraceQuestion, Verdict } from '../trace/traceAnswer';
import type { Namespace } from '../trace/world';
import {
  isLoopback,
  matrixAxes,
  type MatrixSource,
  type MatrixTarget,
  type MatrixWay,
} from './axes';
import { Likeness, type Traits } from './likeness';
import { orderOf } from './ruleOrder';

/** What one source gets from one target. */
export interface MatrixCell {
  readonly verdict: Verdict | 'no-way';
  /** Place of the way that decides among the target's ways; -1 where there is none. */
  readonly way: number;
}

/** From what a source can use to what it cannot. */
const ranks: readonly Verdict[] = [
  'delivered',
  'arrives',
  'unknown',
  'accepted-by-proxy',
  'refused',
  'unreachable',
  'dropped',
  'unresolved',
];

/** More ways to one target, and more kinds of ports, than there can be. */
const maxWays = 2 ** 8;
const maxPorts = 2 ** 20;
const noWay: MatrixCell = { verdict: 'no-way', way: -1 };
const outsideTraits: Traits = { shape: -2, bridges: [], places: [] };

/**
 * Who reaches whom, in one address family. Pairs that no rule tells apart are traced once (see likeness.ts), so
 * a matrix costs as many traces as there are different situations, not as there are cells.
 */
export class ConnectivityMatrix {
  readonly sources: readonly MatrixSource[];
  readonly targets: readonly MatrixTarget[];
  private readonly tracer: Tracer;
  private readonly likeness: Likeness;
  private readonly answers = new Map<number, Verdict>();
  /** By group of the source and place of the target; a matrix has hundreds of thousands, so numbers only. */
  private readonly relations: number[][] = [];
  /** By group of the source and group of the target. */
  private readonly cells: MatrixCell[][] = [];
  /** The same where both are one namespace. */
  private readonly ownCells: MatrixCell[][] = [];
  private readonly usual = new Map<string, MatrixCell>();
  private readonly sourceTraits: readonly SourceTraits[];
  private readonly targetTraits: readonly TargetTraits[];
  private readonly hostAddress: string | undefined;
  private readonly groups = new Map<string, number>();

  /** @param tracer of the same topology, when there is one already */
  constructor(
    topology: Topology,
    readonly family: AddressFamily,
    tracer: Tracer = new Tracer(topology),
  ) {
    this.tracer = tracer;
    const [usual] = possibilitiesOf(topology).all;
    const world = buildWorld(topology, usual);
    const filterOf = (namespace: Namespace) => packetFilterOf(topology, namespace, usual);
    const { sources, targets } = matrixAxes(topology, world, family);
    this.sources = sources;
    this.targets = targets;
    const ports = new Set(targets.flatMap(({ port }) => port ?? []));
    this.likeness = new Likeness(topology, world, filterOf(world.host), ports, filterOf);
    this.hostAddress = hostAddress(topology, world.host, family);
    this.sourceTraits = sources.map((source) => this.ofSource(source));
    this.targetTraits = targets.map((target) => this.ofTarget(target));
  }

  /** How many traces were made so far. */
  get traced(): number {
    return this.answers.size;
  }

  cell(source: number, target: number): MatrixCell {
    const row = this.sourceTraits[source];
    const column = this.targetTraits[target];
    if (row === undefined || column === undefined) return noWay;
    const itself = row.namespace !== undefined && row.namespace === column.namespace;
    const cells = itself ? this.ownCells : this.cells;
    const inRow = (cells[row.group] ??= []);
    return (inRow[column.group] ??= this.decide(source, target, row, column));
  }

  /**
   * Sources of one group, and targets of one group, have the same cell with each other wherever they do not share a
   * namespace: what the whole matrix can be told by without naming every cell.
   */
  groupOfSource(source: number): number {
    return this.sourceTraits[source]?.group ?? -1;
  }

  groupOfTarget(target: number): number {
    return this.targetTraits[target]?.group ?? -1;
  }

  /** The question a cell stands for; `undefined` where there is nothing to ask. */
  question(source: number, target: number): TraceQuestion | undefined {
    return this.questionBy(source, target, Math.max(this.cell(source, target).way, 0));
  }

  /** The question that tries one of the target's ways. */
  questionBy(source: number, target: number, place: number): TraceQuestion | undefined {
    const asks = this.sources[source];
    const asked = this.targets[target];
    const way = asked?.ways[place];
    return asks === undefined || asked === undefined || way === undefined
      ? undefined
      : this.questionOf(asks, asked, way);
  }

  private decide(
    source: number,
    target: number,
    row: SourceTraits,
    column: TargetTraits,
  ): MatrixCell {
    const [asks, asked] = [this.sources[source], this.targets[target]];
    if (asks === undefined || asked === undefined) return noWay;
    let best: Verdict | undefined;
    let bestWay = -1;
    let bestRank = Infinity;
    const relation = this.relation(row, column);
    for (const [index, way] of asked.ways.entries()) {
      const situation = (relation * maxPorts + column.port) * maxWays + index;
      const verdict = this.verdict(asks, asked, way, situation);
      if (verdict === undefined) continue;
      const rank = ranks.indexOf(verdict);
      if (rank < bestRank) {
        best = verdict;
        bestWay = index;
        bestRank = rank;
      }
      if (rank < 2) break;
    }
    return best === undefined ? noWay : this.cellOf(best, bestWay);
  }

  /** One object for all that are equal. */
  private cellOf(verdict: Verdict, way: number): MatrixCell {
    const name = `${verdict} ${way}`;
    const cell = this.usual.get(name) ?? { verdict, way };
    this.usual.set(name, cell);
    return cell;
  }

  private verdict(
    asks: MatrixSource,
    asked: MatrixTarget,
    way: MatrixWay,
    situation: number,
  ): Verdict | undefined {
    const known = this.answers.get(situation);
    if (known !== undefined) return known;
    const question = this.questionOf(asks, asked, way);
    if (question === undefined) return undefined;
    const { verdict } = this.tracer.trace(question);
    this.answers.set(situation, verdict);
    return verdict;
  }

  /** What the two are and how they stand to each other; equal for pairs that nothing tells apart. */
  private relation(row: SourceTraits, column: TargetTraits): number {
    const [one, other] = [row.traits, column.traits];
    const itself = row.namespace !== undefined && row.namespace === column.namespace;
    const inRow = (this.relations[row.group] ??= []);
    const known = itself ? undefined : inRow[column.place];
    if (known !== undefined) return known;
    const shared = one.bridges.map((bridge) => other.bridges.indexOf(bridge)).join();
    const order = itself ? 'own' : orderOf(one.places, other.places);
    const relation = this.number(
      `relation ${one.shape} ${other.shape} ${column.fixed} ${shared} ${order}`,
    );
    if (!itself) inRow[column.place] = relation;
    return relation;
  }

  private questionOf(
    { kind, from, namespace }: MatrixSource,
    { kind: asked, proto }: MatrixTarget,
    { address, port }: MatrixWay,
  ): TraceQuestion | undefined {
    // What the outside does among itself is not about this machine.
    if (kind === 'outside' && asked === 'outside') return undefined;
    const to = address ?? this.hostFrom(kind, namespace);
    // A loopback address is whoever asks: published there, only the host can use it.
    const own = kind === 'container' && namespace?.kind !== 'host';
    if (to === undefined || (own && isLoopback(to))) return undefined;
    return { from, to, proto, ...(port === undefined ? {} : { port }), family: this.family };
  }

  /** An address of the host as the source would use it: loopback, its gateway, or that of a NIC. */
  private hostFrom(
    kind: MatrixSource['kind'],
    namespace: Namespace | undefined,
  ): string | undefined {
    if (kind === 'host' || namespace?.kind === 'host')
      return this.family === 4 ? '127.0.0.1' : '::1';
    if (namespace === undefined) return this.hostAddress;
    const route = namespace.routing.lookUp({
      family: this.family,
      destination: internetAddress[this.family],
    });
    const gateway = route.kind === 'route' ? route.route.gateway : undefined;
    if (gateway !== undefined) return gateway;
    const plug = namespace.interfaces.find(({ wire }) => wire.kind === 'bridge-port');
    if (plug?.wire.kind !== 'bridge-port') return this.hostAddress;
    return (
      plug.wire.segment.bridge.networkInterface.addresses.find(
        ({ family, scope }) => family === this.family && scope !== 'link',
      )?.address ?? this.hostAddress
    );
  }

  private ofSource({ namespace }: MatrixSource): SourceTraits {
    const traits = namespace === undefined ? outsideTraits : this.likeness.of(namespace);
    return {
      traits,
      group: this.groupOf(traits),
      ...(namespace === undefined ? {} : { namespace }),
    };
  }

  private ofTarget(target: MatrixTarget): TargetTraits {
    const { namespace, proto, port, ways, kind } = target;
    const traits = namespace === undefined ? outsideTraits : this.likeness.of(namespace);
    const listening = (namespace?.listeners ?? []).flatMap((one) =>
      one.proto === proto && one.port === port
        ? [{ address: this.roleOf(one.address, target), relays: one.program }]
        : [],
    );
    const asked = namespace?.listeners === undefined ? 'unread' : JSON.stringify(listening);
    // Host ports stand in the shape by their role, unless the shape is a single one's.
    const described = ways.map(({ kind: way }) => way).join();
    const several = (namespace?.containers.length ?? 0) > 1 ? (target.container?.id ?? '') : '';
    const publishedAt =
      ways.filter(({ kind: way }) => way === 'published').length > 0
        ? this.publishOrder(target)
        : '';
    const text = `${proto} ${port ?? ''} ${asked} ${described} ${several} ${publishedAt}`;
    const fixed = kind;
    const place = this.number(`place ${this.groupOf(traits)} ${fixed}`);
    const group = this.number(`target ${place} ${text}`);
    return {
      traits,
      place,
      group,
      fixed,
      port: this.number(`port ${text}`),
      ...(namespace === undefined ? {} : { namespace }),
    };
  }

  /** Which of its published ports the ways use, by order and not by number. */
  private publishOrder({ container, ways }: MatrixTarget): string {
    const all = this.targets
      .filter((one) => one.container === container)
      .flatMap((one) => one.ways);
    const used = ways.filter(({ kind }) => kind === 'published');
    return used
      .map((way) => `${all.indexOf(way)} ${way.address === undefined ? '' : way.address}`)
      .join();
  }

  private roleOf(address: string, { ways }: MatrixTarget): string {
    const index = ways.findIndex((way) => way.address === address);
    return index < 0 ? address : `way ${index}`;
  }

  /** Namespaces of one shape on the same bridges, with the same places of rules. */
  private groupOf({ shape, bridges, places }: Traits): number {
    return this.number(`namespace ${shape} ${bridges.join()} ${places.join()}`);
  }

  private number(text: string): number {
    const known = this.groups.get(text) ?? this.groups.size;
    this.groups.set(text, known);
    return known;
  }
}

interface SourceTraits {
  readonly traits: Traits;
  readonly group: number;
  readonly namespace?: Namespace;
}

interface TargetTraits extends Omit<SourceTraits, 'group'> {
  readonly group: number;
  readonly place: number;
  readonly fixed: string;
  /** What is asked of it there, by number. */
  readonly port: number;
}

/** The address by which others know the host: of a NIC, as far as one is known. */
function hostAddress(
  topology: Topology,
  host: Namespace,
  family: AddressFamily,
): string | undefined {
  const placed = host.interfaces.flatMap(({ loopback, wire, addresses }) =>
    loopback || wire.kind !== 'nic' ? [] : addresses,
  );
  const own = placed.find(
    (one) =>
      one.family === family && one.scope === 'global' && !/^(0\.0\.0\.0|::)$/.test(one.address),
  );
  const told = placed.find((one) => one.family === family && one.scope === 'unplaced');
  return (
    own?.address ??
    told?.address ??
    topology.host.addresses.value.find((one) => one.includes(':') === (family === 6))
  );
}
