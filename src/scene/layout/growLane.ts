import type { LaneMemory, LayoutMemory } from '../layoutMemory';

/** A full lane grows to where it moves fewer cards: by a column to the right, or by a row. */
export function grownColumns(
  id: string,
  { shelf, order, columns, rows }: LaneMemory,
  count: number,
  memory: LayoutMemory | undefined,
): number {
  const isWide = columns > 2 * Math.max(1, rows);
  if (columns * rows >= count || isWide || rows === 0) return Math.max(1, columns);
  const others = Object.entries(memory?.lanes ?? {}).filter(([other]) => other !== id);
  const cards = Object.values(memory?.cards ?? {});
  const moved = (isMoved: (lane: LaneMemory) => boolean) =>
    others
      .filter(([, lane]) => isMoved(lane))
      .reduce((sum, [other]) => sum + 1 + cards.filter(({ lane }) => lane === other).length, 0);
  // Beside a taller lane a row costs nothing.
  const isTallest = others.every(([, lane]) => lane.shelf !== shelf || lane.rows <= rows);
  const below = isTallest ? moved((lane) => lane.shelf > shelf) : 0;
  const beside = moved((lane) => lane.shelf === shelf && lane.order > order);
  return below <= beside ? columns : Math.max(columns, Math.ceil(count / rows));
}

/** The first free place in a row that is high enough already, else the first free one. */
export function freePlace(
  id: string,
  columns: number,
  knownRows: number,
  height: number,
  /** Places by `row * columns + column`. */
  taken: ReadonlySet<number>,
  memory: LayoutMemory | undefined,
): readonly [column: number, row: number] {
  const isFree = (index: number) => !taken.has(index);
  let first: number | undefined;
  for (let index = 0; index < columns * knownRows; index++) {
    if (!isFree(index)) continue;
    first ??= index;
    const room = memory?.sizes?.[rowKey(id, Math.floor(index / columns))] ?? 0;
    if (height <= room) return [index % columns, Math.floor(index / columns)];
  }
  let index = first ?? columns * knownRows;
  while (!isFree(index)) index += 1;
  return [index % columns, Math.floor(index / columns)];
}

/** Under which a row's height is remembered. */
export function rowKey(lane: string, row: number): string {
  return `row ${row} of ${lane}`;
}
