import type { WebviewStrings } from '../src/protocol/strings';
import type { Box, Point, Scene, SceneElement } from '../src/scene/scene';
import type { CytoscapeGraph } from './cytoscapeGraph';
import { boxesIn, dragged, dropTarget, type DropTarget } from './dropTarget';
import { fillTemplate } from './fillTemplate';
import { makeElement } from './makeElement';

/** Pixels the pointer has to go before a press is a drag. */
const threshold = 5;

export interface BoxDragOptions {
  readonly strings: WebviewStrings;
  readonly graph: CytoscapeGraph;
  readonly scene: () => Scene | undefined;
  readonly selection: () => readonly string[];
  readonly started: () => void;
  readonly moved: (ids: readonly string[], by: Point) => void;
  readonly connected: (container: string, network: string) => void;
  readonly framed: (ids: readonly string[]) => void;
  readonly announce: (text: string) => void;
}

/** A press that may become a drag: of boxes, or of a frame around some. */
interface Press {
  readonly from: Point;
  /** Scene ids: while they are dragged another scene may come, in which they stand elsewhere or are no more. */
  readonly ids: readonly string[] | undefined;
  isDrag: boolean;
}

/**
 * Dragging boxes and framing them with Shift. The drawing itself stands still until the box is
 * dropped: what is dragged is an outline over it, so that nothing has to be put back when it is given up.
 */
export class BoxDrag {
  readonly element = makeElement('div', { class: 'drag-layer', 'aria-hidden': 'true', hidden: '' });
  readonly #options: BoxDragOptions;
  #press: Press | undefined;

