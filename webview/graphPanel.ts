import type { EmptyAction, SceneUpdate } from '../src/protocol/messages';
import {
  actionChosen,
  cardRequested,
  depthChosen,
  elementSelected,
  emptyActionChosen,
  filterChanged,
  firewallRequested,
  lookedAt,
  menuRequested,
  searchRequested,
  traceActionChosen,
} from '../src/protocol/messages';
import type { WebviewStrings } from '../src/protocol/strings';
import type { Box, Scene } from '../src/scene/scene';
import type { TraceView } from '../src/scene/traceView';
import { BoxMoves } from './boxMoves';
import { listenToCanvasKeys } from './canvasKeys';
import { cardSpeech } from './cardContent';
import { CytoscapeGraph } from './cytoscapeGraph';
import { DepthSwitch } from './depthSwitch';
import { ElementMenu } from './elementMenu';
import { Emphasis } from './emphasis';
import { fillTemplate } from './fillTemplate';
import { FilterPanel } from './filterPanel';
import { FirewallPanel } from './firewallPanel';
import { graphStyle } from './graphStyle';
import type { GraphTheme } from './graphTheme';
import { HoverCard } from './hoverCard';
import { Legend } from './legend';
import { LookedAtNetworks } from './lookedAtNetworks';
import { makeElement } from './makeElement';
import { Minimap } from './minimap';
import { Outline } from './outline';
import { SearchBar } from './searchBar';
import { StatusPane } from './statusPane';
import { Toolbar } from './toolbar';
import { TracePanel } from './tracePanel';
import { ViewKeeper } from './viewKeeper';
import type { Host } from './vscodeApi';

/** From this width of the panel on, in pixels, the outline is shown unless the user closed it. */
const wideEnough = 900;

type ShownPart = 'outlineShown' | 'legendShown' | 'firewallShown';

