import type { WebviewStrings } from '../src/protocol/strings';
import type { LegendEntry } from '../src/scene/legendOf';
import { makeDrawing, makeElement } from './makeElement';

/** What every sample lies within. */
const size = { width: 36, height: 16 };
/** What the shapes, lines and marks that are on the picture mean, and what it leaves out. */
export class Legend {
  readonly element: HTMLElement;
  readonly #entries = makeElement('ul', { class: 'samples' });
  readonly #notes = makeElement('ul', {});
  readonly #notesBlock: HTMLElement;
  #shown = '';

  constructor(strings: WebviewStrings) {
    this.#notesBlock = makeElement('div', {}, makeElement('h2', {}, strings.notes), this.#notes);
    this.element = makeElement(
      'aside',
      // Scrolls, so the keyboard must reach it.
      { id: 'legend', class: 'legend', 'aria-label': strings.legend, tabindex: '0' },
      makeElement('h2', {}, strings.legend),
      this.#entries,
      this.#notesBlock,
    );
    this.show([], []);
  }

  show(entries: readonly LegendEntry[], notes: readonly string[]): void {
    const next = JSON.stringify([entries, notes]);
    if (next === this.#shown) return;
    this.#shown = next;
    this.#entries.replaceChildren(
      ...entries.map(({ sample, text }) =>
        makeElement(
          'li',
          {},
          makeDrawing(
            size,
            sample.map(([d, ...looks]) => ({ d, class: looks.join(' ') })),
          ),
          makeElement('span', {}, text),
        ),
      ),
    );
    this.#notesBlock.hidden = notes.length === 0;
    this.#notes.replaceChildren(...notes.map((note) => makeElement('li', {}, note)));
  }
}