  constructor(options: BoxDragOptions) {
    this.#options = options;
    const { container } = options.graph;
    container.addEventListener('pointerdown', (event) => this.#onDown(event), { capture: true });
    container.addEventListener('pointermove', (event) => this.#showGrip(event));
    window.addEventListener('pointermove', (event) => this.#onMove(event));
    window.addEventListener('pointerup', (event) => this.#onUp(event));
    window.addEventListener('pointercancel', () => this.#end());
    window.addEventListener('blur', () => this.#end());
    window.addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'Escape' || this.#press?.isDrag !== true) return;
        event.stopPropagation();
        this.#end();
        options.announce(options.strings.dragCancelled);
      },
      { capture: true },
    );
  }

  get isDragging(): boolean {
    return this.#press?.isDrag === true;
  }

  #onDown(event: PointerEvent): void {
    const scene = this.#options.scene();
    const isPlain = event.button === 0 && event.pointerType !== 'touch';
    if (scene === undefined || !isPlain) return;
    const from = this.#at(event);
    const boxes = event.shiftKey ? undefined : this.#boxesAt(scene, this.#toScene(from));
    if (boxes === undefined && !event.shiftKey) return;
    this.#press = { from, ids: boxes?.map(({ id }) => id), isDrag: false };
    this.#options.graph.setPannable(false);
  }

  /** All that is selected when the pressed box is. */
  #boxesAt(scene: Scene, at: Point): readonly SceneElement[] | undefined {
    const box = dragged(scene, at);
    if (box === undefined) return undefined;
    const selected = new Set(this.#options.selection());
    if (!selected.has(box.id) || box.kind === 'network') return [box];
    return scene.elements.filter(
      ({ id, kind }) => selected.has(id) && (kind === 'container' || kind === 'sandbox'),
    );
  }

  /** The pointer tells what can be taken hold of. */
  #showGrip(event: PointerEvent): void {
    const scene = this.#options.scene();
    if (this.#press !== undefined || scene === undefined) return;
    const canDrag = dragged(scene, this.#toScene(this.#at(event))) !== undefined;
    this.#options.graph.container.classList.toggle('grip', canDrag);
  }

  #onMove(event: PointerEvent): void {
    const press = this.#press;
    const scene = this.#options.scene();
    if (press === undefined || scene === undefined) return;
    const at = this.#at(event);
    const far = Math.hypot(at.x - press.from.x, at.y - press.from.y);
    if (!press.isDrag && far < threshold) return;
    if (!press.isDrag) this.#options.started();
    press.isDrag = true;
    this.element.hidden = false;
    if (press.ids === undefined) this.#showFrame(press.from, at);
    else this.#showBoxes(scene, press.from, boxesOf(scene, press.ids), at);
  }

  #showFrame(from: Point, to: Point): void {
    const box = {
      x: Math.min(from.x, to.x),
      y: Math.min(from.y, to.y),
      width: Math.abs(from.x - to.x),
      height: Math.abs(from.y - to.y),
    };
    this.element.replaceChildren(placed('frame', box));
  }

  #showBoxes(scene: Scene, from: Point, boxes: readonly SceneElement[], at: Point): void {
    const target = dropTarget(scene, boxes, this.#toScene(at));
    const ghosts = boxes.map(({ box }) => {
      const { x, y, width, height } = this.#toCanvas(box);
      const by = { x: at.x - from.x, y: at.y - from.y };
      return placed('ghost', { x: x + by.x, y: y + by.y, width, height });
    });
    const label = placed('drop-label', { x: at.x + 14, y: at.y + 14 }, this.#words(target, boxes));
    const over = targetBox(target);
    const frames = over === undefined ? [] : [placed(`drop ${target.kind}`, this.#toCanvas(over))];
    this.element.replaceChildren(...frames, ...ghosts, label);
  }

  #words(target: DropTarget, boxes: readonly SceneElement[]): string {
    const { strings } = this.#options;
    const name = boxes.length === 1 ? (boxes[0]?.name ?? '') : String(boxes.length);
    switch (target.kind) {
      case 'connect':
        return fillTemplate(strings.dropConnect, name, target.network.name);
      case 'refused':
        return this.#refusal(target.why, name);
      case 'move':
        return fillTemplate(strings.dropMove, name);
      case 'nothing':
        return strings.moveNothing;
    }
  }

  #refusal(why: Extract<DropTarget, { kind: 'refused' }>['why'], name: string): string {
    const { strings } = this.#options;
    switch (why) {
      case 'tooMany':
        return strings.dropTooMany;
      case 'otherEngine':
        return fillTemplate(strings.dropOtherEngine, name);
      case 'notHere':
        return fillTemplate(strings.dropNotHere, name);
    }
  }

  #onUp(event: PointerEvent): void {
    const press = this.#press;
    const scene = this.#options.scene();
    this.#end();
    if (press?.isDrag !== true || scene === undefined) return;
    const at = this.#at(event);
    const from = this.#toScene(press.from);
    const to = this.#toScene(at);
    const { strings, framed, moved, connected, announce } = this.#options;
    if (press.ids === undefined) {
      framed(boxesIn(scene, from, to).map(({ id }) => id));
      return;
    }
    const boxes = boxesOf(scene, press.ids);
    const target = dropTarget(scene, boxes, to);
    switch (target.kind) {
      case 'move':
        moved(
          boxes.map(({ id }) => id),
          { x: to.x - from.x, y: to.y - from.y },
        );
        return;
      case 'connect':
        connected(target.container.id, target.network.id);
        return;
      case 'refused':
        announce(this.#words(target, boxes));
        // The extension says what to do instead.
        if (target.why === 'notHere') connected(boxes[0]?.id ?? '', target.over.id);
        return;
      case 'nothing':
        announce(strings.moveNothing);
    }
  }

  #end(): void {
    if (this.#press === undefined) return;
    this.#press = undefined;
    this.element.hidden = true;
    this.element.replaceChildren();
    // After the drawing heard of the button: it would take what follows for a drag of its own.
    setTimeout(() => this.#options.graph.setPannable(this.#press === undefined));
  }

  #at({ clientX, clientY }: PointerEvent): Point {
    const { x, y } = this.#options.graph.container.getBoundingClientRect();
    return { x: clientX - x, y: clientY - y };
  }

  #toScene({ x, y }: Point): Point {
    const { pan, zoom } = this.#options.graph.viewport;
    return { x: (x - pan.x) / zoom, y: (y - pan.y) / zoom };
  }

  #toCanvas({ x, y, width, height }: Box): Box {
    const { pan, zoom } = this.#options.graph.viewport;
    return {
      x: x * zoom + pan.x,
      y: y * zoom + pan.y,
      width: width * zoom,
      height: height * zoom,
    };
  }
}

/** Those of them that there are. */
function boxesOf({ elements }: Scene, ids: readonly string[]): readonly SceneElement[] {
  return elements.filter(({ id }) => ids.includes(id));
}

function targetBox(target: DropTarget): Box | undefined {
  switch (target.kind) {
    case 'connect':
      return target.network.box;
    case 'refused':
      return target.over.box;
    case 'move':
      return target.over?.box;
    case 'nothing':
      return undefined;
  }
}

function placed(
  name: string,
  { x, y, width, height }: Point & Partial<Box>,
  text = '',
): HTMLElement {
  const element = makeElement('div', { class: name }, text);
  Object.assign(element.style, { left: `${x}px`, top: `${y}px` });
  if (width !== undefined) element.style.width = `${width}px`;
  if (height !== undefined) element.style.height = `${height}px`;
  return element;
}
