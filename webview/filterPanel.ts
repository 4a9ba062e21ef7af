import type { FilterView } from '../src/protocol/messages';
import type { WebviewStrings } from '../src/protocol/strings';
import type { FilterChoice } from '../src/scene/filterChoices';
import type { TopologyFilter } from '../src/scene/filterTopology';
import { fillTemplate } from './fillTemplate';
import { makeElement } from './makeElement';

/** Typing settles before the picture is made anew. */
const typingMs = 250;

export interface FilterPanelOptions {
  readonly strings: WebviewStrings;
  /** Settles when what came of it was sent. */
  readonly changed: (filter: TopologyFilter) => Promise<unknown>;
  readonly close: () => void;
}

type ListKey = 'projects' | 'drivers' | 'states';
type FlagKey = 'hideDefault' | 'hideNone' | 'hideUnused';

const nothing: TopologyFilter = {
  projects: [],
  drivers: [],
  states: [],
  name: '',
  hideDefault: false,
  hideNone: false,
  hideUnused: false,
};

/** What is to be seen: by project, driver, state and name; and, beside the title, that something is not. */
export class FilterPanel {
  readonly element: HTMLElement;
  /** Says how much is hidden, and ends that; not there while nothing is. */
  readonly mark: HTMLElement;
  /** Over the picture while the filter leaves nothing of it: an engine on which nothing runs looks alike. */
  readonly nothingLeft: HTMLElement;
  readonly #options: FilterPanelOptions;
  readonly #name: HTMLInputElement;
  readonly #lists: Readonly<Record<ListKey, HTMLElement>>;
  readonly #flags: Readonly<Record<FlagKey, HTMLInputElement>>;
  readonly #count = makeElement('span', { class: 'filter-count' });
  #filter = nothing;
  /** The filter as the user left it, which may be on its way. */
  #pending = nothing;
  /** How often it is on its way: a picture that comes meanwhile may be of a filter before it. */
  #underWay = 0;
  /** What the lists were made from. */
  #listed = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: FilterPanelOptions) {
    const { strings } = (this.#options = options);
    this.#name = makeElement('input', {
      type: 'text',
      placeholder: strings.filterNameHint,
      maxlength: '500',
      spellcheck: 'false',
      autocomplete: 'off',
    });
    this.#name.addEventListener('input', () => {
      // The editor's Undo reaches what was typed here, whatever has the focus.
      if (document.activeElement !== this.#name) {
        this.#name.value = this.#pending.name;
        return;
      }
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#change({}), typingMs);
    });
    this.#lists = {
      projects: group(strings.filterProjects),
      drivers: group(strings.filterDrivers),
      states: group(strings.filterStates),
    };
    this.#flags = {
      hideDefault: this.#flag('hideDefault'),
      hideNone: this.#flag('hideNone'),
      hideUnused: this.#flag('hideUnused'),
    };
    this.element = makeElement(
      'section',
      { id: 'filter', class: 'filter', 'aria-label': strings.filter, hidden: '' },
      makeElement('label', { class: 'filter-name' }, strings.filterName, this.#name),
      ...Object.values(this.#lists),
      group(
        strings.filterHide,
        choice(this.#flags.hideDefault, strings.filterHideDefault),
        choice(this.#flags.hideNone, strings.filterHideNone),
        choice(this.#flags.hideUnused, strings.filterHideUnused),
      ),
      this.#clearButton(),
    );
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      options.close();
    });
    this.mark = makeElement(
      'div',
      { class: 'filter-mark', hidden: '' },
      this.#count,
      this.#clearButton(),
    );
    this.nothingLeft = makeElement(
      'div',
      { class: 'filter-nothing', hidden: '' },
      makeElement('span', {}, strings.filterNothingLeft),
      this.#clearButton(),
    );
  }

  focus(): void {
    this.#name.focus();
  }

  /**
   * Shows what is filtered now; gives the sentence to read out when that changed, else `undefined`.
   * @param isEmpty whether a picture is drawn that has neither network nor container
   */
  show(view: FilterView | undefined, isEmpty: boolean): string | undefined {
    const { strings } = this.#options;
    const { filter, choices, hidden } = view ?? { filter: nothing, ...none };
    const isChanged = JSON.stringify(filter) !== JSON.stringify(this.#filter);
    this.#filter = filter;
    const wished = (this.#pending = this.#underWay > 0 ? this.#pending : filter);
    // What is being typed, or was typed a moment ago, is newer than what comes back.
    const isTyped = document.activeElement === this.#name || this.#timer !== undefined;
    if (!isTyped) this.#name.value = wished.name;
    for (const key of ['hideDefault', 'hideNone', 'hideUnused'] as const) {
      this.#flags[key].checked = wished[key];
    }
    const listed = JSON.stringify(choices);
    for (const key of ['projects', 'drivers', 'states'] as const) {
      const values = choices[key];
      if (listed !== this.#listed) this.#fill(key, values);
      this.#lists[key].hidden = values.length < 2 && wished[key].length === 0;
      for (const box of this.#boxes(key)) box.checked = wished[key].includes(box.value);
    }
    this.#listed = listed;
    const total = hidden.containers + hidden.networks;
    const speech = fillTemplate(
      strings.filterSpeech,
      String(hidden.containers),
      String(hidden.networks),
    );
    this.mark.hidden = !isAsking(filter);
    this.nothingLeft.hidden = !isEmpty || total === 0;
    this.mark.title = speech;
    this.#count.textContent = fillTemplate(strings.filterActive, String(total));
    if (!isChanged) return undefined;
    if (total === 0) return strings.filterNothing;
    return isEmpty ? `${strings.filterNothingLeft} ${speech}` : speech;
  }

  #fill(key: ListKey, values: readonly FilterChoice[]): void {
    const { strings } = this.#options;
    const focused = this.#boxes(key).find((box) => box === document.activeElement)?.value;
    const known = new Set(values.map(({ value }) => value));
    // What is asked for and no longer there has to be seen to be taken back.
    const gone = this.#filter[key].filter((value) => !known.has(value));
    const all = [...values, ...gone.map((value) => ({ value, count: 0 }))];
    const rows = all.map(({ value, count }) => {
      const box = makeElement('input', { type: 'checkbox', value });
      box.addEventListener('change', () =>
        this.#change({
          [key]: this.#boxes(key).flatMap((one) => (one.checked ? [one.value] : [])),
        }),
      );
      return choice(box, value === '' ? strings.filterNoProject : value, count);
    });
    const [title] = this.#lists[key].children;
    this.#lists[key].replaceChildren(...(title === undefined ? [] : [title]), ...rows);
    this.#boxes(key)
      .find(({ value }) => value === focused)
      ?.focus();
  }

  #boxes(key: ListKey): readonly HTMLInputElement[] {
    return [...this.#lists[key].querySelectorAll('input')];
  }

  #flag(key: FlagKey): HTMLInputElement {
    const box = makeElement('input', { type: 'checkbox' });
    box.addEventListener('change', () => this.#change({ [key]: box.checked }));
    return box;
  }

  #clearButton(): HTMLButtonElement {
    const label = this.#options.strings.filterClear;
    const button = makeElement('button', { type: 'button', class: 'filter-clear' }, label);
    button.addEventListener('click', () => {
      this.#name.value = '';
      this.#change(nothing);
    });
    return button;
  }

  /** Whatever is changed, the name goes along as it stands: it may have been typed a moment ago. */
  #change(change: Partial<TopologyFilter>): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pending = { ...this.#pending, name: this.#name.value, ...change };
    this.#underWay += 1;
    void this.#options.changed(this.#pending).finally(() => (this.#underWay -= 1));
  }
}

const none = {
  choices: { projects: [], drivers: [], states: [] },
  hidden: { containers: 0, networks: 0 },
} as const satisfies Pick<FilterView, 'choices' | 'hidden'>;

function isAsking(filter: TopologyFilter): boolean {
  return JSON.stringify({ ...filter, name: filter.name.trim() }) !== JSON.stringify(nothing);
}

function group(title: string, ...rows: readonly HTMLElement[]): HTMLElement {
  return makeElement('fieldset', {}, makeElement('legend', {}, title), ...rows);
}

function choice(box: HTMLInputElement, label: string, count?: number): HTMLElement {
  const counted = count === undefined ? '' : ` (${count})`;
  return makeElement('label', {}, box, makeElement('span', {}, `${label}${counted}`));
}
