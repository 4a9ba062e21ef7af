import type { MatrixCell } from '../src/analysis/matrix/connectivityMatrix';
import type { MatrixHead, MatrixView } from '../src/scene/matrixView';

export type CellKind = 'reachable' | 'blocked' | 'unknown' | 'none';

export type Only = 'all' | Exclude<CellKind, 'none'>;
export type Grouping = 'none' | 'project' | 'network';
export type Sorting = 'name' | 'most' | 'least';

/** What the user chose to see. */
export interface MatrixChoice {
  /** Words that a row must have, and those that a column must have. */
  readonly sources: string;
  readonly targets: string;
  readonly only: Only;
  readonly grouping: Grouping;
  readonly sorting: Sorting;
  /** Groups that are not as they are at first: open, or closed where the matrix is large. */
  readonly toggled: ReadonlySet<string>;
}

/** A row or a column on screen. */
export type AxisItem =
  | {
      readonly kind: 'one';
      readonly key: string;
      readonly index: number;
      readonly inGroup: boolean;
    }
  | {
      readonly kind: 'group';
      readonly key: string;
      /** Name of the project or network; absent for those in none. */
      readonly label?: string;
      readonly members: readonly number[];
      readonly open: boolean;
    };

export interface Counts {
  readonly reachable: number;
  readonly blocked: number;
  readonly unknown: number;
  readonly none: number;
}

/** What stands in a cell on screen. */
export type ShownCell =
  | { readonly kind: 'cell'; readonly cell: MatrixCell; readonly of: CellKind }
  | { readonly kind: 'hidden' }
  | { readonly kind: 'counts'; readonly counts: Counts };

/** More rows or columns than can be taken in at a glance: groups are closed at first. */
const large = 40;
const noWay: MatrixCell = { verdict: 'no-way', way: -1 };

export function isLarge({ sources, targets }: MatrixView): boolean {
  return sources.length > large || targets.length > 2 * large;
}

/** What a large matrix is grouped by at first: by projects where there are several, else by networks. */
export function usualGrouping(view: MatrixView): Grouping {
  if (!isLarge(view)) return 'none';
  const projects = new Set(view.sources.map(({ project }) => project));
  return projects.size > 3 ? 'project' : 'network';
}

export function kindOf({ verdict }: MatrixCell): CellKind {
  switch (verdict) {
    case 'delivered':
    case 'arrives':
      return 'reachable';
    case 'unknown':
      return 'unknown';
    case 'no-way':
      return 'none';
    case 'refused':
    case 'dropped':
    case 'unreachable':
    case 'accepted-by-proxy':
    case 'unresolved':
      return 'blocked';
  }
}

/** One matrix under one choice: the rows and columns to show, in order, and what stands where they meet. */
export class MatrixModel {
  readonly rows: readonly AxisItem[];
  readonly columns: readonly AxisItem[];
  /** How many sources and targets are shown, closed groups counted whole. */
  readonly shown: { readonly sources: number; readonly targets: number };
  readonly #kinds: readonly CellKind[];
  readonly #own: ReadonlyMap<number, number>;
  readonly #counts = new Map<AxisItem, Map<AxisItem, Counts>>();

