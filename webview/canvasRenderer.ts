import type { Point } from '../src/scene/scene';
import { StillPicture } from './stillPicture';

export type AnyContext = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** A node or an edge, as far as it matters here. */
export interface DrawnElement {
  /** Of `scene`: the id there of what it belongs to. */
  data(name: 'scene'): string;
  hasClass(name: string): boolean;
  /** Of a name that is known: what it computes to. */
  pstyle(name: string): { readonly strValue: string };
  /** In the scene's pixels. */
  boundingBox(): {
    readonly x1: number;
    readonly y1: number;
    readonly x2: number;
    readonly y2: number;
  };
}

type BeforeFrame = (isDrawn: boolean, at: number) => void;

/** What is used here of cytoscape's renderer; its types leave renderers out. */
export interface CanvasRenderer {
  readonly cy: { zoom(): number; pan(): Point };
  readonly NODE: number;
  readonly data: {
    readonly contexts: readonly CanvasRenderingContext2D[];
    /** Until a while after the wheel rests. */
    readonly wheelZooming?: boolean;
  };
  /** Pixels of the screen. */
  readonly canvasWidth: number;
  readonly canvasHeight: number;
  readonly hoverData: { readonly dragging: boolean };
  readonly pinching?: boolean;
  readonly swipePanning?: boolean;
  readonly destroyed?: boolean;
  readonly renderOptions?: object;
  /** What goes before a frame, the most urgent first. */
  readonly beforeRenderCallbacks: readonly { readonly fn: BeforeFrame }[];
  readonly beforeRenderPriorities: { readonly eleCalcs: number };
  requestedFrame?: boolean;
  readonly getPixelRatio: (this: CanvasRenderer) => number;
  readonly drawElement: (this: CanvasRenderer, context: AnyContext, element: DrawnElement) => void;
  readonly render: (this: CanvasRenderer, options?: object) => void;
  readonly redraw: (this: CanvasRenderer, options?: object) => void;
  readonly redrawHint: (this: CanvasRenderer, group: string, isChanged: boolean) => void;
  readonly notify: (this: CanvasRenderer, event: string, elements: unknown) => void;
  readonly beforeRender: (this: CanvasRenderer, callback: BeforeFrame, priority: number) => void;
  readonly onUpdateEleCalcs: (this: CanvasRenderer, callback: unknown) => void;
  readonly startRenderLoop: (this: CanvasRenderer) => void;
  readonly drawLayeredElements: (
    this: CanvasRenderer,
    context: CanvasRenderingContext2D,
    elements: readonly DrawnElement[],
  ) => void;
}

/**
 * Makes cytoscape draw when something changed, and only then. As published it runs in every frame of the screen, has
 * two more canvases to clear for boxes that are dragged or framed, which here are no business of its own, and keeps
 * copies of all elements in textures of several sizes: worth it where elements are costly to draw, which
 * boxes and lines are not. Here they are drawn as they are, and while only the view moves, they stand in a picture.
 */
export function drawOnDemand(prototype: CanvasRenderer): void {
  const { notify, redraw, redrawHint, beforeRender } = prototype;
  const pictures = new WeakMap<CanvasRenderer, StillPicture>();
  const waiting = new WeakSet<CanvasRenderer>();
  const pictureOf = (renderer: CanvasRenderer): StillPicture => {
    const picture = pictures.get(renderer) ?? new StillPicture(renderer);
    pictures.set(renderer, picture);
    return picture;
  };
  const drawFrame = (renderer: CanvasRenderer, at: number) => {
    waiting.delete(renderer);
    if (renderer.destroyed === true || renderer.requestedFrame !== true) return;
    for (const { fn } of renderer.beforeRenderCallbacks) fn(true, at);
    renderer.render(renderer.renderOptions);
    renderer.requestedFrame = false;
  };
  const own: Partial<CanvasRenderer> = {
    startRenderLoop() {
      // A frame is asked for by whoever has something to draw.
    },
    redraw(options) {
      redraw.call(this, options);
      if (waiting.has(this)) return;
      waiting.add(this);
      requestAnimationFrame((at) => drawFrame(this, at));
    },
    redrawHint(group, isChanged) {
      if (group === 'eles') redrawHint.call(this, group, isChanged);
    },
    notify(event, elements) {
      if (event !== 'viewport') pictureOf(this).forget();
      notify.call(this, event, elements);
    },
    beforeRender(callback, priority) {
      // What comes later only fills textures.
      const isNeeded = priority >= this.beforeRenderPriorities.eleCalcs;
      if (isNeeded) beforeRender.call(this, callback, priority);
    },
    onUpdateEleCalcs() {
      // Asked for by the textures alone.
    },
    drawLayeredElements(context, elements) {
      if (context === this.data.contexts[this.NODE]) pictureOf(this).draw(context, elements);
      else for (const element of elements) this.drawElement(context, element);
    },
  };
  Object.assign(prototype, own);
}
