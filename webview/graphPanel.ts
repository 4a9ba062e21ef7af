import type { SceneUpdate } from '../src/protocol/messages';
import { actionChosen, emptyActionChosen, lookedAt, pictureId } from '../src/protocol/messages';
import type { WebviewStrings } from '../src/protocol/strings';
import type { Box, Scene } from '../src/scene/scene';
import type { TraceView } from '../src/scene/traceView';
import { BoxMoves } from './boxMoves';
import { listenToCanvasKeys } from './canvasKeys';
import { Choosing } from './choosing';
import { CytoscapeGraph } from './cytoscapeGraph';
import { Emphasis } from './emphasis';
import { fillTemplate } from './fillTemplate';
import { framesOf, hasFrames } from './framesOf';
import { graphStyle } from './graphStyle';
import type { GraphTheme } from './graphTheme';
import { LookedAtNetworks } from './lookedAtNetworks';
import { Minimap } from './minimap';
import { PanelPage } from './panelPage';
import { makePanelParts, type PanelParts } from './panelParts';
import { ShownParts } from './shownParts';
import { ViewKeeper } from './viewKeeper';
import type { Host } from './vscodeApi';

/** The whole panel: the drawing with its outline, card, menu, toolbar, legend and status. */
export class GraphPanel {
  readonly graph: CytoscapeGraph;
  readonly #host: Host;
  readonly #strings: WebviewStrings;
  readonly #page: PanelPage;
  readonly #parts: PanelParts;
  readonly #shown: ShownParts;
  readonly #choosing: Choosing;
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
    const parts = makePanelParts(host, strings, {
      shown: () => this.#shown,
      fit: () => this.#view.fit(),
      zoomBy: (direction) => this.graph.zoomBy(direction),
      choose: (action) => host.rpc.notify(emptyActionChosen, { action }),
      chosenInOutline: (id) => void this.#choosing.inOutline(id),
      openMenu: (id, row) => this.#openMenu(id, this.#page.fromWindow(row.getBoundingClientRect())),
      isDrawn: (id) => this.#element(id) !== undefined,
      boxOf: (id) => this.#boxOf(id),
      highlight: (elements, reveals) => this.#highlight(elements, reveals),
      light: (elements) => this.#emphasis.light(elements),
      emphasise: (id) => this.#emphasis.point(id),
      showFound: (found, current) => this.#choosing.showFound(found, current),
      leaveSearch: (current) => this.#choosing.leaveSearch(current),
      announce,
    });
    this.#parts = parts;
    this.#page = new PanelPage(root, strings, {
      toolbar: parts.toolbar.element,
      outline: parts.outline.element,
      onStage: [
        parts.status.welcome,
        parts.status.banner,
        parts.legend.element,
        parts.search.element,
        parts.filter.element,
        parts.filter.nothingLeft,
      ],
      after: [parts.trace.element, parts.firewall.element, parts.card.element, parts.menu.element],
    });
    this.#shown = new ShownParts({ root, host, ...parts });
    this.#shown.show();
    this.graph = this.#makeGraph(theme);
    this.#emphasis = new Emphasis(this.graph);
    this.#choosing = new Choosing({
      strings,
      host,
      graph: this.graph,
      outline: parts.outline,
      card: parts.card,
      emphasis: this.#emphasis,
      firewall: parts.firewall,
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
      started: () => parts.card.hide(),
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
      menuAsked: (id) => this.#openMenu(id, this.#boxOf(id) ?? this.#corner()),
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
    this.#parts.status.show(status);
    if (scene !== undefined) this.#parts.legend.show(legend, scene.notes);
    const filtered = this.#parts.filter.show(filter, isEmptyPicture(this.#scene));
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
    this.#shown.openFirewall();
  }

  /** Shows a trace, lights up its path and goes there; the focus stays. */
  showTrace(trace: TraceView | undefined): void {
    if (!this.#parts.trace.show(trace)) return;
    this.#shown.yieldToTrace();
    // The trace takes room of the drawing.
    this.#view.resized();
    this.graph.approach(new Set(this.litPath));
  }

  /** Scene ids that stand out for what is shown beside the drawing, like a trace. */
  get litPath(): readonly string[] | undefined {
    return this.#emphasis.path;
  }

  restyle(theme: GraphTheme): void {
    this.graph.restyle(graphStyle(theme));
    this.#minimap.restyle(theme);
  }

  #makeGraph(theme: GraphTheme): CytoscapeGraph {
    return new CytoscapeGraph(this.#page.canvas, graphStyle(theme), {
      pointed: (id, at) => {
        if (!this.#moves.isDragging) this.#parts.card.point(id, this.#page.fromCanvas(at));
      },
      left: () => this.#parts.card.leave(),
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
    new ResizeObserver(() => this.#shown.show()).observe(this.#page.root);
    document.addEventListener('keydown', (event) => this.#onKey(event));
  }

  #draw(scene: Scene | undefined): void {
    const isOther = framesOf(this.#scene) !== framesOf(scene);
    this.#scene = scene;
    this.graph.apply(scene);
    if (isOther) this.#view.refit();
    this.#parts.outline.apply(scene, this.#choosing.selection);
    const title = scene?.title ?? '';
    const label = fillTemplate(this.#strings.graphLabel, title);
    const { canvas } = this.#page;
    if (canvas.getAttribute('aria-label') !== label) {
      canvas.setAttribute('aria-label', label);
      this.#page.announce(fillTemplate(this.#strings.graphUpdated, title));
    }
    this.#parts.toolbar.setTitle(title);
    this.#parts.toolbar.showProject(scene?.origin === 'compose');
    this.#parts.toolbar.showFrames(hasFrames(scene));
    this.#parts.depth.show(scene?.depth ?? 'wiring');
    this.#emphasis.setScene(scene);
    this.#minimap.show(scene);
    this.#parts.card.refresh();
    this.#parts.search.refresh();
    if (this.#shown.isShown('firewallShown')) void this.#parts.firewall.refresh();
  }

  #placeFirst(): void {
    if (this.#scene === undefined) return;
    this.#view.placeFirst();
    this.graph.mark(this.#choosing.selection);
    if (this.#scene.sheds === true) this.#lookedAt.moved();
  }

  #viewMoved(): void {
    this.#parts.card.follow();
    this.#view.moved();
    if (this.#scene?.sheds === true) this.#lookedAt.moved();
    this.#minimap.follow();
  }

  #onKey(event: KeyboardEvent): void {
    const { key } = event;
    if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === 'f') this.#parts.search.open();
    else if (key === 'F3') this.#parts.search.step(event.shiftKey ? -1 : 1);
    else if (this.#moves.onKey(event)) this.#parts.card.hide();
    else if (key !== 'Escape') return;
    else if (this.#parts.card.isShown) this.#parts.card.hide();
    else if (this.#parts.search.isShown) this.#parts.search.close();
    else if (this.#parts.trace.isShown) this.#parts.trace.close();
    else if (event.target === this.#page.canvas) this.#choosing.nothing();
    event.preventDefault();
  }

  /** Of an element, or of the picture itself. */
  #openMenu(id: string | undefined, beside: Box): void {
    this.#parts.card.hide();
    const name = id === undefined ? this.#scene?.title : this.#element(id)?.name;
    void this.#parts.menu.open(id ?? pictureId, name ?? '', beside);
  }

  /** A rule that is about every packet dims nothing. */
  #highlight(elements: readonly string[] | undefined, reveals: boolean): void {
    const drawn = elements?.filter((id) => this.#element(id) !== undefined);
    const [first] = drawn ?? [];
    if (first !== undefined && reveals) this.graph.reveal(first);
    this.#emphasis.highlight(first === undefined ? undefined : drawn);
  }

  #element(id: string) {
    return this.#scene?.elements.find((element) => element.id === id);
  }

  /** In pixels of the body, in which card and menu stand. */
  #boxOf(id: string | undefined): Box | undefined {
    const box = id === undefined ? undefined : this.graph.renderedBox(id);
    return box && this.#page.fromCanvas(box);
  }

  /** Where the menu of the picture opens by key. */
  #corner(): Box {
    return this.#page.fromCanvas({ x: 0, y: 0, width: 0, height: 0 });
  }
}

function isEmptyPicture(scene: Scene | undefined): boolean {
  return scene?.elements.some(({ kind }) => kind === 'network' || kind === 'container') === false;
}
