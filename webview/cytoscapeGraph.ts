import cytoscape from 'cytoscape';
import type { Box, Point, Scene } from '../src/scene/scene';
import type { Drawn, DrawnEdge, DrawnNode } from './drawnElements';
import { drawnElements, nodeId } from './drawnElements';
import type { StyleRule } from './graphStyle';
import { SizedTexts } from './sizedTexts';
import type { Viewport } from './viewState';

/** What the pointer did, by scene id; points and boxes are in pixels of the canvas. */
export interface GraphEvents {
  readonly pointed: (id: string, at: Point) => void;
  readonly left: () => void;
  /** `adding`: with the key held that adds to a selection, or takes out of it. */
  readonly chosen: (id: string | undefined, adding: boolean) => void;
  /** Clicked twice. */
  readonly opened: (id: string) => void;
  readonly menuAsked: (id: string, at: Point) => void;
  readonly viewportChanged: () => void;
}

const fitPadding = 24;
/** Fitting a small picture does not blow it up. */
const largestFit = 1.25;
const zoomStep = 1.25;
/** From here on every text can be read. */
const legibleZoom = 0.8;
/** From here on a network is looked at from near: what it is folded to gives way to what is in it. */
const unfoldingZoom = 0.4;

/** Draws scenes; the only place that knows cytoscape. */
export class CytoscapeGraph {
  readonly #cy: cytoscape.Core;
  #drawn: ReadonlyMap<string, Drawn> = new Map();
  #positionWrites = 0;
  #emphasised: ReadonlySet<string> | undefined;
  #marked: ReadonlySet<string> = new Set();
  readonly #sizedTexts = new SizedTexts();

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
      minZoom: 0.01,
      maxZoom: 4,
    });
    this.#listen(events);
  }

  /** Draws the scene by what differs from the last one; what did not change is not touched. */
  apply(scene: Scene | undefined): void {
    const next = new Map((scene ? drawnElements(scene) : []).map((drawn) => [drawn.id, drawn]));
    this.#cy.batch(() => {
      for (const [id, old] of this.#drawn) {
        if (!isSameElement(old, next.get(id))) this.#cy.getElementById(id).remove();
      }
      for (const [id, drawn] of next) {
        const old = this.#drawn.get(id);
        if (old !== undefined && isSameElement(old, drawn)) this.#change(old, drawn);
        else this.#add(drawn);
      }
      this.#drawn = next;
      this.#showMarks(this.#marked);
      if (this.#emphasised !== undefined) this.#showEmphasis();
      this.#sizedTexts.apply(next.values());
      this.#shedTexts();
    });
  }

  /** Scene ids of the networks that are looked at from near, those in the middle first. */
  networksInView(): readonly string[] {
    if (this.#cy.zoom() < unfoldingZoom) return [];
    const { x1, x2, y1, y2 } = this.#cy.extent();
    const found: { readonly id: string; readonly distance: number }[] = [];
    for (const drawn of this.#drawn.values()) {
      if (!isNode(drawn) || !drawn.classes.startsWith('element k-network')) continue;
      const { w = 0, h = 0, scene = '' } = drawn.data;
      const dx = Math.abs(drawn.x - (x1 + x2) / 2) - Number(w) / 2;
      const dy = Math.abs(drawn.y - (y1 + y2) / 2) - Number(h) / 2;
      if (dx > (x2 - x1) / 2 || dy > (y2 - y1) / 2) continue;
      found.push({ id: String(scene), distance: Math.max(dx, 0) + Math.max(dy, 0) });
    }
    return found.sort((a, b) => a.distance - b.distance).map(({ id }) => id);
  }

  restyle(rules: readonly StyleRule[]): void {
    this.#cy.style(stylesheet(rules));
  }

  /** Dims everything but these; `undefined` ends it. */
  emphasise(ids: ReadonlySet<string> | undefined): void {
    if (ids === undefined && this.#emphasised === undefined) return;
    this.#emphasised = ids;
    this.#cy.batch(() => this.#showEmphasis());
  }

  /** Frames these as selected. */
  mark(ids: readonly string[]): void {
    const touched = new Set([...this.#marked, ...ids]);
    this.#marked = new Set(ids);
    this.#cy.batch(() => this.#showMarks(touched));
  }

  /** Pans, no more than needed, until the element is in view. */
  reveal(id: string): void {
    const box = this.renderedBox(id);
    if (box === undefined) return;
    const dx = shift(box.x, box.width, this.#cy.width());
    const dy = shift(box.y, box.height, this.#cy.height());
    if (dx !== 0 || dy !== 0) this.#cy.panBy({ x: dx, y: dy });
  }

  /** Brings the element to the middle, near enough to be read. */
  centre(id: string): void {
    const node = this.#cy.getElementById(nodeId(id));
    if (node.empty()) return;
    if (this.#cy.zoom() < legibleZoom) this.#cy.zoom(1);
    this.#cy.center(node);
  }

  fit(): void {
    const boxes = this.#cy.nodes('.element');
    this.#cy.fit(boxes, fitPadding);
    if (this.#cy.zoom() <= largestFit) return;
    this.#cy.zoom(largestFit);
    this.#cy.center(boxes);
  }

  zoomIn(): void {
    this.#zoomTo(this.#cy.zoom() * zoomStep);
  }

  zoomOut(): void {
    this.#zoomTo(this.#cy.zoom() / zoomStep);
  }

  show({ pan, zoom }: Viewport): void {
    this.#cy.viewport({ pan: { ...pan }, zoom });
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

  /** Scene ids of what is drawn, all or those in a state. */
  elementIds(state: '' | '.dim' | '.selected' = ''): readonly string[] {
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
    cy.on('mouseover', 'node', (event) => events.pointed(sceneId(event), event.renderedPosition));
    cy.on('mouseout', 'node', () => events.left());
    cy.on('tap', (event) =>
      events.chosen(event.target === cy ? undefined : sceneId(event), isAdding(event)),
    );
    cy.on('dbltap', 'node', (event) => events.opened(sceneId(event)));
    cy.on('cxttap', 'node', (event) => events.menuAsked(sceneId(event), event.renderedPosition));
    cy.on('viewport', () => {
      this.#shedTexts();
      events.viewportChanged();
    });
  }

  #add(drawn: Drawn): void {
    const { group, id, data, classes } = drawn;
    if (group === 'edges') {
      const { source, target } = drawn;
      this.#cy.add({ group, data: { ...data, id, source, target }, classes });
      return;
    }
    // Pannable: dragging on a box moves the picture, since boxes themselves stay where they are.
    const position = { x: drawn.x, y: drawn.y };
    this.#cy.add({ group, data: { ...data, id }, classes, position, pannable: true });
    this.#positionWrites++;
  }

  #change(old: Drawn, drawn: Drawn): void {
    if (JSON.stringify(old) === JSON.stringify(drawn)) return;
    const element = this.#cy.getElementById(drawn.id);
    element.removeData(
      Object.keys(old.data)
        .filter((key) => !(key in drawn.data))
        .join(' '),
    );
    element.data({ ...drawn.data });
    if (old.classes !== drawn.classes) this.#reclass(element, old.classes, drawn.classes);
    if (!isNode(drawn) || !isNode(old) || (old.x === drawn.x && old.y === drawn.y)) return;
    element.position({ x: drawn.x, y: drawn.y });
    this.#positionWrites++;
  }

  /** The scene's classes; those of pointer, selection and zoom stay. */
  #reclass(element: cytoscape.SingularElementReturnValue, old: string, next: string): void {
    element.removeClass(old);
    element.addClass(next);
  }

  #showEmphasis(): void {
    const kept = this.#emphasised;
    for (const element of this.#cy.elements().toArray()) {
      const isKept = kept === undefined || kept.has(String(element.data('scene')));
      element.toggleClass('dim', !isKept);
      if (element.hasClass('f-quiet')) element.toggleClass('lit', isKept && kept !== undefined);
    }
  }

  #shedTexts(): void {
    const changes = this.#sizedTexts.changes(this.#cy.zoom());
    if (changes.length === 0) return;
    this.#cy.batch(() => {
      for (const [id, isShown] of changes) {
        this.#cy.getElementById(id).toggleClass('shown', isShown);
      }
    });
  }

  #showMarks(ids: Iterable<string>): void {
    for (const id of ids) {
      this.#cy.getElementById(nodeId(id)).toggleClass('selected', this.#marked.has(id));
    }
  }

  #zoomTo(level: number): void {
    const renderedPosition = { x: this.#cy.width() / 2, y: this.#cy.height() / 2 };
    this.#cy.zoom({ level, renderedPosition });
  }
}

