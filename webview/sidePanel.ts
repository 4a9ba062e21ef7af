import { makeElement } from './makeElement';

export interface SidePanelOptions {
  /** Also its id and its class. */
  readonly name: 'firewall' | 'trace';
  readonly title: string;
  readonly closeTitle: string;
  readonly close: () => void;
}

/** The frame of what stands beside the drawing: a title, a button that closes it, and the rest. Hidden at first. */
export function makeSidePanel(
  { name, title, closeTitle, close }: SidePanelOptions,
  ...content: readonly HTMLElement[]
): HTMLElement {
  const button = makeElement(
    'button',
    { type: 'button', class: 'close', title: closeTitle, 'aria-label': closeTitle },
    '×',
  );
  button.addEventListener('click', close);
  return makeElement(
    'aside',
    { id: name, class: `side-panel ${name}`, 'aria-label': title, tabindex: '-1', hidden: '' },
    makeElement('div', { class: 'side-panel-head' }, makeElement('h2', {}, title), button),
    ...content,
  );
}
