import type { Point } from './scene';

/** Between two frames, and around all of them. */
const gap = 36;
export const framesMargin = 20;

export interface FrameSize {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

/** Names of frames, row by row. */
export type FrameRows = readonly (readonly string[])[];

export interface ArrangedFrames {
  readonly rows: FrameRows;
  /** Top left corners, by name. */
  readonly corners: ReadonlyMap<string, Point>;
  readonly width: number;
  readonly height: number;
}

/**
 * Puts frames side by side and below one another, in their order, so that together they come closest to
 * the wished width by height.
 * @param rows of the last time, kept as long as they hold the same frames: growing frames push others
 * aside, but none changes its row
 */
export function arrangeFrames(
  frames: readonly FrameSize[],
  aspect: number,
  rows?: FrameRows,
): ArrangedFrames {
  const sizes = new Map(frames.map((frame) => [frame.name, frame]));
  const names = frames.map(({ name }) => name);
  const kept = rows?.flat();
  const isSame = kept?.length === names.length && names.every((name, at) => kept[at] === name);
  if (rows !== undefined && isSame) return placed(rows, sizes);
  const choices = names.map((_, index) => placed(cutInRows(names, sizes, index + 1), sizes));
  const spread = ({ width, height }: ArrangedFrames) => Math.max(width / aspect, height);
  return choices.reduce(
    (best, choice) => (spread(choice) < spread(best) ? choice : best),
    choices[0] ?? placed([], sizes),
  );
}

/** Rows no wider than the first so many frames are together. */
function cutInRows(
  names: readonly string[],
  sizes: ReadonlyMap<string, FrameSize>,
  first: number,
): FrameRows {
  const widthOf = (row: readonly string[]) =>
    row.reduce((sum, name) => sum + gap + (sizes.get(name)?.width ?? 0), -gap);
  const widest = widthOf(names.slice(0, first));
  const rows: string[][] = [];
  for (const name of names) {
    const row = rows.at(-1);
    if (row !== undefined && widthOf([...row, name]) <= widest) row.push(name);
    else rows.push([name]);
  }
  return rows;
}

function placed(rows: FrameRows, sizes: ReadonlyMap<string, FrameSize>): ArrangedFrames {
  const corners = new Map<string, Point>();
  let right = 0;
  let y = framesMargin;
  for (const row of rows) {
    let x = framesMargin;
    let height = 0;
    for (const name of row) {
      corners.set(name, { x, y });
      const size = sizes.get(name);
      x += (size?.width ?? 0) + gap;
      height = Math.max(height, size?.height ?? 0);
    }
    right = Math.max(right, x - gap);
    y += height + gap;
  }
  const bottom = rows.length === 0 ? framesMargin : y - gap;
  return { rows, corners, width: right + framesMargin, height: bottom + framesMargin };
}

/** Width by height of one of so many frames, so that all of them together come near the wished one. */
export function frameAspect(aspect: number, count: number): number {
  const columns = Math.max(1, Math.ceil(Math.sqrt(count)));
  return (aspect * Math.ceil(count / columns)) / columns;
}
