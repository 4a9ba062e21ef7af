import type { WebviewStrings } from '../src/protocol/strings';
import type { Scene } from '../src/scene/scene';
import { makeElement } from './makeElement';
import { outlineRows } from './outlineModel';
import type { OutlineRow } from './outlineModel';
import { outlineMove, typeAhead, visibleRows } from './outlineMoves';
import type { VisibleRow } from './outlineMoves';
import { shownRange } from './shownRange';

/** What the user did to a row, with the row's element on the page. */
export interface OutlineEvents {
  readonly chosen: (id: string, row: HTMLElement) => void;
  readonly menuAsked: (id: string, row: HTMLElement) => void;
  /** The focus came to a row by key. */
  readonly moved: (id: string) => void;
}

const typeAheadMs = 700;
/** Pixels; the style says the same. */
const rowHeight = 22;
/** Rows beyond either edge that are in the page before they are scrolled to. */
const rowsAhead = 40;

/**
 * The scene as a tree of text for keyboard and assistive technology, with the drawing's selection. Of a long one only
 * the rows in sight, some around them and the one with the focus are in the page; each says where it stands.
 */
export class Outline {
  readonly element: HTMLElement;
  readonly #tree: HTMLElement;
  /** As high as all rows. */
  readonly #rowsHeight = makeElement('div', { class: 'rows-height', 'aria-hidden': 'true' });
  readonly #events: OutlineEvents;
  readonly #rows = new Map<string, HTMLElement>();
  readonly #collapsed = new Set<string>();
  #model: readonly OutlineRow[] = [];
  #visible: readonly VisibleRow[] = [];
  #places: ReadonlyMap<string, number> = new Map();
  /** Pixels of the tree that are in sight. */
  #height = 0;
  #marked: ReadonlySet<string> = new Set();
  #focused: string | undefined;
  #typed = '';
  #typedTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(strings: WebviewStrings, events: OutlineEvents) {
    this.#events = events;
    const keys = makeElement(
      'p',
      { id: 'outline-keys', class: 'outline-keys' },
      strings.outlineKeys,
    );
    this.#tree = makeElement('div', {
      role: 'tree',
      'aria-label': strings.outline,
      'aria-describedby': 'outline-keys',
      class: 'tree',
    });
    this.#tree.append(this.#rowsHeight);
    this.element = makeElement(
      'aside',
      { id: 'outline', class: 'outline', 'aria-label': strings.outline },
      this.#tree,
      keys,
    );
    this.#tree.addEventListener('keydown', (event) => this.#onKey(event));
    this.#tree.addEventListener('focusin', ({ target }) => this.#onFocus(target));
    this.#tree.addEventListener('click', (event) => this.#onClick(event));
    this.#tree.addEventListener('contextmenu', (event) => this.#onContextMenu(event));
    this.#tree.addEventListener('scroll', () => this.#render());
    new ResizeObserver(() => {
      this.#height = this.#tree.clientHeight;
      this.#render();
    }).observe(this.#tree);
  }

  /** Shows the scene, with every row of the marked elements marked. */
  apply(scene: Scene | undefined, marked: readonly string[]): void {
    this.#model = scene === undefined ? [] : outlineRows(scene);
    this.#unfold();
    this.mark(marked, false);
  }

  /** Marks every row of these elements; `reveal` scrolls the first one into view and leaves the focus alone. */
  mark(ids: readonly string[], reveal: boolean): void {
    this.#marked = new Set(ids);
    const first =
      ids.length === 0 ? undefined : this.#visible.find(({ row }) => this.#marked.has(row.id));
    if (first !== undefined && !this.#tree.contains(document.activeElement)) {
      this.#focused = first.key;
    }
    this.#render();
    if (reveal && first !== undefined) this.#row(first.key)?.scrollIntoView({ block: 'nearest' });
  }

  /** After rows came, went, opened or closed. */
  #unfold(): void {
    this.#visible = visibleRows(this.#model, this.#collapsed);
    this.#places = new Map(this.#visible.map(({ key }, place) => [key, place]));
    if (this.#focused === undefined || !this.#places.has(this.#focused)) {
      this.#focused = this.#visible[0]?.key;
    }
    this.#rowsHeight.style.height = `${this.#visible.length * rowHeight}px`;
  }

  /** @param wanted key of a row to be in the page in any case */
  #render(wanted = this.#focused): void {
    const always = [this.#focused, wanted].map((key) => this.#places.get(key ?? '') ?? -1);
    const { length } = this.#visible;
    const top = this.#height === 0 ? 0 : this.#tree.scrollTop;
    const places = shownRange(length, rowHeight, top, this.#height, rowsAhead, always);
    const shown = places.flatMap((place) => this.#visible[place] ?? []);
    const keys = new Set(shown.map(({ key }) => key));
    for (const [key, element] of this.#rows) {
      if (keys.has(key)) continue;
      element.remove();
      this.#rows.delete(key);
    }
    // Only what is out of place is moved: moving an element that has the focus would lose it.
    let next = this.#tree.firstElementChild;
    for (const visible of shown) {
      const element = this.#rows.get(visible.key) ?? this.#make(visible.key);
      this.#describe(element, visible);
      if (element === next) next = next.nextElementSibling;
      else this.#tree.insertBefore(element, next);
    }
  }

  /** The row on the page, wherever the tree is scrolled to. */
  #row(key: string): HTMLElement | undefined {
    if (!this.#rows.has(key)) this.#render(key);
    return this.#rows.get(key);
  }

  #make(key: string): HTMLElement {
    const element = makeElement(
      'div',
      { role: 'treeitem' },
      makeElement('span', { class: 'twistie', 'aria-hidden': 'true' }),
      makeElement('span', { class: 'name' }),
      makeElement('span', { class: 'address' }),
    );
    this.#rows.set(key, element);
    return element;
  }

  #describe(element: HTMLElement, visible: VisibleRow): void {
    const { row, key, level, position, siblings, expanded } = visible;
    const attributes: Readonly<Record<string, string | undefined>> = {
      'aria-description': row.description,
      'aria-level': String(level),
      'aria-posinset': String(position),
      'aria-setsize': String(siblings),
      'aria-expanded': expanded === undefined ? undefined : String(expanded),
      'aria-selected': String(this.#marked.has(row.id)),
      class: `row level-${Math.min(level, 6)}`,
      tabindex: key === this.#focused ? '0' : '-1',
      title: row.description,
    };
    for (const [name, value] of Object.entries(attributes)) {
      if (value === undefined) element.removeAttribute(name);
      else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
    }
    element.style.top = `${(this.#places.get(key) ?? 0) * rowHeight}px`;
    const [, name, address] = element.children;
    setText(name, row.name);
    setText(address, row.address ?? '');
  }

  #onKey(event: KeyboardEvent): void {
    const focused = this.#visibleOf(this.#focused);
    const element = focused && this.#row(focused.key);
    if (focused === undefined || element === undefined) return;
    if (event.key === 'Enter' || event.key === ' ') this.#events.chosen(focused.row.id, element);
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      this.#events.menuAsked(focused.row.id, element);
    } else if (event.ctrlKey || event.altKey || event.metaKey) return;
    else if (!this.#move(event.key, focused.key)) return;
    event.preventDefault();
  }

  #move(key: string, focusedKey: string): boolean {
    const move = outlineMove(this.#visible, focusedKey, key);
    if (move === undefined) return this.#type(key, focusedKey);
    switch (move.kind) {
      case 'focus':
        this.#focus(move.key);
        break;
      case 'expand':
        this.#collapsed.delete(move.key);
        this.#unfold();
        this.#render();
        break;
      case 'collapse':
        this.#collapsed.add(move.key);
        this.#unfold();
        this.#render();
    }
    return true;
  }

  #type(key: string, focusedKey: string): boolean {
    if ([...key].length !== 1) return false;
    clearTimeout(this.#typedTimer);
    this.#typedTimer = setTimeout(() => (this.#typed = ''), typeAheadMs);
    this.#typed += key;
    const found = typeAhead(this.#visible, focusedKey, this.#typed);
    if (found !== undefined) this.#focus(found);
    return true;
  }

  #focus(key: string): void {
    this.#row(key)?.focus();
    const row = this.#visibleOf(key)?.row;
    if (row !== undefined) this.#events.moved(row.id);
  }

  /** However the focus came: by key, by click or by assistive technology. */
  #onFocus(target: EventTarget | null): void {
    const hit = this.#hit(target);
    if (hit === undefined) return;
    const before = this.#focused === undefined ? undefined : this.#rows.get(this.#focused);
    before?.setAttribute('tabindex', '-1');
    this.#focused = hit.visible.key;
    hit.element.setAttribute('tabindex', '0');
  }

  #onClick({ target }: MouseEvent): void {
    const hit = this.#hit(target);
    if (hit === undefined) return;
    const { visible, element } = hit;
    this.#focus(visible.key);
    const onTwistie = target instanceof Element && target.classList.contains('twistie');
    if (!onTwistie) this.#events.chosen(visible.row.id, element);
    else if (visible.expanded !== undefined) {
      this.#move(visible.expanded ? 'ArrowLeft' : 'ArrowRight', visible.key);
    }
  }

  #onContextMenu(event: MouseEvent): void {
    const hit = this.#hit(event.target);
    if (hit === undefined) return;
    event.preventDefault();
    this.#focus(hit.visible.key);
    this.#events.menuAsked(hit.visible.row.id, hit.element);
  }

  #hit(target: EventTarget | null) {
    const element = target instanceof Element ? target.closest('[role="treeitem"]') : null;
    const key = [...this.#rows].find(([, row]) => row === element)?.[0];
    const visible = this.#visibleOf(key);
    return visible && element instanceof HTMLElement ? { visible, element } : undefined;
  }

  #visibleOf(key: string | undefined): VisibleRow | undefined {
    return this.#visible[this.#places.get(key ?? '') ?? -1];
  }
}

function setText(element: Element | undefined, text: string): void {
  if (element !== undefined && element.textContent !== text) element.textContent = text;
}
