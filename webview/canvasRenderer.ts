import type { Core, EdgeSingular, NodeSingular } from 'cytoscape';
import { StillPicture } from './stillPicture';

/** What is used here of cytoscape's renderer; its types leave renderers out. */
export interface CanvasRenderer {
  readonly cy: Core;
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
  readonly beforeRenderCallbacks: readonly {
    readonly fn: (isDrawn: boolean, at: number) => void;
  }[];
  readonly beforeRenderPriorities: { readonly eleCalcs: number };
  requestedFrame?: boolean;
  getPixelRatio(): number;
  drawElement(
    context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
    element: NodeSingular | EdgeSingular,
  ): void;
  render(options?: object): void;
  redraw(options?: object): void;
  redrawHint(group: string, isChanged: boolean): void;
  notify(event: string, elements: unknown): void;
  beforeRender(callback: (isDrawn: boolean, at: number) => void, priority: number): void;
  onUpdateEleCalcs(callback: unknown): void;
  startRenderLoop(): void;
  drawLayeredElements(
    context: CanvasRenderingContext2D,
    elements: readonly (NodeSingular | EdgeSingular)[],
    pixelRatio: number,
  ): void;
}

/**
 * Makes cytoscape draw when something changed, and only then. As published it runs in every frame of the screen, has
 * two more canvases to clear for boxes that are dragged or framed, which here are no business of its own, and keeps
 * copies of all elements in textures in several sizes: worth it where elements are costly to draw, which
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
  const own: Partial<CanvasRenderer> & ThisType<CanvasRenderer> = {
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