  constructor(
    readonly view: MatrixView,
    readonly choice: MatrixChoice,
  ) {
    const { sources, targets } = view;
    this.#kinds = view.palette.map(kindOf);
    this.#own = new Map(view.own.map(([row, column, place]) => [this.#spot(row, column), place]));
    let rows = matching(sources, choice.sources);
    let columns = matching(targets, choice.targets);
    if (choice.only !== 'all') {
      const wanted = choice.only;
      const has = (row: number, column: number) => this.#kindAt(row, column) === wanted;
      rows = rows.filter((row) => isPinned(sources[row]) || columns.some((one) => has(row, one)));
      columns = columns.filter(
        (column) => isPinned(targets[column]) || rows.some((row) => has(row, column)),
      );
    }
    this.shown = { sources: rows.length, targets: columns.length };
    const closed = isLarge(view);
    const reach = (count: (index: number) => number) => sorter(choice.sorting, count);
    this.rows = axis(
      rows,
      sources,
      choice,
      closed,
      'from',
      reach((row) => this.#reached(row, columns)),
    );
    this.columns = axis(
      columns,
      targets,
      choice,
      closed,
      'to',
      reach((column) => this.#reaching(column, rows)),
    );
  }

  /** The cell of one source and one target. */
  cell(source: number, target: number): MatrixCell {
    return this.view.palette[this.#place(source, target)] ?? noWay;
  }

  at(row: AxisItem, column: AxisItem): ShownCell {
    if (row.kind === 'group' || column.kind === 'group') {
      return { kind: 'counts', counts: this.#countsOf(row, column) };
    }
    const cell = this.cell(row.index, column.index);
    const of = kindOf(cell);
    const { only } = this.choice;
    return only === 'all' || of === only ? { kind: 'cell', cell, of } : { kind: 'hidden' };
  }

  #countsOf(row: AxisItem, column: AxisItem): Counts {
    const known = this.#counts.get(row)?.get(column);
    if (known !== undefined) return known;
    const counts = { reachable: 0, blocked: 0, unknown: 0, none: 0 };
    const others = membersOf(column);
    for (const source of membersOf(row)) {
      for (const target of others) counts[this.#kindAt(source, target)] += 1;
    }
    const ofRow = this.#counts.get(row) ?? new Map<AxisItem, Counts>();
    this.#counts.set(row, ofRow.set(column, counts));
    return counts;
  }

  #reached(row: number, columns: readonly number[]): number {
    return columns.filter((column) => this.#kindAt(row, column) === 'reachable').length;
  }

  #reaching(column: number, rows: readonly number[]): number {
    return rows.filter((row) => this.#kindAt(row, column) === 'reachable').length;
  }

  #kindAt(source: number, target: number): CellKind {
    return this.#kinds[this.#place(source, target)] ?? 'none';
  }

  #place(source: number, target: number): number {
    const { cells, sourceClasses, targetClasses } = this.view;
    return (
      this.#own.get(this.#spot(source, target)) ??
      cells[sourceClasses[source] ?? -1]?.[targetClasses[target] ?? -1] ??
      -1
    );
  }

  #spot(source: number, target: number): number {
    return source * this.view.targets.length + target;
  }
}

function membersOf(item: AxisItem): readonly number[] {
  return item.kind === 'group' ? item.members : [item.index];
}

/** The outside stays whatever is looked for: what it can reach is what the machine exposes. */
function isPinned(head: MatrixHead | undefined): boolean {
  return head?.kind === 'outside';
}

function matching(heads: readonly MatrixHead[], text: string): readonly number[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return heads.flatMap((head, index) => {
    if (words.length === 0 || isPinned(head)) return [index];
    const about = searchable(head);
    return words.every((word) => about.includes(word)) ? [index] : [];
  });
}

function searchable(head: MatrixHead & { readonly port?: string }): string {
  const { name, port = '', project = '', networks } = head;
  return [`${name}${port}`, project, ...networks].join('\n').toLowerCase();
}

type Sorter = (indexes: readonly number[], heads: readonly MatrixHead[]) => readonly number[];

/** By name as it comes, containers before host and outside; else by what is reached. */
function sorter(sorting: Sorting, count: (index: number) => number): Sorter {
  if (sorting === 'name') return (indexes) => indexes;
  return (indexes, heads) => {
    const counts = new Map(indexes.map((index) => [index, count(index)]));
    const sign = sorting === 'most' ? -1 : 1;
    return [...indexes].sort(
      (a, b) =>
        last(heads[a]) - last(heads[b]) ||
        sign * ((counts.get(a) ?? 0) - (counts.get(b) ?? 0)) ||
        a - b,
    );
  };
}

function last(head: MatrixHead | undefined): number {
  return head?.kind === 'outside' ? 2 : head?.kind === 'host' ? 1 : 0;
}

function axis(
  indexes: readonly number[],
  heads: readonly MatrixHead[],
  { grouping, toggled }: MatrixChoice,
  closed: boolean,
  side: 'from' | 'to',
  sort: Sorter,
): readonly AxisItem[] {
  const sorted = sort(indexes, heads);
  const one = (index: number, group?: string): AxisItem => ({
    kind: 'one',
    key: `${group ?? side}/${heads[index]?.key ?? index}`,
    index,
    inGroup: group !== undefined,
  });
  if (grouping === 'none') return sorted.map((index) => one(index));
  const groups = new Map<string | undefined, number[]>();
  const alone: number[] = [];
  for (const index of sorted) {
    const head = heads[index];
    if (head?.kind !== 'container') {
      alone.push(index);
      continue;
    }
    for (const label of labelsOf(head, grouping)) {
      const members = groups.get(label);
      if (members === undefined) groups.set(label, [index]);
      else members.push(index);
    }
  }
  const named = [...groups].sort(([a], [b]) => compareLabels(a, b));
  return [
    ...named.flatMap(([label, members]): readonly AxisItem[] => {
      const key = `${side}:${grouping}:${label === undefined ? '' : `=${label}`}`;
      const open = toggled.has(key) === closed;
      const group: AxisItem = {
        kind: 'group',
        key,
        ...(label === undefined ? {} : { label }),
        members,
        open,
      };
      return open ? [group, ...members.map((index) => one(index, key))] : [group];
    }),
    ...alone.map((index) => one(index)),
  ];
}

/** A container on several networks stands in the group of each. */
function labelsOf(
  { project, networks }: MatrixHead,
  grouping: 'project' | 'network',
): readonly (string | undefined)[] {
  if (grouping === 'project') return [project];
  return networks.length === 0 ? [undefined] : networks;
}

function compareLabels(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return a < b ? -1 : a > b ? 1 : 0;
}