/** Of what an event of a node is about; cytoscape leaves the target's type open. */
function sceneId(event: cytoscape.EventObject): string {
  const target = event.target as cytoscape.NodeSingular;
  return String(target.data('scene'));
}

function isAdding({ originalEvent }: cytoscape.EventObject): boolean {
  const { shiftKey, ctrlKey, metaKey } = originalEvent;
  return shiftKey || ctrlKey || metaKey;
}

/** Our rules hold only names and values of cytoscape's; its types are too narrow to say so. */
function stylesheet(rules: readonly StyleRule[]): cytoscape.StylesheetJson {
  return rules.map(({ selector, style }) => ({ selector, style: { ...style } }));
}

/** An edge with other ends is another edge: cytoscape does not move its ends in place. */
function isSameElement(old: Drawn, next: Drawn | undefined): boolean {
  if (next === undefined || old.group !== next.group) return false;
  if (isNode(old) || isNode(next)) return true;
  return old.source === next.source && old.target === next.target;
}

function isNode(drawn: DrawnNode | DrawnEdge): drawn is DrawnNode {
  return drawn.group === 'nodes';
}

/** How far to move so that a stretch lies within 0 and `room`; its start wins when it is longer. */
function shift(start: number, length: number, room: number): number {
  const margin = 16;
  const over = start + length - (room - margin);
  if (start < margin || length > room - 2 * margin) return margin - start;
  return over > 0 ? -over : 0;
}
