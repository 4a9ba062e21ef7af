import type { Box, Point, Scene } from '../src/scene/scene';
import type { CytoscapeGraph } from './cytoscapeGraph';
import type { GraphTheme } from './graphTheme';
import { makeElement } from './makeElement';

/** Pixels it takes at most. */
const most = { width: 200, height: 140 };
const drawnKinds: ReadonlySet<string> = new Set([
  'engine',
  'host',
  'network',
  'container',
  'nic',
  'port',
]);

/**
 * The whole picture in small, with a frame around what is in view; a press or a drag on it moves the
 * view there. Only there while part of the picture is out of view. For the pointer alone: the keyboard
 * has the outline and the arrow keys.
 */
export class Minimap {
  readonly element = makeElement('div', { class: 'minimap', 'aria-hidden': 'true', hidden: '' });
  readonly #canvas = makeElement('canvas');
  readonly #frame = makeElement('div', { class: 'minimap-view' });
  readonly #graph: CytoscapeGraph;
  #theme: GraphTheme;
  #scene: Scene | undefined;
  #scale = 1;

  constructor(graph: CytoscapeGraph, theme: GraphTheme) {
    this.#graph = graph;
    this.#theme = theme;
    this.element.append(this.#canvas, this.#frame);
    this.element.addEventListener('pointerdown', (event) => {
      this.element.setPointerCapture(event.pointerId);
      this.#goTo(event);
      event.preventDefault();
    });
    this.element.addEventListener('pointermove', (event) => {
      if (this.element.hasPointerCapture(event.pointerId)) this.#goTo(event);
    });
  }

  show(scene: Scene | undefined): void {
    this.#scene = scene;
    this.#draw();
    this.follow();
  }

  restyle(theme: GraphTheme): void {
    this.#theme = theme;
    this.#draw();
  }

  /** The view moved or got another size. */
  follow(): void {
    const scene = this.#scene;
    const { clientWidth, clientHeight } = this.#graph.container;
    if (scene === undefined || clientWidth === 0) {
      this.element.hidden = true;
      return;
    }
    const { pan, zoom } = this.#graph.viewport;
    const view: Box = {
      x: -pan.x / zoom,
      y: -pan.y / zoom,
      width: clientWidth / zoom,
      height: clientHeight / zoom,
    };
    this.element.hidden = isAllIn(scene, view);
    if (this.element.hidden) return;
    // What is in view of the picture itself: the frame stays within the map.
    const left = Math.min(Math.max(0, view.x), scene.width);
    const top = Math.min(Math.max(0, view.y), scene.height);
    const right = Math.max(left, Math.min(scene.width, view.x + view.width));
    const bottom = Math.max(top, Math.min(scene.height, view.y + view.height));
    Object.assign(this.#frame.style, {
      left: `${left * this.#scale}px`,
      top: `${top * this.#scale}px`,
      width: `${(right - left) * this.#scale}px`,
      height: `${(bottom - top) * this.#scale}px`,
    });
  }

  #draw(): void {
    const scene = this.#scene;
    const context = this.#canvas.getContext('2d');
    if (scene === undefined || context === null) return;
    this.#scale = Math.min(most.width / scene.width, most.height / scene.height);
    const width = Math.max(1, Math.round(scene.width * this.#scale));
    const height = Math.max(1, Math.round(scene.height * this.#scale));
    const dense = window.devicePixelRatio;
    this.#canvas.width = width * dense;
    this.#canvas.height = height * dense;
    Object.assign(this.#canvas.style, { width: `${width}px`, height: `${height}px` });
    context.scale(dense, dense);
    for (const { kind, box, hue } of scene.elements) {
      if (!drawnKinds.has(kind)) continue;
      const colour =
        hue === undefined ? undefined : this.#theme.hues[hue % this.#theme.hues.length];
      const place = [box.x, box.y, box.width, box.height].map((value) => value * this.#scale);
      const [x = 0, y = 0, wide = 0, high = 0] = place;
      if (kind === 'container') {
        context.fillStyle = this.#theme.description;
        context.fillRect(x, y, Math.max(1, wide), Math.max(1, high));
      } else {
        context.strokeStyle =
          kind === 'network' ? (colour ?? this.#theme.border) : this.#theme.border;
        context.strokeRect(x + 0.5, y + 0.5, Math.max(1, wide - 1), Math.max(1, high - 1));
      }
    }
  }

  #goTo(event: PointerEvent): void {
    const { x, y } = this.#canvas.getBoundingClientRect();
    const at: Point = {
      x: (event.clientX - x) / this.#scale,
      y: (event.clientY - y) / this.#scale,
    };
    const { clientWidth, clientHeight } = this.#graph.container;
    const { zoom } = this.#graph.viewport;
    const pan = { x: clientWidth / 2 - at.x * zoom, y: clientHeight / 2 - at.y * zoom };
    this.#graph.show({ pan, zoom });
  }
}

/** A pixel out of view is none. */
function isAllIn({ elements }: Scene, view: Box): boolean {
  return elements.every(
    ({ box }) =>
      box.x >= view.x - 1 &&
      box.y >= view.y - 1 &&
      box.x + box.width <= view.x + view.width + 1 &&
      box.y + box.height <= view.y + view.height + 1,
  );
}
