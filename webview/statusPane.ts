import type { EmptyAction, GraphStatus } from '../src/protocol/messages';
import type { WebviewStrings } from '../src/protocol/strings';
import { fillTemplate } from './fillTemplate';
import { makeElement } from './makeElement';

/** Says when the picture is old, on its way, or not there, and what to do then. */
export class StatusPane {
  /** Over the picture. */
  readonly banner = makeElement('div', { class: 'banner', role: 'status' });
  /** In place of the picture. */
  readonly welcome = makeElement('div', { class: 'welcome', hidden: '' });
  readonly #strings: WebviewStrings;
  readonly #chosen: (action: EmptyAction) => void;

  constructor(strings: WebviewStrings, chosen: (action: EmptyAction) => void) {
    this.#strings = strings;
    this.#chosen = chosen;
  }

  show(status: GraphStatus): void {
    this.welcome.hidden = status.kind !== 'empty';
    this.#setBanner(this.#sentence(status));
    if (status.kind !== 'empty') return;
    const buttons = status.actions.map(({ label, action }) => {
      const button = makeElement('button', { type: 'button' }, label);
      button.addEventListener('click', () => this.#chosen(action));
      return button;
    });
    this.welcome.replaceChildren(makeElement('p', {}, status.message), ...buttons);
  }

  #sentence(status: GraphStatus): string {
    switch (status.kind) {
      case 'fresh':
      case 'empty':
        return '';
      case 'loading':
        return this.#strings.loading;
      case 'stale':
        return status.age === undefined
          ? fillTemplate(this.#strings.stale, status.message)
          : fillTemplate(this.#strings.staleFor, status.age, status.message);
    }
  }

  /** A live region speaks on every write, so an unchanged sentence is not written again. */
  #setBanner(text: string): void {
    if (this.banner.textContent !== text) this.banner.textContent = text;
    this.banner.classList.toggle('shown', text !== '');
  }
}
