import type { WebviewStrings } from '../src/protocol/strings';
import type { Card } from '../src/scene/card';
import type { Box, Point } from '../src/scene/scene';
import { cardContent } from './cardContent';
import { fillTemplate } from './fillTemplate';
import { makeDrawing, makeElement } from './makeElement';
import { placeClearOf } from './placeBeside';

const showDelayMs = 150;
/** Time to move the pointer from the element onto its card. */
const hideDelayMs = 250;

export interface HoverCardOptions {
  readonly strings: WebviewStrings;
  readonly request: (id: string) => Promise<Card | undefined>;
  /** Where an element is, in pixels of the card's parent. */
  readonly boxOf: (id: string) => Box | undefined;
  /** The element the card is about; `undefined` when there is none any more. */
  readonly emphasise: (id: string | undefined) => void;
}

/**
 * The details of one element beside it: after a short rest of the pointer or the focus, or pinned by a
 * click or a key until it is closed.
 */
export class HoverCard {
  readonly element = makeElement('section', { class: 'card', role: 'dialog', hidden: '' });
  readonly #options: HoverCardOptions;
  readonly #close: HTMLElement;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #about: string | undefined;
  /** Where the pointer was, until the view moved. */
  #at: Point | undefined;
  /** What its content is about, and that content as text. */
  #held: string | undefined;
  #shown: string | undefined;
  #isPinned = false;
  /** Counts up, so that the answer to an older request is not shown. */
  #turn = 0;

  constructor(options: HoverCardOptions) {
    this.#options = options;
    const label = options.strings.closeCard;
    this.#close = makeElement(
      'button',
      { type: 'button', class: 'close', title: label, 'aria-label': label },
      makeDrawing({ width: 16, height: 16 }, [{ d: 'M4 4l8 8M12 4l-8 8' }]),
    );
    this.#close.addEventListener('click', () => this.hide());
    this.element.append(this.#close);
    this.element.addEventListener('pointerenter', () => clearTimeout(this.#timer));
    this.element.addEventListener('pointerleave', () => this.leave());
  }

  /** The pointer or the focus came to an element. */
  point(id: string, at?: Point): void {
    if (this.#isPinned) return;
    clearTimeout(this.#timer);
    if (id !== this.#about) this.#timer = setTimeout(() => void this.#show(id, at), showDelayMs);
  }

  /** The pointer left the element or the card. */
  leave(): void {
    if (this.#isPinned) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.hide(), hideDelayMs);
  }

  /** Shows it now, to stay; resolves to the card, or to `undefined` when there is none or it was overtaken. */
  async pin(id: string, at?: Point): Promise<Card | undefined> {
    this.#setPinned(true);
    return this.#show(id, at);
  }

  async #show(id: string, at?: Point): Promise<Card | undefined> {
    clearTimeout(this.#timer);
    this.#about = id;
    this.#at = at;
    this.#options.emphasise(id);
    return this.#fill(id);
  }

  /** Reads again what it shows, after the scene changed: its element may stand elsewhere, or be gone. */
  refresh(): void {
    if (this.#about === undefined) return;
    if (this.#options.boxOf(this.#about) === undefined) {
      this.hide();
      return;
    }
    this.#options.emphasise(this.#about);
    void this.#fill(this.#about);
  }

  /** The view moved: what is pinned goes with its element, the rest goes away. */
  follow(): void {
    if (this.#isPinned && this.#about !== undefined) {
      this.#at = undefined;
      this.#place(this.#about);
    } else this.hide();
  }

  hide(): void {
    clearTimeout(this.#timer);
    this.#setPinned(false);
    this.#turn++;
    if (this.#about === undefined) return;
    this.#about = undefined;
    this.element.hidden = true;
    this.#options.emphasise(undefined);
  }

  get isShown(): boolean {
    return !this.element.hidden;
  }

  #setPinned(pinned: boolean): void {
    this.#isPinned = pinned;
    this.element.classList.toggle('pinned', pinned);
  }

  async #fill(id: string): Promise<Card | undefined> {
    const turn = ++this.#turn;
    const card = await this.#ask(id);
    if (turn !== this.#turn) return undefined;
    this.element.hidden = card === undefined;
    if (card === undefined) {
      // What is not there cannot be closed: pinned, it would keep every other card away.
      if (this.#isPinned) this.hide();
      return undefined;
    }
    this.#hold(card);
    this.#place(id);
    return card;
  }

  /** The same again touches nothing: somebody may read or mark it. */
  #hold(card: Card): void {
    const text = JSON.stringify(card);
    if (text === this.#shown) return;
    this.#shown = text;
    const { element } = this;
    const [, ...before] = element.children;
    for (const child of before) child.remove();
    element.setAttribute('aria-label', card.title);
    element.append(...cardContent(card, this.#options.strings));
    if (card.id !== this.#held) element.scrollTop = 0;
    this.#held = card.id;
  }

  async #ask(id: string): Promise<Card | undefined> {
    try {
      return await this.#options.request(id);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const title = fillTemplate(this.#options.strings.cardFailed, reason);
      return { id, title, subtitle: '', sections: [] };
    }
  }

  /** Beside the element, or beside the pointer where the element fills much of the view. */
  #place(id: string): void {
    const room = this.element.parentElement?.getBoundingClientRect();
    const box = this.#options.boxOf(id);
    if (room === undefined || box === undefined) return;
    const isLarge = box.width > room.width / 2 || box.height > room.height / 2;
    const beside = isLarge ? { ...(this.#at ?? { x: box.x, y: box.y }), width: 8, height: 8 } : box;
    const { style, scrollTop } = this.element;
    style.maxHeight = '';
    const card = this.element.getBoundingClientRect();
    const { x, y, height } = placeClearOf(beside, card, room);
    style.left = `${x}px`;
    style.top = `${y}px`;
    if (height < card.height) style.maxHeight = `${height}px`;
    // Where the reader is: it may have been measured higher than it is shown.
    this.element.scrollTop = scrollTop;
  }
}
