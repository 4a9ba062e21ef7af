import type { MatrixHead } from '../src/scene/matrixView';
import { columnWidth, head, makeGridCell, placeOfCell, rowHead } from './gridCell';
import { keepChildren } from './keepChildren';
import { makeElement } from './makeElement';
import type { CellContent, MatrixCells } from './matrixCells';
import type { AxisItem, MatrixModel } from './matrixModel';
import { moveInGrid, type GridPlace } from './matrixMoves';
import { shownRange } from './shownRange';

export interface MatrixGridOptions {
  readonly choose: (source: number, target: number) => void;
  readonly toggle: (groups: readonly string[]) => void;
  /** The cell that is pointed at or focused, in a sentence. */
  readonly describe: (text: string) => void;
  readonly scrolled: (scroll: { readonly top: number; readonly left: number }) => void;
}

/** Pixels; the style sheet has the same. */
const rowHeight = 40;
const headHeight = 60;
/** Rows and columns beyond the edge that are made ahead. */
const ahead = 3;

interface Shown {
  readonly model: MatrixModel;
  readonly cells: MatrixCells;
  /** Places of the last row and column where they are the outside, which stays in sight. */
  readonly pinnedRow: number | undefined;
  readonly pinnedColumn: number | undefined;
}

interface Row {
  readonly element: HTMLElement;
  readonly cells: Map<number, { readonly element: HTMLElement }>;
}

/**
 * A table of which only what is in sight is in the page. Heads stay in sight, and so do the last row and the
 * last column where they are the outside. A grid to assistive technology: one cell is in the order of tabs, arrow
 * keys move between cells.
 */
export class MatrixGrid {
  readonly element: HTMLElement;
  readonly #sheet = makeElement('div', { class: 'sheet', role: 'rowgroup' });
  readonly #options: MatrixGridOptions;
  readonly #rows = new Map<number, Row>();
  #shown: Shown | undefined;
  #focus: GridPlace = { row: 0, column: 0 };
  #frame = 0;

  constructor(options: MatrixGridOptions) {
    this.#options = options;
    this.element = makeElement('div', { class: 'grid', role: 'grid' }, this.#sheet);
    this.element.addEventListener('scroll', () => {
      const { scrollTop: top, scrollLeft: left } = this.element;
      options.scrolled({ top, left });
      this.#drawSoon();
    });
    this.element.addEventListener('click', ({ target }) => {
      const place = placeOfCell(target);
      if (place === undefined) return;
      this.#move(place);
      this.#enter(place);
    });
    this.element.addEventListener('pointerover', ({ target }) =>
      this.#describe(placeOfCell(target)),
    );
    this.element.addEventListener('pointerleave', () => this.#describe(this.#focus));
    this.element.addEventListener('keydown', (event) => this.#key(event));
    new ResizeObserver(() => this.#drawSoon()).observe(this.element);
  }

  /** Shows a model; what was in focus stays so where it is still there. */
  show(model: MatrixModel, cells: MatrixCells, label: string): void {
    const hadFocus = this.element.contains(document.activeElement);
    const before = this.#shown?.model;
    const { rows, columns, view } = model;
    this.#focus = {
      row: samePlace(before?.rows, rows, this.#focus.row),
      column: samePlace(before?.columns, columns, this.#focus.column),
    };
    this.#shown = {
      model,
      cells,
      pinnedRow: outsideOf(rows, view.sources),
      pinnedColumn: outsideOf(columns, view.targets),
    };
    this.#rows.clear();
    this.#sheet.replaceChildren();
    this.#sheet.style.width = `${rowHead + columns.length * columnWidth}px`;
    this.#sheet.style.height = `${headHeight + rows.length * rowHeight}px`;
    this.element.setAttribute('aria-label', label);
    this.element.setAttribute('aria-rowcount', String(rows.length + 1));
    this.element.setAttribute('aria-colcount', String(columns.length + 1));
    this.#draw();
    if (hadFocus) this.#cellAt(this.#focus)?.focus({ preventScroll: true });
  }

  scrollTo({ top, left }: { readonly top: number; readonly left: number }): void {
    this.element.scrollTop = top;
    this.element.scrollLeft = left;
    this.#draw();
  }

  #drawSoon(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  /** Adds what came into sight and removes what left it; what stays is left alone, and with it the focus. */
  #draw(): void {
    const shown = this.#shown;
    if (shown === undefined) return;
    const { model, pinnedRow, pinnedColumn } = shown;
    const { scrollTop, scrollLeft, clientHeight, clientWidth } = this.element;
    const { row, column } = this.#focus;
    const inSight = (
      length: number,
      size: number,
      from: number,
      visible: number,
      always: number[],
    ) => [head, ...shownRange(length, size, from, visible, ahead, always)];
    const rows = inSight(model.rows.length, rowHeight, scrollTop, clientHeight, [
      row,
      pinnedRow ?? row,
    ]);
    const columns = inSight(model.columns.length, columnWidth, scrollLeft, clientWidth, [
      column,
      pinnedColumn ?? column,
    ]);
    keepChildren(this.#sheet, this.#rows, rows, (place) => makeRow(place, pinnedRow));
    for (const [place, { element, cells }] of this.#rows) {
      keepChildren(element, cells, columns, (other) => ({
        element: this.#makeCell(shown, place, other),
      }));
    }
  }

  #makeCell(shown: Shown, row: number, column: number): HTMLElement {
    const content = contentOf(shown, { row, column });
    const pinned = column === shown.pinnedColumn;
    const isFocus = row === this.#focus.row && column === this.#focus.column;
    const cell = makeGridCell(content, { row, column }, { pinned, isFocus });
    cell.addEventListener('focus', () => {
      this.#setFocus({ row, column });
      this.#describe({ row, column });
    });
    return cell;
  }

  #key(event: KeyboardEvent): void {
    const model = this.#shown?.model;
    if (model === undefined || event.altKey) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.#enter(this.#focus);
      return;
    }
    const page = Math.max(1, Math.floor(this.element.clientHeight / rowHeight) - 3);
    const to = moveInGrid(this.#focus, event, {
      rows: model.rows.length,
      columns: model.columns.length,
      page,
    });
    if (to === undefined) return;
    event.preventDefault();
    this.#move(to);
  }

