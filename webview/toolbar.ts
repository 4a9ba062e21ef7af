import type { WebviewStrings } from '../src/protocol/strings';
import { makeDrawing, makeElement } from './makeElement';

export interface ToolbarEvents {
  readonly fit: () => void;
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  readonly refresh: () => void;
  readonly search: () => void;
  readonly filter: () => void;
  readonly chooseProject: () => void;
  readonly chooseFrames: () => void;
  readonly exportGraph: () => void;
  readonly outline: () => void;
  readonly legend: () => void;
  readonly firewall: () => void;
}

/** Line drawings of 16 by 16. */
const icons: Readonly<Record<keyof ToolbarEvents, string>> = {
  outline: 'M2.5 3.5h11M5.5 8h8M5.5 12.5h8M2.5 8h.5M2.5 12.5h.5',
  zoomOut: 'M3.5 8h9',
  zoomIn: 'M3.5 8h9M8 3.5v9',
  fit: 'M2.5 6v-3.5h3.5M10 2.5h3.5v3.5M13.5 10v3.5h-3.5M6 13.5h-3.5v-3.5M6 6h4v4h-4z',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9zM10.3 10.3l3.7 3.7',
  filter: 'M2 3h12l-4.5 5.5v4.5l-3-1.5v-3z',
  refresh: 'M13 8a5 5 0 1 1-1.5-3.6M13 2v3h-3',
  chooseProject: 'M1.5 4h5l1.5 2h6.5v7.5h-13zM5 10.5l3 2 3-2',
  chooseFrames: 'M2 2.5h12v4.5h-12zM2 9h12v4.5h-12zM4.5 4.7h.5M4.5 11.2h.5M8 4.7h4M8 11.2h4',
  exportGraph: 'M8 10v-8M5 4.5l3-3l3 3M2.5 9.5v4h11v-4',
  firewall:
    'M1.5 3.5h13v9h-13zM1.5 6.5h13M1.5 9.5h13M6 3.5v3M10 3.5v3M4 6.5v3M8 6.5v3M12 6.5v3M6 9.5v3M10 9.5v3',
  legend: 'M8 7v5M8 4v.6M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13z',
};

/** What is drawn, and the buttons that need no element. */
export class Toolbar {
  readonly element: HTMLElement;
  readonly #title = makeElement('h1', {});
  readonly #outline: HTMLButtonElement;
  readonly #legend: HTMLButtonElement;
  readonly #project: HTMLButtonElement;
  readonly #frames: HTMLButtonElement;
  readonly #firewall: HTMLButtonElement;
  readonly #filter: HTMLButtonElement;

  /** `beside` stands between title and buttons, `depth` before them. */
  constructor(
    strings: WebviewStrings,
    events: ToolbarEvents,
    beside: HTMLElement,
    depth: HTMLElement,
  ) {
    const button = (name: keyof ToolbarEvents, attributes = {}) => {
      const label = strings[name];
      const made = makeElement(
        'button',
        { type: 'button', title: label, 'aria-label': label, ...attributes },
        makeDrawing({ width: 16, height: 16 }, [{ d: icons[name] }]),
      );
      made.addEventListener('click', events[name]);
      return made;
    };
    this.#outline = button('outline', { 'aria-controls': 'outline' });
    this.#project = button('chooseProject', { 'aria-haspopup': 'dialog', hidden: '' });
    this.#frames = button('chooseFrames', { 'aria-haspopup': 'dialog', hidden: '' });
    this.#legend = button('legend', { 'aria-controls': 'legend' });
    this.#firewall = button('firewall', { 'aria-controls': 'firewall' });
    this.#filter = button('filter', { 'aria-controls': 'filter' });
    const group = makeElement(
      'div',
      { role: 'toolbar', 'aria-label': strings.toolbarLabel, class: 'buttons' },
      depth,
      this.#project,
      this.#frames,
      button('zoomOut'),
      button('zoomIn'),
      button('fit'),
      button('search', { 'aria-keyshortcuts': 'Control+F' }),
      this.#filter,
      button('refresh'),
      button('exportGraph'),
      this.#firewall,
      this.#legend,
    );
    this.element = makeElement(
      'header',
      { class: 'toolbar' },
      this.#outline,
      this.#title,
      beside,
      group,
    );
  }

  setTitle(title: string): void {
    this.#title.textContent = title;
    this.#title.title = title;
  }

  /** A compose project can be changed for another. */
  showProject(shown: boolean): void {
    this.#project.hidden = !shown;
  }

  /** Others of the engines can be shown. */
  showFrames(shown: boolean): void {
    this.#frames.hidden = !shown;
  }

  showOutline(shown: boolean): void {
    this.#outline.setAttribute('aria-expanded', String(shown));
  }

  showFirewall(shown: boolean): void {
    this.#firewall.setAttribute('aria-expanded', String(shown));
  }

  showFilter(shown: boolean): void {
    this.#filter.setAttribute('aria-expanded', String(shown));
  }

  focusFilter(): void {
    this.#filter.focus();
  }

  focusFirewall(): void {
    this.#firewall.focus();
  }

  showLegend(shown: boolean): void {
    this.#legend.setAttribute('aria-expanded', String(shown));
  }
}
