import cytoscape from 'cytoscape';
import type { Box, Point, Scene } from '../src/scene/scene';
import { drawOnDemand, type CanvasRenderer } from './canvasRenderer';
import { becomes, isNode, looksSame } from './compareDrawn';
import { light } from './dimming';
import type { Drawn } from './drawnElements';
import { drawnElements, isQuiet, isText, nodeId } from './drawnElements';
import { fitArea, fitBoxes } from './fitBoxes';
import { glide } from './glide';
import { isAdding, type GraphEvents } from './graphEvents';
import { readableZoom, type StyleRule } from './graphStyle';
import { networksInView } from './networksInView';
import { PointedElement } from './pointedElement';
import { shiftIntoView } from './shiftIntoView';
import { ShownTexts, type View } from './shownTexts';
import type { Viewport } from './viewState';

const smallestZoom = 0.01;
const zoomStep = 1.25;
/** From here on every text can be read. */
const legibleZoom = 0.8;

const canvas = cytoscape('renderer', 'canvas') as { readonly prototype: CanvasRenderer };
drawOnDemand(canvas.prototype);

/** Draws scenes; the only place that knows cytoscape. */
export class CytoscapeGraph {
  readonly #cy: cytoscape.Core;
  /** All of the scene. Texts that cannot be read and quiet wires that are not lit are not drawn: they cost nothing. */
  #scene: ReadonlyMap<string, Drawn> = new Map();
  readonly #drawn = new Map<string, Drawn>();
  #positionWrites = 0;
  #emphasised: ReadonlySet<string> | undefined;
  #marked: ReadonlySet<string> = new Set();
  readonly #texts = new ShownTexts();
  #stopGliding: () => void = () => undefined;
  /** Before it is, it is not known which texts can be read. */
  #isPlaced = false;

