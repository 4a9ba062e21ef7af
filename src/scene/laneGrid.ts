import type { LaneFrame } from './layout/wiring';
import type { Box } from './scene';

/** A lane's box and where its columns and rows are, in the scene's pixels: what is moved lands in a place of it. */
export interface LaneGrid {
  /** The lane's scene id. */
  readonly id: string;
  readonly shelf: number;
  readonly box: Box;
  readonly columns: readonly Span[];
  readonly rows: readonly Span[];
}

export interface Span {
  readonly start: number;
  readonly size: number;
}

export function laneGrid(frame: LaneFrame): LaneGrid {
  const { lane, shelf, x, y, width, height, columnX, columnWidth, rowY, rowHeights } = frame;
  return {
    id: lane.id,
    shelf,
    box: { x, y, width, height },
    columns: columnX.map((start) => ({ start, size: columnWidth })),
    rows: rowY.map((start, row) => ({ start, size: rowHeights[row] ?? 0 })),
  };
}
