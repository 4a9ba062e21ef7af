/**
 * Where things stood in the last layout of the same engine or project, so that a refresh moves
 * nothing that did not change. Plain JSON, kept in the workspace's state. Keys are scene ids.
 */
export interface LayoutMemory {
  readonly format: 'vethscope-layout/1';
  readonly lanes: Readonly<Record<string, LaneMemory>>;
  readonly cards: Readonly<Record<string, CardMemory>>;
}

export interface LaneMemory {
  readonly shelf: number;
  readonly order: number;
  readonly columns: number;
  readonly rows: number;
}

export interface CardMemory {
  readonly lane: string;
  readonly column: number;
  readonly row: number;
}
