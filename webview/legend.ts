import type { WebviewStrings } from '../src/protocol/strings';
import { makeDrawing, makeElement } from './makeElement';

const sample = { width: 36, height: 16 };
const line = 'M1 8h34';
const box = 'M1.5 2.5h33v11h-33z';

/** What line styles and shapes mean, and what the picture leaves out. */
export class Legend {
  readonly element: HTMLElement;
  readonly #notes = makeElement('ul', {});
  readonly #notesBlock: HTMLElement;

  constructor(strings: WebviewStrings) {
    const entries: readonly (readonly [string, string, string])[] = [
      [line, 'observed', strings.legendObserved],
      [line, 'predicted', strings.legendPredicted],
      [line, 'unknown', strings.legendUnknown],
      [line, 'default-route', strings.legendDefaultRoute],
      [box, 'inactive', strings.legendInactive],
      ['M4.5 2.5h27l3 3v5l-3 3h-27l-3-3v-5z', 'internal', strings.legendInternal],
      [box, 'orphan', strings.legendOrphan],
    ];
    const list = makeElement(
      'ul',
      { class: 'samples' },
      ...entries.map(([d, name, text]) =>
        makeElement('li', {}, makeDrawing(sample, [{ d, class: name }]), text),
      ),
    );
    this.#notesBlock = makeElement('div', {}, makeElement('h2', {}, strings.notes), this.#notes);
    this.element = makeElement(
      'aside',
      { id: 'legend', class: 'legend', 'aria-label': strings.legend },
      makeElement('h2', {}, strings.legend),
      list,
      this.#notesBlock,
    );
    this.setNotes([]);
  }

  setNotes(notes: readonly string[]): void {
    this.#notesBlock.hidden = notes.length === 0;
    this.#notes.replaceChildren(...notes.map((note) => makeElement('li', {}, note)));
  }
}
