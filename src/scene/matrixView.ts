import type { MatrixSource, MatrixTarget, MatrixWay } from '../analysis/matrix/axes';
import type { ConnectivityMatrix, MatrixCell } from '../analysis/matrix/connectivityMatrix';
import type { AddressFamily } from '../model/network';
import { displayText } from './displayText';

/** A row or column of the matrix as it is shown; every text is fit to be drawn. */
export interface MatrixHead {
  readonly kind: MatrixSource['kind'];
  /** The same for the same container after it was created anew. */
  readonly key: string;
  readonly name: string;
  readonly project?: string;
  readonly networks: readonly string[];
}

export interface MatrixColumn extends MatrixHead {
  /** `:5432`, `:53/udp`, `ping`; nothing for the outside. */
  readonly port: string;
  readonly ways: readonly Pick<MatrixWay, 'kind' | 'label'>[];
}

/**
 * Who can talk to whom, for the page: rows and columns of one class have the same cells, so that a thousand
 * containers are told in a few thousand numbers.
 */
export interface MatrixView {
  readonly family: AddressFamily;
  readonly sources: readonly MatrixHead[];
  readonly targets: readonly MatrixColumn[];
  /** By source and by target. */
  readonly sourceClasses: readonly number[];
  readonly targetClasses: readonly number[];
  /** What can stand in a cell. */
  readonly palette: readonly MatrixCell[];
  /** By class of source, then of target: a place in the palette. */
  readonly cells: readonly (readonly number[])[];
  /** Cells of those that share a namespace, where they differ from their classes'. */
  readonly own: readonly (readonly [source: number, target: number, place: number])[];
}

/**
 * @param rest called between rows, to let others have their turn; a thousand containers take about a second
 * @throws what `rest` throws, to give up
 */
export async function matrixView(
  matrix: ConnectivityMatrix,
  rest: () => Promise<void>,
): Promise<MatrixView> {
  const { sources, targets, family } = matrix;
  const rows = classesOf(sources.map((_, index) => matrix.groupOfSource(index)));
  const columns = classesOf(targets.map((_, index) => matrix.groupOfTarget(index)));
  const palette = new Palette();
  const shares = (source: number, target: number) => {
    const namespace = sources[source]?.namespace;
    return namespace !== undefined && namespace === targets[target]?.namespace;
  };
  const cells: (readonly number[])[] = [];
  for (const members of rows.members) {
    await rest();
    cells.push(
      columns.members.map((others) => {
        const [source, target] = strangers(members, others, shares);
        return palette.place(matrix.cell(source, target));
      }),
    );
  }
  const targetsOf = new Map<object, number[]>();
  for (const [target, { namespace }] of targets.entries()) {
    if (namespace === undefined) continue;
    const known = targetsOf.get(namespace);
    if (known === undefined) targetsOf.set(namespace, [target]);
    else known.push(target);
  }
  const own = sources.flatMap(({ namespace }, source) =>
    (namespace === undefined ? [] : (targetsOf.get(namespace) ?? [])).flatMap((target) => {
      const place = palette.place(matrix.cell(source, target));
      const usual = cells[rows.classes[source] ?? -1]?.[columns.classes[target] ?? -1];
      return place === usual ? [] : [[source, target, place] as const];
    }),
  );
  return {
    family,
    sources: sources.map(headOf),
    targets: targets.map((target) => ({
      ...headOf(target),
      key: `${keyOf(target)} ${target.proto} ${target.port ?? ''}`,
      port: portOf(target),
      ways: target.ways.map(({ kind, label }) => ({ kind, label: displayText(label) })),
    })),
    sourceClasses: rows.classes,
    targetClasses: columns.classes,
    palette: palette.all,
    cells,
    own,
  };
}

/** Each different cell once. */
class Palette {
  readonly all: MatrixCell[] = [];
  readonly #places = new Map<string, number>();

  place(cell: MatrixCell): number {
    const key = `${cell.verdict} ${cell.way}`;
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    this.#places.set(key, this.all.length);
    return this.all.push(cell) - 1;
  }
}

function classesOf(groups: readonly number[]): {
  readonly classes: readonly number[];
  readonly members: readonly (readonly number[])[];
} {
  const places = new Map<number, number>();
  const members: number[][] = [];
  const classes = groups.map((group, index) => {
    const place = places.get(group) ?? members.length;
    places.set(group, place);
    (members[place] ??= []).push(index);
    return place;
  });
  return { classes, members };
}

/** Two of both classes that share no namespace; any two where all do. */
function strangers(
  sources: readonly number[],
  targets: readonly number[],
  shares: (source: number, target: number) => boolean,
): readonly [source: number, target: number] {
  for (const source of sources) {
    const target = targets.find((one) => !shares(source, one));
    if (target !== undefined) return [source, target];
  }
  return [sources[0] ?? -1, targets[0] ?? -1];
}

function headOf(end: MatrixSource | MatrixTarget): MatrixHead {
  const { kind, name, project, networks } = end;
  return {
    kind,
    key: keyOf(end),
    name: displayText(name),
    ...(project === undefined ? {} : { project: displayText(project) }),
    networks: networks.map(displayText),
  };
}

function keyOf({ kind, key }: MatrixSource | MatrixTarget): string {
  return key ?? kind;
}

function portOf({ kind, proto, port }: MatrixTarget): string {
  if (kind === 'outside') return '';
  if (port === undefined) return 'ping';
  return `:${port}${proto === 'tcp' ? '' : `/${proto}`}`;
}
