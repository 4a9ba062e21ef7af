import type { WebviewStrings } from '../src/protocol/strings';
import type { Box } from '../src/scene/scene';
import { makeElement } from './makeElement';

/** What stands in the panel's page, by where it stands. */
export interface PageParts {
  readonly toolbar: HTMLElement;
  readonly outline: HTMLElement;
  /** Over the drawing. */
  readonly onStage: readonly HTMLElement[];
  /** Beside it, or over all. */
  readonly after: readonly HTMLElement[];
}

/** The panel's page: toolbar, outline, the drawing with what lies over it, side panels; and what is read out. */
export class PanelPage {
  readonly canvas = makeElement('div', {
    class: 'canvas',
    role: 'application',
    tabindex: '0',
    'aria-describedby': 'canvas-keys',
  });
  readonly stage = makeElement('div', { class: 'stage' });
  readonly #body = makeElement('div', { class: 'body' });
  readonly #speech = makeElement('div', { class: 'speech', 'aria-live': 'polite' });

  constructor(
    readonly root: HTMLElement,
    strings: WebviewStrings,
    { toolbar, outline, onStage, after }: PageParts,
  ) {
    this.stage.append(
      this.canvas,
      makeElement('p', { id: 'canvas-keys', class: 'speech' }, strings.graphKeys),
      ...onStage,
    );
    this.#body.append(outline, this.stage, ...after);
    root.replaceChildren(makeElement('main', {}, toolbar, this.#body, this.#speech));
    // The drawing has a menu of its own.
    this.canvas.addEventListener('contextmenu', (event) => event.preventDefault());
    // The drawing keeps a press to itself, and with it the focus that would make Escape and the keys work.
    this.canvas.addEventListener('pointerdown', () => this.canvas.focus({ preventScroll: true }));
  }

  /** From pixels of the canvas to those of the body, in which card and menu stand. */
  fromCanvas<T extends { readonly x: number }>(place: T): T {
    return { ...place, x: place.x + this.stage.offsetLeft };
  }

  /** From pixels of the window to those of the body. */
  fromWindow({ x, y, width, height }: DOMRect): Box {
    const body = this.#body.getBoundingClientRect();
    return { x: x - body.x, y: y - body.y, width, height };
  }

  announce(text: string): void {
    this.#speech.textContent = text;
  }
}