/** The whole panel: the drawing with its outline, card, menu, toolbar, legend and status. */
export class GraphPanel {
  readonly graph: CytoscapeGraph;
  readonly #host: Host;
  readonly #strings: WebviewStrings;
  readonly #root: HTMLElement;
  readonly #canvas = makeElement('div', {
    class: 'canvas',
    role: 'application',
    tabindex: '0',
    'aria-describedby': 'canvas-keys',
  });
  readonly #stage = makeElement('div', { class: 'stage' });
  readonly #body = makeElement('div', { class: 'body' });
  readonly #speech = makeElement('div', { class: 'speech', 'aria-live': 'polite' });
  readonly #outline: Outline;
  readonly #toolbar: Toolbar;
  readonly #depth: DepthSwitch;
  readonly #legend: Legend;
  readonly #filter: FilterPanel;
  readonly #firewall: FirewallPanel;
  readonly #trace: TracePanel;
  readonly #status: StatusPane;
  readonly #search: SearchBar;
  readonly #card: HoverCard;
  readonly #menu: ElementMenu;
  readonly #emphasis: Emphasis;
  readonly #view: ViewKeeper;
  readonly #lookedAt: LookedAtNetworks;
  readonly #moves: BoxMoves;
  readonly #minimap: Minimap;
  #scene: Scene | undefined;
  #version = 0;
  /** The first scene may be a filtered one: nobody filtered it now. */
  #isFilterKnown = false;
  #selection: readonly string[];

  constructor(root: HTMLElement, host: Host, strings: WebviewStrings, theme: GraphTheme) {
    this.#root = root;
    this.#host = host;
    this.#strings = strings;
    this.#selection = host.state().selection ?? [];
    this.#filter = new FilterPanel({
      strings,
      changed: (filter) => host.rpc.notify(filterChanged, { filter }),
      close: () => this.#toggleFilter(),
    });
    this.#depth = new DepthSwitch(strings, (depth) => host.rpc.notify(depthChosen, { depth }));
    this.#toolbar = new Toolbar(
      strings,
      {
        fit: () => this.#view.fit(),
        zoomIn: () => this.graph.zoomBy(1),
        zoomOut: () => this.graph.zoomBy(-1),
        refresh: () => this.#choose('refresh'),
        search: () => this.#search.open(),
        filter: () => this.#toggleFilter(),
        chooseProject: () => this.#choose('chooseProject'),
        exportGraph: () => this.#choose('exportGraph'),
        outline: () => this.#toggle('outlineShown'),
        legend: () => this.#toggle('legendShown'),
        firewall: () => this.#toggle('firewallShown'),
      },
      this.#filter.mark,
      this.#depth.element,
    );
    this.#outline = new Outline(strings, {
      chosen: (id) => void this.#chooseFromOutline(id),
      menuAsked: (id, row) => this.#openMenu(id, this.#within(row.getBoundingClientRect())),
      moved: (id) => this.#card.point(id),
    });
    this.#legend = new Legend(strings);
    this.#firewall = new FirewallPanel({
      strings,
      request: () => host.rpc.request(firewallRequested, {}),
      highlight: (elements) => this.#highlight(elements),
      announce: (text) => this.#announce(text),
      close: () => this.#closeFirewall(),
    });
    this.#trace = new TracePanel({
      strings,
      light: (elements) => this.#emphasis.light(elements),
      announce: (text) => this.#announce(text),
      choose: (action, fix) =>
        host.rpc.notify(traceActionChosen, fix === undefined ? { action } : { action, fix }),
    });
    this.#status = new StatusPane(strings, (action) => this.#choose(action));
    this.#search = new SearchBar({
      strings,
      request: (text) => host.rpc.request(searchRequested, { text }),
      drawn: ({ ids }) => ids.find((id) => this.#element(id) !== undefined),
      show: (found, current) => this.#showFound(found, current),
      announce: (text) => this.#announce(text),
      closed: (current) => this.#leaveSearch(current),
    });
    this.#card = new HoverCard({
      strings,
      request: (id) => host.rpc.request(cardRequested, { id }),
      boxOf: (id) => this.#boxOf(id),
      emphasise: (id) => this.#emphasis.point(id),
    });
    this.#menu = new ElementMenu({
      strings,
      request: (id) => host.rpc.request(menuRequested, { id }),
      choose: (id, action) => host.rpc.notify(actionChosen, { id, action }),
      announce: (text) => this.#announce(text),
    });
    this.#build();
    this.#showParts();
    this.graph = this.#makeGraph(theme);
    this.#emphasis = new Emphasis(this.graph);
    this.#view = new ViewKeeper(this.graph, host);
    this.#lookedAt = new LookedAtNetworks(
      () => this.graph.networksInView(),
      (networks) => host.rpc.notify(lookedAt, { networks }),
    );
    this.#moves = new BoxMoves({
      strings,
      host,
      graph: this.graph,
      scene: () => this.#scene,
      selection: () => this.#selection,
      started: () => this.#card.hide(),
      select: (ids) => this.#chooseElements(ids),
      announce: (text) => this.#announce(text),
    });
    this.#minimap = new Minimap(this.graph, theme);
    this.#stage.append(this.#minimap.element, this.#moves.layer);
    listenToCanvasKeys({
      graph: this.graph,
      scene: () => this.#scene,
      selection: () => this.#selection,
      fit: () => this.#view.fit(),
      chosen: (id, opens) => void this.#chooseByKey(id, opens),
      opened: (id) => host.rpc.notify(actionChosen, { id, action: 'openSource' }),
      menuAsked: (id) => this.#openMenu(id, this.#boxOf(id) ?? { x: 0, y: 0, width: 0, height: 0 }),
    });
    this.#listen();
  }

  /** Draws what the extension sent. Without a scene the last one stands, unless there is nothing to draw. */
  update({ version, scene, status, filter, legend = [] }: SceneUpdate): void {
    if (version < this.#version) return;
    this.#version = version;
    if (scene !== undefined || status.kind === 'empty') this.#draw(scene);
    this.#root.classList.toggle('stale', status.kind === 'stale');
    this.#root.setAttribute('aria-busy', String(status.kind === 'loading'));
    this.#status.show(status);
    if (scene !== undefined) this.#legend.show(legend, scene.notes);
    const filtered = this.#filter.show(filter);
    const isOther = filtered !== undefined && this.#isFilterKnown;
    this.#isFilterKnown = true;
    this.#placeFirst();
    if (!isOther) return;
    this.#view.fit();
    this.#announce(filtered);
  }

  /** The extension selected; the focus stays where it is. */
  select(ids: readonly string[], reveal: boolean): void {
    this.#mark(ids, reveal);
    const [first] = ids;
    if (reveal && first !== undefined) this.graph.reveal(first);
  }

  /** Opens the firewall rules; the focus goes there, since the user asked for them. */
  showFirewall(): void {
    this.#host.keep({ firewallShown: true });
    this.#showParts();
    this.#firewall.focus();
  }

  /** Shows a trace and lights up its path; the focus stays. */
  showTrace(trace: TraceView | undefined): void {
    this.#trace.show(trace);
  }

  /** Scene ids that stand out for what is shown beside the drawing, like a trace. */
  get litPath(): readonly string[] | undefined {
    return this.#emphasis.path;
  }

  restyle(theme: GraphTheme): void {
    this.graph.restyle(graphStyle(theme, window.devicePixelRatio));
    this.#minimap.restyle(theme);
  }

  #build(): void {
    this.#stage.append(
      this.#canvas,
      makeElement('p', { id: 'canvas-keys', class: 'speech' }, this.#strings.graphKeys),
      this.#status.welcome,
      this.#status.banner,
      this.#legend.element,
      this.#filter.element,
      this.#search.element,
    );
    this.#body.append(
      this.#outline.element,
      this.#stage,
      this.#trace.element,
      this.#firewall.element,
      this.#card.element,
      this.#menu.element,
    );
    this.#root.replaceChildren(
      makeElement('main', {}, this.#toolbar.element, this.#body, this.#speech),
    );
  }

  #makeGraph(theme: GraphTheme): CytoscapeGraph {
    return new CytoscapeGraph(this.#canvas, graphStyle(theme, window.devicePixelRatio), {
      pointed: (id, { x, y }) => {
        if (!this.#moves.isDragging) this.#card.point(id, { x: x + this.#stage.offsetLeft, y });
      },
      left: () => this.#card.leave(),
      chosen: (id, adding) => this.#chooseInDrawing(id, adding),
      opened: (id) => this.#host.rpc.notify(actionChosen, { id, action: 'openSource' }),
      menuAsked: (id, { x, y }) =>
        this.#openMenu(id, { x: x + this.#stage.offsetLeft, y, width: 0, height: 0 }),
      viewportChanged: () => this.#viewMoved(),
    });
  }

  #listen(): void {
    new ResizeObserver(() => {
      this.#view.resized();
      this.#minimap.follow();
      this.#placeFirst();
    }).observe(this.#canvas);
    new ResizeObserver(() => this.#showParts()).observe(this.#root);
    // The drawing has a menu of its own.
    this.#canvas.addEventListener('contextmenu', (event) => event.preventDefault());
    // The drawing keeps a press to itself, and with it the focus that would make Escape and the keys work.
    this.#canvas.addEventListener('pointerdown', () => this.#canvas.focus({ preventScroll: true }));
    document.addEventListener('keydown', (event) => this.#onKey(event));
  }

  #draw(scene: Scene | undefined): void {
    const isOther = framesOf(this.#scene) !== framesOf(scene);
    this.#scene = scene;
    this.graph.apply(scene);
    if (isOther) this.#view.refit();
    this.#outline.apply(scene);
    this.#outline.mark(this.#selection, false);
    const title = scene?.title ?? '';
    const label = fillTemplate(this.#strings.graphLabel, title);
    if (this.#canvas.getAttribute('aria-label') !== label) {
      this.#canvas.setAttribute('aria-label', label);
      this.#announce(fillTemplate(this.#strings.graphUpdated, title));
    }
    this.#toolbar.setTitle(title);
    this.#toolbar.showProject(scene?.origin === 'compose');
    this.#depth.show(scene?.depth ?? 'wiring');
    this.#emphasis.setScene(scene);
    this.#minimap.show(scene);
    this.#card.refresh();
    this.#search.refresh();
    if (this.#isShown('firewallShown')) void this.#firewall.refresh();
  }

  #placeFirst(): void {
    if (this.#scene === undefined) return;
    this.#view.placeFirst();
    this.graph.mark(this.#selection);
    if (this.#scene.sheds === true) this.#lookedAt.moved();
  }

  #viewMoved(): void {
    this.#card.follow();
    this.#view.moved();
    if (this.#scene?.sheds === true) this.#lookedAt.moved();
    this.#minimap.follow();
  }

  #mark(ids: readonly string[], reveal: boolean): void {
    this.#selection = ids;
    this.#host.keep({ selection: ids });
    this.graph.mark(ids);
    this.#outline.mark(ids, reveal);
  }

  /** The user selected in the drawing or the outline. */
  #chooseElements(ids: readonly string[]): void {
    this.#firewall.release();
    this.#mark(ids, true);
    this.#host.rpc.notify(elementSelected, { ids });
  }

  #chooseInDrawing(id: string | undefined, adding: boolean): void {
    if (!adding) {
      this.#chooseElements(id === undefined ? [] : [id]);
      if (id === undefined) this.#card.hide();
      else void this.#card.pin(id);
      return;
    }
    if (id === undefined) return;
    const others = this.#selection.filter((other) => other !== id);
    const isOn = others.length < this.#selection.length;
    this.#card.hide();
    this.#chooseElements(isOn ? others : [...others, id]);
  }

  #showFound(found: readonly string[] | undefined, current: string | undefined): void {
    this.#card.hide();
    this.#emphasis.find(found);
    if (current === undefined) return;
    this.#mark([current], true);
    this.graph.centre(current);
  }

  #leaveSearch(current: string | undefined): void {
    if (current !== undefined) this.#chooseElements([current]);
  }

  #onKey(event: KeyboardEvent): void {
    const { key } = event;
    if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === 'f') this.#search.open();
    else if (key === 'F3') this.#search.step(event.shiftKey ? -1 : 1);
    else if (this.#moves.onKey(event)) this.#card.hide();
    else if (key !== 'Escape') return;
    else if (this.#card.isShown) this.#card.hide();
    else this.#trace.close();
    event.preventDefault();
  }

  async #chooseFromOutline(id: string): Promise<void> {
    this.graph.reveal(id);
    await this.#chooseByKey(id, true);
  }

  /** Selects and says what; `opens`: with the card, which is read out. */
  async #chooseByKey(id: string, opens: boolean): Promise<void> {
    this.#chooseElements([id]);
    if (!opens) {
      this.#card.hide();
      this.#card.point(id);
      this.#announce(this.#element(id)?.description ?? '');
      return;
    }
    const card = await this.#card.pin(id);
    const described = this.#element(id)?.description ?? '';
    this.#announce(card ? cardSpeech(card) : fillTemplate(this.#strings.selected, described));
  }

  #openMenu(id: string, beside: Box): void {
    this.#card.hide();
    void this.#menu.open(id, this.#element(id)?.name ?? '', beside);
  }

  #choose(action: EmptyAction): void {
    this.#host.rpc.notify(emptyActionChosen, { action });
  }

  #closeFirewall(): void {
    this.#host.keep({ firewallShown: false });
    this.#showParts();
    this.#toolbar.focusFirewall();
  }

  #toggleFilter(): void {
    const { element } = this.#filter;
    element.hidden = !element.hidden;
    this.#toolbar.showFilter(!element.hidden);
    if (element.hidden) this.#toolbar.focusFilter();
    else this.#filter.focus();
  }

  #toggle(part: ShownPart): void {
    this.#host.keep({ [part]: !this.#isShown(part) });
    this.#showParts();
  }

  #isShown(part: ShownPart): boolean {
    return (
      this.#host.state()[part] ?? (part === 'outlineShown' && this.#root.clientWidth >= wideEnough)
    );
  }

  #showParts(): void {
    const outline = this.#isShown('outlineShown');
    const legend = this.#isShown('legendShown');
    this.#outline.element.hidden = !outline;
    this.#toolbar.showOutline(outline);
    this.#legend.element.hidden = !legend;
    this.#toolbar.showLegend(legend);
    const firewall = this.#isShown('firewallShown');
    const opens = firewall && this.#firewall.element.hidden;
    this.#firewall.element.hidden = !firewall;
    this.#toolbar.showFirewall(firewall);
    if (opens) void this.#firewall.refresh();
    if (!firewall) this.#firewall.release();
  }

  /** A rule that is about every packet dims nothing. */
  #highlight(elements: readonly string[] | undefined): void {
    const drawn = elements?.filter((id) => this.#element(id) !== undefined);
    const [first] = drawn ?? [];
    if (first !== undefined) this.graph.reveal(first);
    this.#emphasis.highlight(first === undefined ? undefined : drawn);
  }

  #element(id: string) {
    return this.#scene?.elements.find((element) => element.id === id);
  }

  /** In pixels of the body, in which card and menu stand. */
  #boxOf(id: string): Box | undefined {
    const box = this.graph.renderedBox(id);
    return box && { ...box, x: box.x + this.#stage.offsetLeft };
  }

  #within({ x, y, width, height }: DOMRect): Box {
    const body = this.#body.getBoundingClientRect();
    return { x: x - body.x, y: y - body.y, width, height };
  }

  #announce(text: string): void {
    this.#speech.textContent = text;
  }
}

/** Which engines a picture of several shows, and how large: they come and grow one after the other. */
function framesOf(scene: Scene | undefined): string {
  const frames = scene?.elements.filter(({ kind }) => kind === 'engine') ?? [];
  return JSON.stringify(frames.map(({ id, box }) => [id, box.width, box.height]));
}
