/** A cell of the grid; heads are at -1. */
export interface GridPlace {
  readonly row: number;
  readonly column: number;
}

export interface GridSize {
  readonly rows: number;
  readonly columns: number;
  /** Rows that Page Up and Page Down move by. */
  readonly page: number;
}

/** Of a KeyboardEvent. */
export interface PressedKey {
  readonly key: string;
  readonly ctrlKey?: boolean;
  readonly metaKey?: boolean;
}

/** Where a key leads (ARIA Authoring Practices, Grid Pattern); `undefined` for keys that lead nowhere. */
export function moveInGrid(
  { row, column }: GridPlace,
  { key, ctrlKey = false, metaKey = false }: PressedKey,
  { rows, columns, page }: GridSize,
): GridPlace | undefined {
  const all = ctrlKey || metaKey;
  const to = (nextRow: number, nextColumn: number): GridPlace => ({
    row: Math.min(Math.max(nextRow, -1), rows - 1),
    column: Math.min(Math.max(nextColumn, -1), columns - 1),
  });
  switch (key) {
    case 'ArrowUp':
      return to(row - 1, column);
    case 'ArrowDown':
      return to(row + 1, column);
    case 'ArrowLeft':
      return to(row, column - 1);
    case 'ArrowRight':
      return to(row, column + 1);
    case 'PageUp':
      return to(Math.max(row - page, 0), column);
    case 'PageDown':
      return to(row + page, column);
    case 'Home':
      return to(all ? 0 : row, 0);
    case 'End':
      return to(all ? rows - 1 : row, columns - 1);
    default:
      return undefined;
  }
}
