import type { MatrixAction, MatrixUpdate } from '../src/protocol/matrixMessages';
import type { MatrixStrings } from '../src/protocol/matrixStrings';
import type { MatrixView } from '../src/scene/matrixView';
import { fillTemplate } from './fillTemplate';
import { makeElement } from './makeElement';
import { MatrixCells } from './matrixCells';
import { MatrixGrid } from './matrixGrid';
import { MatrixModel, usualGrouping, type MatrixChoice } from './matrixModel';
import { groupings, only, sortings, type MatrixState } from './matrixState';

export interface MatrixPageOptions {
  readonly strings: MatrixStrings;
  readonly state: () => MatrixState;
  /** Merges into the kept state. */
  readonly keep: (change: Partial<MatrixState>) => void;
  readonly chooseFamily: (family: MatrixView['family']) => void;
  readonly chooseCell: (version: number, source: number, target: number) => void;
  readonly act: (action: MatrixAction) => void;
}

/** The page of a connectivity matrix: what to see of it, the grid, and the cell in focus in words. */
export class MatrixPage {
  readonly #options: MatrixPageOptions;
  readonly #title = makeElement('h1');
  readonly #notes = makeElement('p', { class: 'notes', role: 'status' });
  readonly #shown = makeElement('p', { class: 'shown', role: 'status' });
  readonly #told = makeElement('p', { class: 'told', 'aria-hidden': 'true' });
  readonly #grid: MatrixGrid;
  readonly #grouping: HTMLSelectElement;
  #update: MatrixUpdate | undefined;
  #unscrolled = true;