  constructor(
    readonly container: HTMLElement,
    rules: readonly StyleRule[],
    events: GraphEvents,
  ) {
    this.#cy = cytoscape({
      container,
      style: stylesheet(rules),
      layout: { name: 'preset' },
      autoungrabify: true,
      autounselectify: true,
      boxSelectionEnabled: false,
      minZoom: smallestZoom,
      maxZoom: 4,
    });
    this.#listen(events);
  }

  /** Draws the scene by what differs from the last one; what did not change is not touched. */
  apply(scene: Scene | undefined): void {
    const next = new Map((scene ? drawnElements(scene) : []).map((drawn) => [drawn.id, drawn]));
    this.#scene = next;
    this.#texts.apply([...next.values()].filter(isText));
    this.#cy.batch(() => {
      const over = [...this.#drawn].filter(([id, old]) => !becomes(old, next.get(id)));
      this.#remove(over.map(([id]) => id));
      const added: Drawn[] = [];
      for (const [id, drawn] of next) {
        const old = this.#drawn.get(id);
        if (old !== undefined) this.#change(old, drawn);
        else if (!isText(drawn) && !isQuiet(drawn)) added.push(drawn);
      }
      this.#add(added, '');
      this.#showMarks(this.#marked);
      if (this.#emphasised !== undefined) this.#showQuiet();
      this.#showTexts();
    });
  }

  /** Scene ids of the networks that are looked at from near, those in the middle first. */
  networksInView(): readonly string[] {
    return networksInView(this.#scene.values(), this.#view);
  }

  restyle(rules: readonly StyleRule[]): void {
    this.#cy.style(stylesheet(rules));
  }

  /** Dims everything but these; `undefined` ends it. */
  emphasise(ids: ReadonlySet<string> | undefined): void {
    if (ids === undefined && this.#emphasised === undefined) return;
    this.#emphasised = ids;
    light(this.#cy, ids);
    this.#cy.batch(() => this.#showQuiet());
    this.#cy.forceRender();
  }

  /** Frames these as selected. */
  mark(ids: readonly string[]): void {
    const touched = new Set([...this.#marked, ...ids]);
    this.#marked = new Set(ids);
    this.#cy.batch(() => this.#showMarks(touched));
  }

  /** Pans, no more than needed, until the element is in view. */
  reveal(id: string): void {
    this.#stopGliding();
    const box = this.renderedBox(id);
    if (box === undefined) return;
    const dx = shiftIntoView(box.x, box.width, this.#cy.width());
    const dy = shiftIntoView(box.y, box.height, this.#cy.height());
    if (dx !== 0 || dy !== 0) this.#cy.panBy({ x: dx, y: dy });
  }

  /** Brings the element to the middle, near enough to be read. */
  centre(id: string): void {
    this.#stopGliding();
    const node = this.#cy.getElementById(nodeId(id));
    if (node.empty()) return;
    if (this.#cy.zoom() < legibleZoom) this.#cy.zoom(1);
    this.#cy.center(node);
  }

  /** Brings these into view, all but what everything stands in, unless they can be read there already. */
  approach(ids: ReadonlySet<string>): void {
    const wanted = this.#cy
      .elements('edge, .element')
      .not('.k-engine, .k-host, .k-network')
      .filter((element) => ids.has(String(element.data('scene'))));
    if (wanted.empty()) return;
    const area = wanted.boundingBox({ includeLabels: false, includeOverlays: false });
    const { zoom, x1, y1, x2, y2 } = this.#view;
    const isIn = area.x1 >= x1 && area.x2 <= x2 && area.y1 >= y1 && area.y2 <= y2;
    const near = fitArea(area, this.#cy.width(), this.#cy.height(), smallestZoom);
    if (near === undefined || (isIn && (zoom > readableZoom || near.zoom <= zoom))) return;
    this.#stopGliding();
    this.#stopGliding = glide(this.viewport, near, (view) => this.#look(view));
  }

  fit(): void {
    const boxes = [...this.#scene.values()].filter(isNode).filter((drawn) => !isText(drawn));
    const all = fitBoxes(boxes, this.#cy.width(), this.#cy.height(), smallestZoom);
    if (all !== undefined) this.show(all);
  }

  /** A step nearer, or farther. */
  zoomBy(steps: 1 | -1): void {
    this.#stopGliding();
    const renderedPosition = { x: this.#cy.width() / 2, y: this.#cy.height() / 2 };
    this.#cy.zoom({ level: this.#cy.zoom() * zoomStep ** steps, renderedPosition });
  }

  /** What is asked for last holds: a view that is still gliding elsewhere ends where it is. */
  show(view: Viewport): void {
    this.#stopGliding();
    this.#look(view);
  }

  #look({ pan, zoom }: Viewport): void {
    this.#isPlaced = true;
    this.#cy.viewport({ pan: { ...pan }, zoom });
    this.#showTexts();
  }

  get viewport(): Viewport {
    return { pan: { ...this.#cy.pan() }, zoom: this.#cy.zoom() };
  }

  /** While a box or a frame is drawn with the pointer, the picture stands still. */
  setPannable(pannable: boolean): void {
    this.#cy.userPanningEnabled(pannable);
  }

  /** After the canvas got another size. */
  resize(): void {
    this.#cy.resize();
    this.#showTexts();
  }

  /** In pixels of the canvas; `undefined` when it is not drawn. */
  renderedBox(id: string): Box | undefined {
    const node = this.#cy.getElementById(nodeId(id));
    if (node.empty()) return undefined;
    const { x, y } = node.renderedPosition();
    const width = node.renderedWidth();
    const height = node.renderedHeight();
    return { x: x - width / 2, y: y - height / 2, width, height };
  }

  /** Scene ids of what is drawn, but dimmed. */
  dimmedIds(): readonly string[] {
    return this.elementIds().filter((id) => this.#emphasised?.has(id) === false);
  }

  /** Scene ids of what is drawn, all or those in a state. */
  elementIds(state: '' | '.selected' = ''): readonly string[] {
    return this.#cy.nodes(`.element${state}`).map((node) => String(node.data('scene')));
  }

  /** The drawn line of a scene's edge, in the scene's pixels. */
  linePoints(id: string): readonly Point[] {
    const edge = this.#cy.getElementById(`w:${id}`);
    if (edge.empty()) return [];
    const bends: readonly Point[] = edge.hasClass('bent') ? edge.segmentPoints() : [];
    return [edge.sourceEndpoint(), ...bends, edge.targetEndpoint()];
  }

  /** How often a node was put somewhere: a refresh that changes nothing adds none. */
  get positionWrites(): number {
    return this.#positionWrites;
  }

  #listen(events: GraphEvents): void {
    const cy = this.#cy;
    const pointed = new PointedElement(events);
    cy.on('mouseover mousemove', 'node', (event) =>
      pointed.on(sceneId(event), event.renderedPosition),
    );
    cy.on('mouseout', 'node', () => pointed.off());
    for (const own of ['pointerdown', 'wheel'] as const) {
      this.container.addEventListener(own, () => this.#stopGliding(), { passive: true });
    }
    this.container.addEventListener('pointerleave', () => pointed.off());
    let last: string | undefined;
    cy.on('tap', (event) => {
      last = event.target === cy ? undefined : sceneId(event);
      events.chosen(last, isAdding(event.originalEvent));
    });
    // How fast two clicks have to be is the user's own setting; cytoscape asks for a quarter of a second.
    this.container.addEventListener('dblclick', () => {
      if (last !== undefined) events.opened(last);
    });
    cy.on('cxttap', (event) => {
      const id = event.target === cy ? undefined : sceneId(event);
      events.menuAsked(id, event.renderedPosition);
    });
    cy.on('viewport', () => {
      this.#showTexts();
      events.viewportChanged();
    });
  }

  /**
   * All at once: each time costs, however little is added.
   * @param state classes besides the scene's
   */
  #add(added: readonly Drawn[], state: '' | 'shown' | 'lit'): void {
    if (added.length === 0) return;
    this.#cy.add(
      added.map((drawn) => {
        const { group, id, data } = drawn;
        this.#drawn.set(id, drawn);
        const classes = `${drawn.classes} ${state}`;
        if (!isNode(drawn)) {
          const { source, target } = drawn;
          return { group, data: { ...data, id, source, target }, classes };
        }
        this.#positionWrites++;
        const position = { x: drawn.x, y: drawn.y };
        // Pannable: dragging on a box moves the picture, since boxes themselves stay where they are.
        return { group, data: { ...data, id }, classes, position, pannable: true };
      }),
    );
  }

  #remove(ids: readonly string[]): void {
    if (ids.length === 0) return;
    this.#cy.remove(this.#elements(ids));
    for (const id of ids) this.#drawn.delete(id);
  }

  #elements(ids: readonly string[]): cytoscape.CollectionReturnValue {
    const found = this.#cy.collection();
    for (const id of ids) found.merge(this.#cy.getElementById(id));
    return found;
  }

  #change(old: Drawn, drawn: Drawn): void {
    this.#drawn.set(drawn.id, drawn);
    if (looksSame(old, drawn)) return;
    const element = this.#cy.getElementById(drawn.id);
    element.removeData(
      Object.keys(old.data)
        .filter((key) => !(key in drawn.data))
        .join(' '),
    );
    element.data({ ...drawn.data });
    // The scene's classes; those of pointer, selection and zoom stay.
    if (old.classes !== drawn.classes) element.removeClass(old.classes).addClass(drawn.classes);
    if (!isNode(drawn) || !isNode(old) || (old.x === drawn.x && old.y === drawn.y)) return;
    element.position({ x: drawn.x, y: drawn.y });
    this.#positionWrites++;
  }

  /** Quiet wires are drawn only while they are lit. */
  #showQuiet(): void {
    const quiet = [...this.#scene.values()].filter(isQuiet);
    const isLit = ({ data }: Drawn) => this.#emphasised?.has(String(data['scene'])) === true;
    const isThere = ({ id }: Drawn) => this.#drawn.has(id);
    this.#remove(quiet.filter((wire) => isThere(wire) && !isLit(wire)).map(({ id }) => id));
    this.#add(
      quiet.filter((wire) => isLit(wire) && !isThere(wire)),
      'lit',
    );
  }

  #showTexts(): void {
    if (!this.#isPlaced) return;
    const { shown, gone } = this.#texts.changes(this.#view);
    if (shown.length + gone.length === 0) return;
    this.#cy.batch(() => {
      this.#remove(gone);
      this.#add(shown, 'shown');
    });
  }

  get #view(): View {
    const { x1, y1, x2, y2 } = this.#cy.extent();
    return { zoom: this.#cy.zoom(), x1, y1, x2, y2 };
  }

  #showMarks(ids: Iterable<string>): void {
    for (const id of ids) {
      this.#cy.getElementById(nodeId(id)).toggleClass('selected', this.#marked.has(id));
    }
  }
}

/** Of what an event of a node is about; cytoscape leaves the target's type open. */
function sceneId(event: cytoscape.EventObject): string {
  const target = event.target as cytoscape.NodeSingular;
  return String(target.data('scene'));
}

/** Our rules hold only names and values of cytoscape's; its types are too narrow to say so. */
function stylesheet(rules: readonly StyleRule[]): cytoscape.StylesheetJson {
  return rules.map(({ selector, style }) => ({ selector, style: { ...style } }));
}
