import type { Verdict } from '../analysis/trace/traceAnswer';

/** Every sentence the matrix's page itself shows, see WebviewStrings. */
export interface MatrixStrings {
  /** Accessible name of the grid; {0} is the family, {1} of what it is. */
  readonly gridLabel: string;
  readonly gridKeys: string;
  readonly toolbarLabel: string;
  readonly family: string;
  readonly filterSources: string;
  readonly filterTargets: string;
  readonly only: string;
  readonly onlyAll: string;
  readonly onlyReachable: string;
  readonly onlyBlocked: string;
  readonly onlyUnknown: string;
  readonly group: string;
  readonly groupNone: string;
  readonly groupProject: string;
  readonly groupNetwork: string;
  readonly sort: string;
  readonly sortName: string;
  readonly sortMost: string;
  readonly sortLeast: string;
  readonly refresh: string;
  readonly csv: string;
  readonly markdown: string;
  readonly graph: string;
  /** Heads of the groups of those that are in none. */
  readonly noProject: string;
  readonly noNetwork: string;
  readonly host: string;
  readonly outside: string;
  /** What the last row and the last column tell. */
  readonly outsideRow: string;
  readonly outsideColumn: string;
  /** The corner over both heads. */
  readonly corner: string;
  readonly ping: string;
  readonly verdicts: Readonly<Record<Verdict | 'no-way', string>>;
  /** A cell in words: {0} source, {1} target, {2} verdict, {3} by what. */
  readonly cell: string;
  readonly cellWithoutWay: string;
  readonly byNetwork: string;
  readonly byPublished: string;
  readonly byHost: string;
  /** {0} source, {1} target. */
  readonly cellHidden: string;
  /** Cells of groups: {0} how many are reachable, {1} of how many. */
  readonly some: string;
  readonly all: string;
  readonly none: string;
  /** {0} is how many are not known. */
  readonly unknown: string;
  readonly nothing: string;
  /** {0} and {1} the groups, {2} reachable, {3} blocked, {4} unknown. */
  readonly groupCell: string;
  /** {0} the group, {1} how many are in it. */
  readonly groupHead: string;
  /** {0} rows of {1}, {2} columns of {3}. */
  readonly shown: string;
  readonly loading: string;
}
