import { makeElement } from './makeElement';
import type { CellContent } from './matrixCells';
import type { GridPlace } from './matrixMoves';

/** Pixels; the style sheet has the same. */
export const rowHead = 190;
export const columnWidth = 124;
/** The place of heads. */
export const head = -1;

export interface CellState {
  /** In the last column, which stays in sight. */
  readonly pinned: boolean;
  /** The one cell in the order of tabs. */
  readonly isFocus: boolean;
}

/** A cell of the matrix, or one of its heads, at its place in its row. */
export function makeGridCell(
  content: CellContent,
  { row, column }: GridPlace,
  { pinned, isFocus }: CellState,
): HTMLElement {
  const isHead = row === head || column === head;
  const classes = ['cell', content.look];
  if (column === head) classes.push('row-head');
  if (pinned) classes.push('outside-column');
  const cell = makeElement(
    'div',
    {
      class: classes.join(' '),
      role: row === head ? 'columnheader' : column === head ? 'rowheader' : 'gridcell',
      'aria-colindex': String(column + 2),
      'aria-expanded': isHead && content.open !== undefined ? String(content.open) : undefined,
      'data-row': String(row),
      'data-column': String(column),
      tabindex: isFocus ? '0' : '-1',
    },
    // What is read out is a sentence of its own; what is seen is short.
    makeElement('span', { class: 'said' }, content.label),
    makeElement(
      'span',
      { class: 'line', 'aria-hidden': 'true' },
      ...(content.symbol === '' ? [] : [makeElement('span', { class: 'symbol' }, content.symbol)]),
      makeElement('span', { class: 'word' }, content.text),
    ),
    makeElement('span', { class: 'detail', 'aria-hidden': 'true' }, content.detail),
  );
  if (column !== head && !pinned) cell.style.left = `${rowHead + column * columnWidth}px`;
  return cell;
}

/** The place of the cell that an event is about. */
export function placeOfCell(target: EventTarget | null): GridPlace | undefined {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
  if (cell === null) return undefined;
  return { row: Number(cell.dataset['row']), column: Number(cell.dataset['column']) };
}
