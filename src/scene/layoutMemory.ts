/**
 * Where things stood in the last layout of the same engine or project, so that a refresh moves
 * nothing that did not change. Plain JSON, kept in the workspace's state. Keys are scene ids.
 */
export interface LayoutMemory {
  readonly format: 'vethscope-layout/1';
  readonly lanes: Readonly<Record<string, LaneMemory>>;
  readonly cards: Readonly<Record<string, CardMemory>>;
  /** Places of published ports on the host's edge. */
  readonly ports?: Readonly<Record<string, SlotMemory>>;
  /** Hues of lanes that do not stand here, but in another picture of the same: they keep them. */
  readonly hues?: Readonly<Record<string, number>>;
  /** Pixels of rows, gutters and corridors, by the layout's own names: they grow, but do not shrink. */
  readonly sizes?: Readonly<Record<string, number>>;
}

export interface LaneMemory {
  readonly shelf: number;
  readonly order: number;
  readonly columns: number;
  readonly rows: number;
  readonly hue?: number;
  /** Of its frame, in pixels: the gap it leaves when it is gone. */
  readonly width?: number;
  readonly height?: number;
}

export interface CardMemory {
  readonly lane: string;
  readonly column: number;
  readonly row: number;
}

export interface SlotMemory {
  readonly column: number;
  readonly row: number;
}
