import type { ElementAction, ElementMenu as MenuItems } from '../src/protocol/messages';
import type { WebviewStrings } from '../src/protocol/strings';
import type { Box } from '../src/scene/scene';
import { fillTemplate } from './fillTemplate';
import { makeElement } from './makeElement';
import { placeBeside } from './placeBeside';

export interface ElementMenuOptions {
  readonly strings: WebviewStrings;
  readonly request: (id: string) => Promise<MenuItems>;
  readonly choose: (id: string, action: ElementAction) => void;
  readonly announce: (text: string) => void;
}

/** What can be done with one element. The extension decides what is offered. */
export class ElementMenu {
  readonly element = makeElement('div', { class: 'menu', role: 'menu', hidden: '' });
  readonly #options: ElementMenuOptions;
  #turn = 0;
  #focusBefore: Element | null = null;

  constructor(options: ElementMenuOptions) {
    this.#options = options;
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    this.element.addEventListener('focusout', ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && this.element.contains(relatedTarget))) this.#hide();
    });
    document.addEventListener('pointerdown', ({ target }) => {
      if (!(target instanceof Node && this.element.contains(target))) this.#hide();
    });
  }

  /** `beside` is in pixels of the menu's parent. */
  async open(id: string, name: string, beside: Box): Promise<void> {
    const { strings, announce } = this.#options;
    const turn = ++this.#turn;
    const before = document.activeElement;
    try {
      const { items } = await this.#options.request(id);
      if (turn !== this.#turn) return;
      if (items.length === 0) announce(strings.menuEmpty);
      this.#fill(id, name, items);
    } catch (error) {
      announce(fillTemplate(strings.menuFailed, error instanceof Error ? error.message : ''));
      return;
    }
    this.#focusBefore = before;
    this.element.hidden = false;
    this.#place(beside);
    this.#items()[0]?.focus();
  }

  #fill(id: string, name: string, items: MenuItems['items']): void {
    const { strings, choose } = this.#options;
    this.element.setAttribute('aria-label', fillTemplate(strings.menuLabel, name));
    const buttons = items.map(({ action, label }) => {
      const button = menuItem(label);
      button.addEventListener('click', () => {
        this.#close();
        choose(id, action);
      });
      return button;
    });
    const nothing = menuItem(strings.menuEmpty);
    nothing.setAttribute('aria-disabled', 'true');
    nothing.addEventListener('click', () => this.#close());
    this.element.replaceChildren(...(buttons.length > 0 ? buttons : [nothing]));
  }

  #place(beside: Box): void {
    const room = this.element.parentElement?.getBoundingClientRect();
    if (room === undefined) return;
    const { x, y } = placeBeside(beside, this.element.getBoundingClientRect(), room);
    this.element.style.left = `${x}px`;
    this.element.style.top = `${y}px`;
  }

  #onKey(event: KeyboardEvent): void {
    const items = this.#items();
    const current = items.findIndex((item) => item === document.activeElement);
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: (current + 1) % items.length,
      ArrowUp: (current - 1 + items.length) % items.length,
      Home: 0,
      End: items.length - 1,
    };
    const target = targets[event.key];
    if (target !== undefined) items[target]?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') this.#close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #items(): readonly HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>('[role="menuitem"]')];
  }

  /** Gives the focus back to where it was. */
  #close(): void {
    const before = this.#focusBefore;
    this.#hide();
    if (before instanceof HTMLElement) before.focus();
  }

  #hide(): void {
    this.#turn++;
    this.#focusBefore = null;
    this.element.hidden = true;
  }
}

function menuItem(label: string): HTMLButtonElement {
  return makeElement('button', { type: 'button', role: 'menuitem', tabindex: '-1' }, label);
}
