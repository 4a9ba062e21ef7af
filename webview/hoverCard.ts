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
    this.#options.emphasise(id);
    const card = await this.#fill(id);
    if (card !== undefined) this.#place(id, at);
    return card;
  }

  /** Reads again what it shows, where it stands, after the scene changed; hides when its element is gone. */
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
    if (this.#isPinned && this.#about !== undefined) this.#place(this.#about, undefined);
    else this.hide();
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
    this.element.setAttribute('aria-label', card.title);
    this.element.replaceChildren(this.#close, ...cardContent(card, this.#options.strings));
    return card;
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
  #place(id: string, at: Point | undefined): void {
    const room = this.element.parentElement?.getBoundingClientRect();
    const box = this.#options.boxOf(id);
    if (room === undefined || box === undefined) return;
    const isLarge = box.width > room.width / 2 || box.height > room.height / 2;
    const beside = isLarge ? { ...(at ?? { x: box.x, y: box.y }), width: 8, height: 8 } : box;
    const { style } = this.element;
    style.maxHeight = '';
    const card = this.element.getBoundingClientRect();
    const { x, y, height } = placeClearOf(beside, card, room);
    style.left = `${x}px`;
    style.top = `${y}px`;
    if (height < card.height) style.maxHeight = `${height}px`;
  }
}
