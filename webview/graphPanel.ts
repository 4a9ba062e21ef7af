import type { EmptyAction, SceneUpdate } from '../src/protocol/messages';
import {
  actionChosen,
  cardRequested,
  depthChosen,
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
import { Choosing } from './choosing';
import { CytoscapeGraph } from './cytoscapeGraph';
import { DepthSwitch } from './depthSwitch';
import { ElementMenu } from './elementMenu';
import { Emphasis } from './emphasis';
import { fillTemplate } from './fillTemplate';
import { FilterPanel } from './filterPanel';
import { FirewallPanel } from './firewallPanel';
import { framesOf, hasFrames } from './framesOf';
import { graphStyle } from './graphStyle';
import type { GraphTheme } from './graphTheme';
import { HoverCard } from './hoverCard';
import { Legend } from './legend';
import { LookedAtNetworks } from './lookedAtNetworks';
import { Minimap } from './minimap';
import { Outline } from './outline';
import { PanelPage } from './panelPage';
import { SearchBar } from './searchBar';
import { ShownParts } from './shownParts';
import { StatusPane } from './statusPane';
import { Toolbar } from './toolbar';
import { TracePanel } from './tracePanel';
import { ViewKeeper } from './viewKeeper';
import type { Host } from './vscodeApi';

/** The whole panel: the drawing with its outline, card, menu, toolbar, legend and status. */
export class GraphPanel {
  readonly graph: CytoscapeGraph;
  readonly #host: Host;
  readonly #strings: WebviewStrings;
  readonly #page: PanelPage;
  readonly #parts: ShownParts;
  readonly #choosing: Choosing;
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

  constructor(root: HTMLElement, host: Host, strings: WebviewStrings, theme: GraphTheme) {
    this.#host = host;
    this.#strings = strings;
    const announce = (text: string) => this.#page.announce(text);
    this.#filter = new FilterPanel({
      strings,
      changed: (filter) => host.rpc.notify(filterChanged, { filter }),
      close: () => this.#parts.toggleFilter(),
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
        filter: () => this.#parts.toggleFilter(),
        chooseProject: () => this.#choose('chooseProject'),
        chooseFrames: () => this.#choose('chooseFrames'),
        exportGraph: () => this.#choose('exportGraph'),
        outline: () => this.#parts.toggle('outlineShown'),
        legend: () => this.#parts.toggle('legendShown'),
        firewall: () => this.#parts.toggle('firewallShown'),
      },
      this.#filter.mark,
      this.#depth.element,
    );
    this.#outline = new Outline(strings, {
      chosen: (id) => void this.#choosing.inOutline(id),
      menuAsked: (id, row) =>
        this.#openMenu(id, this.#page.fromWindow(row.getBoundingClientRect())),
      moved: (id) => this.#card.point(id),
    });
    this.#legend = new Legend(strings);
    this.#firewall = new FirewallPanel({
      strings,
      request: () => host.rpc.request(firewallRequested, {}),
      highlight: (elements) => this.#highlight(elements),
      announce,
      close: () => this.#parts.closeFirewall(),
    });
    this.#trace = new TracePanel({
      strings,
      light: (elements) => this.#emphasis.light(elements),
      announce,
      choose: (action, fix) =>
        host.rpc.notify(traceActionChosen, fix === undefined ? { action } : { action, fix }),
    });
    this.#status = new StatusPane(strings, (action) => this.#choose(action));
    this.#search = new SearchBar({
      strings,
      request: (text) => host.rpc.request(searchRequested, { text }),
      drawn: ({ ids }) => ids.find((id) => this.#element(id) !== undefined),
      show: (found, current) => this.#choosing.showFound(found, current),
      announce,
      closed: (current) => this.#choosing.leaveSearch(current),
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
      announce,
    });
    this.#page = new PanelPage(root, strings, {
      toolbar: this.#toolbar.element,
      outline: this.#outline.element,
      onStage: [
        this.#status.welcome,
        this.#status.banner,
        this.#legend.element,
        this.#filter.element,
        this.#search.element,
      ],
      after: [this.#trace.element, this.#firewall.element, this.#card.element, this.#menu.element],
    });
    this.#parts = new ShownParts({
      root,
      host,
      toolbar: this.#toolbar,
      outline: this.#outline,
      legend: this.#legend,
      firewall: this.#firewall,
      filter: this.#filter,
    });
    this.#parts.show();
    this.graph = this.#makeGraph(theme);
    this.#emphasis = new Emphasis(this.graph);
    this.#choosing = new Choosing({
      strings,
      host,
      graph: this.graph,
      outline: this.#outline,
      card: this.#card,
      emphasis: this.#emphasis,
      firewall: this.#firewall,
      describe: (id) => this.#element(id)?.description ?? '',
      announce,
    });
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
      selection: () => this.#choosing.selection,
      started: () => this.#card.hide(),
      select: (ids) => this.#choosing.choose(ids),
      announce,
    });
    this.#minimap = new Minimap(this.graph, theme);
    this.#page.stage.append(this.#minimap.element, this.#moves.layer);
    listenToCanvasKeys({
      graph: this.graph,
      scene: () => this.#scene,
      selection: () => this.#choosing.selection,
      fit: () => this.#view.fit(),
      chosen: (id, opens) => void this.#choosing.byKey(id, opens),
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
    this.#page.root.classList.toggle('stale', status.kind === 'stale');
    this.#page.root.setAttribute('aria-busy', String(status.kind === 'loading'));
    this.#status.show(status);
    if (scene !== undefined) this.#legend.show(legend, scene.notes);
    const filtered = this.#filter.show(filter);
    const isOther = filtered !== undefined && this.#isFilterKnown;
    this.#isFilterKnown = true;
    this.#placeFirst();
    if (!isOther) return;
    this.#view.fit();
    this.#page.announce(filtered);
  }

  /** The extension selected; the focus stays where it is. */
  select(ids: readonly string[], reveal: boolean): void {
    this.#choosing.mark(ids, reveal);
    const [first] = ids;
    if (reveal && first !== undefined) this.graph.reveal(first);
  }

  /** Opens the firewall rules; the focus goes there, since the user asked for them. */
  showFirewall(): void {
    this.#parts.openFirewall();
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

  #makeGraph(theme: GraphTheme): CytoscapeGraph {
    return new CytoscapeGraph(this.#page.canvas, graphStyle(theme, window.devicePixelRatio), {
      pointed: (id, at) => {
        if (!this.#moves.isDragging) this.#card.point(id, this.#page.fromCanvas(at));
      },
      left: () => this.#card.leave(),
      chosen: (id, adding) => this.#choosing.inDrawing(id, adding),
      opened: (id) => this.#host.rpc.notify(actionChosen, { id, action: 'openSource' }),
      menuAsked: (id, at) =>
        this.#openMenu(id, this.#page.fromCanvas({ ...at, width: 0, height: 0 })),
      viewportChanged: () => this.#viewMoved(),
    });
  }

  #listen(): void {
    new ResizeObserver(() => {
      this.#view.resized();
      this.#minimap.follow();
      this.#placeFirst();
    }).observe(this.#page.canvas);
    new ResizeObserver(() => this.#parts.show()).observe(this.#page.root);
    document.addEventListener('keydown', (event) => this.#onKey(event));
  }

  #draw(scene: Scene | undefined): void {
    const isOther = framesOf(this.#scene) !== framesOf(scene);
    this.#scene = scene;
    this.graph.apply(scene);
    if (isOther) this.#view.refit();
    this.#outline.apply(scene, this.#choosing.selection);
    const title = scene?.title ?? '';
    const label = fillTemplate(this.#strings.graphLabel, title);
    const { canvas } = this.#page;
    if (canvas.getAttribute('aria-label') !== label) {
      canvas.setAttribute('aria-label', label);
      this.#page.announce(fillTemplate(this.#strings.graphUpdated, title));
    }
    this.#toolbar.setTitle(title);
    this.#toolbar.showProject(scene?.origin === 'compose');
    this.#toolbar.showFrames(hasFrames(scene));
    this.#depth.show(scene?.depth ?? 'wiring');
    this.#emphasis.setScene(scene);
    this.#minimap.show(scene);
    this.#card.refresh();
    this.#search.refresh();
    if (this.#parts.isShown('firewallShown')) void this.#firewall.refresh();
  }

  #placeFirst(): void {
    if (this.#scene === undefined) return;
    this.#view.placeFirst();
    this.graph.mark(this.#choosing.selection);
    if (this.#scene.sheds === true) this.#lookedAt.moved();
  }

  #viewMoved(): void {
    this.#card.follow();
    this.#view.moved();
    if (this.#scene?.sheds === true) this.#lookedAt.moved();
    this.#minimap.follow();
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

  #openMenu(id: string, beside: Box): void {
    this.#card.hide();
    void this.#menu.open(id, this.#element(id)?.name ?? '', beside);
  }

  #choose(action: EmptyAction): void {
    this.#host.rpc.notify(emptyActionChosen, { action });
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
    return box && this.#page.fromCanvas(box);
  }
}
