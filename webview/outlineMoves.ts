import type { OutlineRow } from './outlineModel';

/** A visible row with its place in the tree. */
export interface VisibleRow {
  readonly row: OutlineRow;
  readonly key: string;
  /** 1 at the top. */
  readonly level: number;
  /** 1-based among its siblings. */
  readonly position: number;
  readonly siblings: number;
  readonly expanded: boolean | undefined;
  readonly parentKey: string | undefined;
}

export function rowKey(row: OutlineRow): string {
  return JSON.stringify(row.path);
}

/** The rows in reading order, without those under a collapsed one. */
export function visibleRows(
  rows: readonly OutlineRow[],
  collapsed: ReadonlySet<string>,
  parentKey?: string,
): readonly VisibleRow[] {
  return rows.flatMap((row, index) => {
    const key = rowKey(row);
    const expanded = row.children.length === 0 ? undefined : !collapsed.has(key);
    const visible: VisibleRow = {
      row,
      key,
      level: row.path.length,
      position: index + 1,
      siblings: rows.length,
      expanded,
      parentKey,
    };
    return expanded === true ? [visible, ...visibleRows(row.children, collapsed, key)] : [visible];
  });
}

/** What a key does in the tree, by the ARIA pattern of tree views. */
export type OutlineMove =
  | { readonly kind: 'focus'; readonly key: string }
  | { readonly kind: 'expand'; readonly key: string }
  | { readonly kind: 'collapse'; readonly key: string };

/** `undefined` when the key does nothing here. `key` is a KeyboardEvent's. */
export function outlineMove(
  visible: readonly VisibleRow[],
  focusedKey: string,
  key: string,
): OutlineMove | undefined {
  const index = visible.findIndex((row) => row.key === focusedKey);
  const focused = visible[index];
  if (focused === undefined) return undefined;
  switch (key) {
    case 'ArrowDown':
      return focus(visible[index + 1]?.key);
    case 'ArrowUp':
      return focus(visible[index - 1]?.key);
    case 'Home':
      return focus(visible[0]?.key);
    case 'End':
      return focus(visible.at(-1)?.key);
    case 'ArrowRight':
      if (focused.expanded === undefined) return undefined;
      return focused.expanded
        ? focus(visible[index + 1]?.key)
        : { kind: 'expand', key: focusedKey };
    case 'ArrowLeft':
      return focused.expanded === true
        ? { kind: 'collapse', key: focusedKey }
        : focus(focused.parentKey);
    default:
      return undefined;
  }
}

function focus(key: string | undefined): OutlineMove | undefined {
  return key === undefined ? undefined : { kind: 'focus', key };
}

/** The next row after the focused one whose name starts with what was typed, going round. */
export function typeAhead(
  visible: readonly VisibleRow[],
  focusedKey: string,
  typed: string,
): string | undefined {
  const index = visible.findIndex((row) => row.key === focusedKey);
  // One letter moves on; more letters narrow down, so the focused row may still be the one.
  const start = typed.length === 1 ? index + 1 : index;
  const round = [...visible.slice(start), ...visible.slice(0, start)];
  const wanted = typed.toLocaleLowerCase();
  return round.find(({ row }) => row.name.toLocaleLowerCase().startsWith(wanted))?.key;
}