  #enter({ row, column }: GridPlace): void {
    const model = this.#shown?.model;
    const [source, target] = [model?.rows[row], model?.columns[column]];
    const groups = [source, target].flatMap((one) => (one?.kind === 'group' ? [one] : []));
    if (source?.kind === 'one' && target?.kind === 'one') {
      this.#options.choose(source.index, target.index);
      return;
    }
    // A head opens and closes its group; a cell between groups opens what is closed.
    const isHead = source === undefined || target === undefined;
    const toggled = groups.filter(({ open }) => isHead || !open).map(({ key }) => key);
    if (toggled.length > 0) this.#options.toggle(toggled);
  }

  #move(place: GridPlace): void {
    this.#setFocus(place);
    this.#reveal(place);
    this.#draw();
    this.#cellAt(place)?.focus({ preventScroll: true });
  }

  #setFocus(place: GridPlace): void {
    this.#cellAt(this.#focus)?.setAttribute('tabindex', '-1');
    this.#focus = place;
    this.#cellAt(place)?.setAttribute('tabindex', '0');
  }

  /** Between the heads and what is pinned at the other edge. */
  #reveal({ row, column }: GridPlace): void {
    const { pinnedRow, pinnedColumn } = this.#shown ?? {};
    const { element } = this;
    if (row !== head && row !== pinnedRow) {
      const last = pinnedRow === undefined ? 0 : rowHeight;
      const visible = element.clientHeight - headHeight - last;
      element.scrollTop = into(element.scrollTop, row * rowHeight, rowHeight, visible);
    }
    if (column !== head && column !== pinnedColumn) {
      const last = pinnedColumn === undefined ? 0 : columnWidth;
      const visible = element.clientWidth - rowHead - last;
      element.scrollLeft = into(element.scrollLeft, column * columnWidth, columnWidth, visible);
    }
  }

  #cellAt({ row, column }: GridPlace): HTMLElement | undefined {
    return this.#rows.get(row)?.cells.get(column)?.element;
  }

  #describe(place: GridPlace | undefined): void {
    if (place !== undefined && this.#shown !== undefined)
      this.#options.describe(contentOf(this.#shown, place).label);
  }
}

function makeRow(row: number, pinned: number | undefined): Row {
  const classes = ['row'];
  if (row === head) classes.push('heads');
  if (row === pinned) classes.push('outside-row');
  const element = makeElement('div', {
    class: classes.join(' '),
    role: 'row',
    'aria-rowindex': String(row + 2),
  });
  if (row !== head && row !== pinned) element.style.top = `${headHeight + row * rowHeight}px`;
  return { element, cells: new Map() };
}

function contentOf({ model, cells }: Shown, { row, column }: GridPlace): CellContent {
  const [source, target] = [model.rows[row], model.columns[column]];
  if (source !== undefined && target !== undefined) return cells.cell(source, target);
  if (source !== undefined) return cells.row(source);
  return target === undefined ? cells.corner() : cells.column(target);
}

/** The outside is the last, and stays in sight. */
function outsideOf(items: readonly AxisItem[], heads: readonly MatrixHead[]): number | undefined {
  const last = items.at(-1);
  const isOutside = last?.kind === 'one' && heads[last.index]?.kind === 'outside';
  return isOutside ? items.length - 1 : undefined;
}

/** Where the item that was in focus is now; else as near as there is something. */
function samePlace(
  before: readonly AxisItem[] | undefined,
  now: readonly AxisItem[],
  place: number,
): number {
  if (place === head) return head;
  const key = before?.[place]?.key;
  const found = key === undefined ? -1 : now.findIndex((one) => one.key === key);
  return found >= 0 ? found : Math.min(place, now.length - 1);
}

/** The scroll position that brings a stretch into sight by the shortest way. */
function into(position: number, start: number, size: number, visible: number): number {
  if (start < position) return start;
  return start + size > position + visible ? start + size - visible : position;
}
