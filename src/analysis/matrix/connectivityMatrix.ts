import type { AddressFamily } from '../../model/network';
import type { Topology } from '../../model/topology';
import { Tracer } from '../trace/tracer';
import type { TraceQuestion, Verdict } from '../trace/traceAnswer';
import type { Namespace } from '../trace/world';
import { matrixAxes, type MatrixSource, type MatrixTarget } from './axes';
import { Likeness, type Traits } from './likeness';
import { MatrixQuestions } from './matrixQuestions';
import { Numbering } from './numbering';
import { PairRelations, sideNumber, type Side } from './pairRelations';
import { TargetPorts } from './targetPorts';

/** What one source gets from one target. */
export interface MatrixCell {
  readonly verdict: Verdict | 'no-way';
  /** Place of the way that decides among the target's ways; -1 where there is none. */
  readonly way: number;
}

/** From what a source can use to what it cannot. */
const ranksWithin: readonly Verdict[] = [
  'delivered',
  'arrives',
  'unknown',
  'accepted-by-proxy',
  'refused',
  'unreachable',
  'dropped',
  'unresolved',
];

/**
 * From outside it is hardly ever known whether anybody routes to a container's own address, but who got to it by a
 * published port and found nobody there would find nobody by that way either.
 */
const ranksFromOutside: readonly Verdict[] = [
  'delivered',
  'arrives',
  'accepted-by-proxy',
  'refused',
  'unknown',
  'unreachable',
  'dropped',
  'unresolved',
];

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
  private readonly questions: MatrixQuestions;
  private readonly relations: PairRelations;
  /** By relation and port: all a cell depends on. */
  private readonly cells: MatrixCell[][] = [];
  /** By source: its side as a row, and its namespace, -1 for none. */
  private readonly rows: Int32Array;
  private readonly rowSpaces: Int32Array;
  /** By target: its side as a column, what is asked there, and its namespace, -2 for none. */
  private readonly columns: Int32Array;
  private readonly ports: Int32Array;
  private readonly columnSpaces: Int32Array;
  /** By target: side and port in one. */
  private readonly targetGroups: Int32Array;
  private made = 0;

  /** @param tracer of the same topology, when there is one already */
  constructor(
    topology: Topology,
    readonly family: AddressFamily,
    tracer: Tracer = new Tracer(topology),
  ) {
    this.tracer = tracer;
    const { usual } = tracer;
    const { world } = usual;
    const filterOf = (namespace: Namespace) => usual.filterOf(namespace);
    const { sources, targets } = matrixAxes(topology, world, family);
    this.sources = sources;
    this.targets = targets;
    const literalPorts = new Set(targets.flatMap(({ port }) => port ?? []));
    this.likeness = new Likeness(topology, world, filterOf(world.host), literalPorts, filterOf);
    this.questions = new MatrixQuestions(world, family);
    const spaces = new Map([...world.namespaces.values()].map((one, index) => [one, index]));
    const rows = new Numbering<Side>();
    const columns = new Numbering<Side>();
    const ports = new Numbering();
    const groups = new Numbering();
    const targetPorts = new TargetPorts(targets);
    const side = (into: Numbering<Side>, namespace: Namespace | undefined, role: string) => {
      const traits = namespace === undefined ? outsideTraits : this.likeness.of(namespace);
      return sideNumber(into, { traits, role });
    };
    this.rows = Int32Array.from(sources, ({ namespace }) => side(rows, namespace, ''));
    this.columns = Int32Array.from(targets, ({ namespace, kind }) =>
      side(columns, namespace, kind),
    );
    this.ports = Int32Array.from(targets, (one) => ports.of(targetPorts.describe(one), undefined));
    this.targetGroups = this.columns.map((column, index) =>
      groups.of(`${column} ${this.ports[index]}`, undefined),
    );
    const spaceOf = (namespace: Namespace | undefined, none: number) =>
      namespace === undefined ? none : (spaces.get(namespace) ?? none);
    this.rowSpaces = Int32Array.from(sources, ({ namespace }) => spaceOf(namespace, -1));
    this.columnSpaces = Int32Array.from(targets, ({ namespace }) => spaceOf(namespace, -2));
    this.relations = new PairRelations(rows.all, columns.all);
  }

  /** How many traces were made so far. */
  get traced(): number {
    return this.made;
  }

  cell(source: number, target: number): MatrixCell {
    const row = this.rows[source];
    const column = this.columns[target];
    const port = this.ports[target];
    if (row === undefined || column === undefined || port === undefined) return noWay;
    const relation =
      this.rowSpaces[source] === this.columnSpaces[target]
        ? this.relations.within(row, column)
        : this.relations.between(row, column);
    const byPort = (this.cells[relation] ??= []);
    return (byPort[port] ??= this.decide(source, target));
  }

  /**
   * Sources of one group, and targets of one group, have the same cell with each other wherever they do not share a
   * namespace: what the whole matrix can be told by without naming every cell.
   */
  groupOfSource(source: number): number {
    return this.rows[source] ?? -1;
  }

  groupOfTarget(target: number): number {
    return this.targetGroups[target] ?? -1;
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
      : this.questions.ask(asks, asked, way);
  }

  private decide(source: number, target: number): MatrixCell {
    let best = noWay;
    let bestRank = Infinity;
    const ranks = this.sources[source]?.kind === 'outside' ? ranksFromOutside : ranksWithin;
    for (const way of this.targets[target]?.ways.keys() ?? []) {
      const question = this.questionBy(source, target, way);
      if (question === undefined) continue;
      const { verdict } = this.tracer.trace(question);
      this.made += 1;
      const rank = ranks.indexOf(verdict);
      if (rank < bestRank) {
        best = { verdict, way };
        bestRank = rank;
      }
      if (rank < 2) break;
    }
    return best;
  }
}