  constructor(root: HTMLElement, options: MatrixPageOptions) {
    this.#options = options;
    const { strings, state, keep } = options;
    this.#grid = new MatrixGrid({
      choose: (source, target) => options.chooseCell(this.#update?.version ?? 0, source, target),
      toggle: (groups) => this.#toggle(groups),
      describe: (text) => {
        this.#told.textContent = text;
      },
      scrolled: (scroll) => {
        if (!this.#unscrolled) keep({ scroll });
      },
    });
    const { choice, family } = state();
    this.#grouping = this.#select(
      strings.group,
      groupings,
      { none: strings.groupNone, project: strings.groupProject, network: strings.groupNetwork },
      choice.grouping ?? 'none',
      (grouping) => this.#choose({ grouping }),
    );
    const onlyNames = {
      all: strings.onlyAll,
      reachable: strings.onlyReachable,
      blocked: strings.onlyBlocked,
      unknown: strings.onlyUnknown,
    };
    const sortNames = {
      name: strings.sortName,
      most: strings.sortMost,
      least: strings.sortLeast,
    };
    const families = { '4': 'IPv4', '6': 'IPv6' } as const;
    const controls = makeElement(
      'div',
      { class: 'controls', role: 'toolbar', 'aria-label': strings.toolbarLabel },
      labelled(
        strings.family,
        this.#select(strings.family, ['4', '6'], families, `${family}`, (chosen) =>
          this.#chooseFamily(chosen === '6' ? 6 : 4),
        ),
      ),
      this.#filter(strings.filterSources, choice.sources, (sources) => this.#choose({ sources })),
      this.#filter(strings.filterTargets, choice.targets, (targets) => this.#choose({ targets })),
      labelled(
        strings.only,
        this.#select(strings.only, only, onlyNames, choice.only, (one) =>
          this.#choose({ only: one }),
        ),
      ),
      labelled(strings.group, this.#grouping),
      labelled(
        strings.sort,
        this.#select(strings.sort, sortings, sortNames, choice.sorting, (sorting) =>
          this.#choose({ sorting }),
        ),
      ),
    );
    const actions = (['refresh', 'csv', 'markdown', 'graph'] as const).map((action) => {
      const made = makeElement('button', { type: 'button' }, strings[action]);
      made.addEventListener('click', () => options.act(action));
      return made;
    });
    root.replaceChildren(
      makeElement(
        'main',
        { class: 'matrix' },
        makeElement(
          'header',
          {},
          makeElement(
            'div',
            { class: 'title' },
            this.#title,
            makeElement('div', { class: 'actions' }, ...actions),
          ),
          controls,
          this.#notes,
        ),
        this.#grid.element,
        makeElement(
          'footer',
          {},
          this.#told,
          makeElement(
            'div',
            { class: 'about' },
            this.#shown,
            makeElement('p', {}, strings.gridKeys),
          ),
        ),
      ),
    );
    this.#say([strings.loading]);
  }

  /** What the extension sent. */
  update(update: MatrixUpdate): void {
    const sameMatrix = update.version === this.#update?.version;
    this.#update =
      sameMatrix && update.matrix === undefined
        ? { ...update, ...present(this.#update?.matrix) }
        : update;
    this.#title.textContent = update.title;
    this.#say(update.notes);
    if (!sameMatrix || update.matrix !== undefined) this.#draw();
  }

  #draw(): void {
    const { strings, state } = this.#options;
    const matrix = this.#update?.matrix;
    this.#grid.element.hidden = matrix === undefined;
    this.#shown.textContent = '';
    if (matrix === undefined) return;
    const { choice, scroll } = state();
    const grouping = choice.grouping ?? usualGrouping(matrix);
    this.#grouping.value = grouping;
    const model = new MatrixModel(matrix, { ...choice, grouping });
    const title = this.#update?.title ?? '';
    const label = fillTemplate(strings.gridLabel, `IPv${matrix.family}`, title);
    this.#grid.show(model, new MatrixCells(model, strings), label);
    this.#shown.textContent = fillTemplate(
      strings.shown,
      String(model.shown.sources),
      String(matrix.sources.length),
      String(model.shown.targets),
      String(matrix.targets.length),
    );
    if (this.#unscrolled) {
      this.#unscrolled = false;
      this.#grid.scrollTo(scroll);
    }
  }

  #choose(change: Partial<MatrixChoice>): void {
    const { state, keep } = this.#options;
    keep({ choice: { ...state().choice, ...change } });
    this.#draw();
  }

  #chooseFamily(family: MatrixView['family']): void {
    this.#options.keep({ family });
    this.#options.chooseFamily(family);
  }

  #toggle(groups: readonly string[]): void {
    const toggled = new Set(this.#options.state().choice.toggled);
    for (const group of groups) if (!toggled.delete(group)) toggled.add(group);
    this.#choose({ toggled });
  }

  #say(notes: readonly string[]): void {
    const text = notes.join(' ');
    this.#notes.hidden = text === '';
    if (this.#notes.textContent !== text) this.#notes.textContent = text;
  }

  #filter(name: string, value: string, changed: (text: string) => void): HTMLElement {
    const input = makeElement('input', { type: 'search', 'aria-label': name, placeholder: name });
    input.value = value;
    input.addEventListener('input', () => changed(input.value));
    return input;
  }

  #select<T extends string>(
    name: string,
    values: readonly T[],
    names: Readonly<Record<T, string>>,
    value: T,
    changed: (value: T) => void,
  ): HTMLSelectElement {
    const select = makeElement(
      'select',
      { 'aria-label': name },
      ...values.map((one) => makeElement('option', { value: one }, names[one])),
    );
    select.value = value;
    select.addEventListener('change', () => {
      const chosen = values.find((one) => one === select.value);
      if (chosen !== undefined) changed(chosen);
    });
    return select;
  }
}

function labelled(name: string, control: HTMLElement): HTMLElement {
  return makeElement('label', {}, makeElement('span', { 'aria-hidden': 'true' }, name), control);
}

function present(matrix: MatrixView | undefined): { readonly matrix?: MatrixView } {
  return matrix === undefined ? {} : { matrix };
}
