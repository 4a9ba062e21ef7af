import type { WebviewStrings } from '../src/protocol/strings';
import type { SearchAnswer, SearchHit } from '../src/scene/searchTopology';
import { fillTemplate } from './fillTemplate';
import { makeDrawing, makeElement } from './makeElement';

/** Typing settles before it is searched for. */
const typingMs = 120;

export interface SearchBarOptions {
  readonly strings: WebviewStrings;
  readonly request: (text: string) => Promise<SearchAnswer>;
  /** The element of the picture that shows a hit; `undefined` when none does. */
  readonly drawn: (hit: SearchHit) => string | undefined;
  /** What was found, and the one of it to look at; both `undefined` when nothing is searched for. */
  readonly show: (found: readonly string[] | undefined, current: string | undefined) => void;
  readonly announce: (text: string) => void;
  /** Closed, with what was looked at last. */
  readonly closed: (current: string | undefined) => void;
}

/** Finds elements as one types, and steps through them. */
export class SearchBar {
  readonly element: HTMLElement;
  readonly #options: SearchBarOptions;
  readonly #field: HTMLInputElement;
  readonly #count = makeElement('span', { class: 'search-count' });
  #hits: readonly SearchHit[] = [];
  #total = 0;
  #current = 0;
  #text = '';
  /** What the hits are of: since, something else may have been typed. The first hit of another text is gone to. */
  #found: string | undefined = '';
  #turn = 0;
  #focusBefore: Element | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SearchBarOptions) {
    const { strings } = (this.#options = options);
    this.#field = makeElement('input', {
      type: 'text',
      placeholder: strings.searchHint,
      'aria-label': `${strings.search}: ${strings.searchHint}`,
      maxlength: '500',
      spellcheck: 'false',
      autocomplete: 'off',
    });
    this.element = makeElement(
      'div',
      { id: 'search', class: 'search', role: 'search', 'aria-label': strings.search, hidden: '' },
      this.#field,
      this.#count,
      iconButton(strings.searchPrevious, 'M8 13V3M4 7l4-4 4 4', () => this.#step(-1)),
      iconButton(strings.searchNext, 'M8 3v10M4 9l4 4 4-4', () => this.#step(1)),
      iconButton(strings.closeSearch, 'M4 4l8 8M12 4l-8 8', () => this.close()),
    );
    this.#field.addEventListener('input', () => {
      // The editor's Undo reaches what was typed here, whatever has the focus.
      if (document.activeElement !== this.#field) {
        this.#field.value = this.#text;
        return;
      }
      this.#text = this.#field.value;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.#search(), typingMs);
    });
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
  }

  get isShown(): boolean {
    return !this.element.hidden;
  }

  open(): void {
    if (this.element.hidden) this.#focusBefore = document.activeElement;
    this.element.hidden = false;
    this.#field.focus();
    this.#field.select();
    this.#found = undefined;
    if (this.#field.value !== '') void this.#search();
  }

  close(): void {
    if (this.element.hidden) return;
    clearTimeout(this.#timer);
    this.#turn++;
    const hasFocus = this.element.contains(document.activeElement);
    this.element.hidden = true;
    const hit = this.#isFound ? this.#hits[this.#current] : undefined;
    this.#options.show(undefined, undefined);
    this.#options.closed(hit && this.#options.drawn(hit));
    if (hasFocus && this.#focusBefore instanceof HTMLElement) this.#focusBefore.focus();
  }

  /** Goes to the next hit, or the one before; opens the search when it is closed. */
  step(by: 1 | -1): void {
    if (this.element.hidden) this.open();
    else this.#step(by);
  }

  /** The picture changed: what there is to find, and where it is drawn, may be something else. The view stays. */
  refresh(): void {
    if (this.element.hidden || this.#text.trim() === '') return;
    if (this.#hits.length > 0) this.#options.show(this.#drawn(), undefined);
    void this.#search();
  }

  #onKey(event: KeyboardEvent): void {
    // A key that ends or gives up a composed character is about that alone.
    if (event.isComposing) {
      event.stopPropagation();
      return;
    }
    if (event.key === 'Escape') this.close();
    else if (event.key === 'Enter' && event.target === this.#field) {
      this.#step(event.shiftKey ? -1 : 1);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  get #isFound(): boolean {
    return this.#field.value === this.#found;
  }

  async #search(): Promise<void> {
    clearTimeout(this.#timer);
    const turn = ++this.#turn;
    const text = this.#field.value;
    const { strings, request, announce } = this.#options;
    let answer: SearchAnswer;
    try {
      answer = await request(text);
    } catch (error) {
      if (turn !== this.#turn) return;
      announce(error instanceof Error ? error.message : String(error));
      return;
    }
    if (turn !== this.#turn) return;
    const isNew = text !== this.#found;
    this.#found = text;
    this.#take(answer, isNew);
    if (this.#hits.length > 0) {
      this.#show(isNew);
      return;
    }
    const isEmpty = text.trim() === '';
    const said = isEmpty ? '' : strings.searchNothing;
    if (!isEmpty && (isNew || this.#count.textContent !== said)) announce(said);
    this.#count.textContent = said;
    this.#options.show(undefined, undefined);
  }

  /** Of a text that was searched for before, what was looked at stays the one that is, while it is found. */
  #take({ hits, total }: SearchAnswer, isNew: boolean): void {
    const was = this.#hits[this.#current]?.ids[0];
    const again = hits.findIndex(({ ids: [id] }) => id === was);
    if (isNew) this.#current = 0;
    else if (again >= 0) this.#current = again;
    else this.#current = Math.max(0, Math.min(this.#current, hits.length - 1));
    this.#hits = hits;
    this.#total = total;
  }

  #step(by: number): void {
    if (!this.#isFound) {
      void this.#search();
      return;
    }
    const { length } = this.#hits;
    if (length === 0) return;
    this.#current = (this.#current + by + length) % length;
    this.#show(true);
  }

  /** @param goes whether the view goes there; else only what is said follows, and only what is new is read out */
  #show(goes: boolean): void {
    const { strings, drawn, show, announce } = this.#options;
    const hit = this.#hits[this.#current];
    if (hit === undefined) return;
    const at = drawn(hit);
    const place = fillTemplate(strings.searchCount, `${this.#current + 1}`, `${this.#total}`);
    const matched = at === undefined ? strings.searchHidden : hit.matched;
    const count = at === undefined ? `${place}: ${matched}` : place;
    const isOther = this.#count.textContent !== count;
    this.#count.textContent = count;
    show(this.#drawn(), goes ? at : undefined);
    if (goes || isOther) announce(fillTemplate(strings.searchSpeech, place, hit.name, matched));
  }

  #drawn(): readonly string[] {
    return this.#hits.flatMap((hit) => this.#options.drawn(hit) ?? []);
  }
}

function iconButton(label: string, d: string, pressed: () => void): HTMLButtonElement {
  const button = makeElement(
    'button',
    { type: 'button', title: label, 'aria-label': label },
    makeDrawing({ width: 16, height: 16 }, [{ d }]),
  );
  button.addEventListener('click', pressed);
  return button;
}
