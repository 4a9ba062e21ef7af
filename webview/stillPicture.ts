import type { AnyContext, CanvasRenderer, DrawnElement } from './canvasRenderer';
import { drawDimmed, litIn } from './dimming';

/** Where the scene is, in pixels of the screen. */
interface View {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

/** An image of the scene that reaches beyond the view it was made for. */
interface Picture {
  readonly image: OffscreenCanvas;
  readonly of: View;
  /** How far it reaches beyond that view, to each side. */
  readonly dx: number;
  readonly dy: number;
}

/** How far a picture reaches beyond the view, to each side, as a share of it. */
const beyond = 0.3;
/** Pixels a picture has at most, unless the view itself has more. */
const mostPixels = 24_000_000;
/** From this many elements on, zooming by hand stretches the picture until it ends. */
const many = 300;
const mostStretch = 2.5;
/** Below this zoom the gaps of a dashed line are less than a pixel: nobody sees them, and each dash costs. */
const dashedZoom = 0.2;

/**
 * Draws the elements; and while only the view moves, shows a picture of them, which costs the same
 * however much is on it.
 */
export class StillPicture {
  readonly #renderer: CanvasRenderer;
  #picture: Picture | undefined;
  /** The zoom of what is on the screen, as long as no element changed since. */
  #zoom: number | undefined;

  constructor(renderer: CanvasRenderer) {
    this.#renderer = renderer;
  }

  /** An element changed, came or went. */
  forget(): void {
    this.#zoom = undefined;
  }

  /** On a canvas that is empty and has its transform set to the view. */
  draw(context: CanvasRenderingContext2D, elements: readonly DrawnElement[]): void {
    const { hoverData, pinching, swipePanning, data, cy } = this.#renderer;
    const ratio = this.#renderer.getPixelRatio();
    const pan = cy.pan();
    const view = { zoom: cy.zoom() * ratio, x: pan.x * ratio, y: pan.y * ratio };
    const isZooming = (pinching === true || data.wheelZooming === true) && elements.length >= many;
    if (isZooming && this.#picture !== undefined && canStretch(this.#picture, view)) {
      this.#show(context, view, this.#picture);
      return;
    }
    const isUnchanged = this.#zoom === view.zoom;
    // Before drawing: what is found to have changed while it is drawn was not drawn right.
    this.#zoom = view.zoom;
    if (isUnchanged || isZooming || hoverData.dragging || swipePanning === true) {
      const isThere =
        isUnchanged && this.#picture !== undefined && this.#holds(view, this.#picture);
      const picture = isThere ? this.#picture : this.#make(view, elements);
      if (picture !== undefined) this.#show(context, view, picture);
    } else {
      this.#picture = undefined;
      this.#drawAll(context, view, 0, 0, elements);
    }
  }

  #make(view: View, elements: readonly DrawnElement[]): Picture | undefined {
    const { canvasWidth, canvasHeight } = this.#renderer;
    const room = Math.sqrt(mostPixels / (canvasWidth * canvasHeight)) - 1;
    const share = Math.max(0, Math.min(beyond, room / 2));
    const dx = Math.ceil(canvasWidth * share);
    const dy = Math.ceil(canvasHeight * share);
    const image = new OffscreenCanvas(canvasWidth + 2 * dx, canvasHeight + 2 * dy);
    const context = image.getContext('2d');
    if (context === null) return undefined;
    context.setTransform(view.zoom, 0, 0, view.zoom, view.x + dx, view.y + dy);
    this.#drawAll(context, view, dx, dy, elements);
    return (this.#picture = { image, of: view, dx, dy });
  }

  /** Those that reach into the view, or as far beyond it. */
  #drawAll(
    context: AnyContext,
    { zoom, x, y }: View,
    dx: number,
    dy: number,
    elements: readonly DrawnElement[],
  ): void {
    const { canvasWidth, canvasHeight } = this.#renderer;
    const [left, right] = [(-x - dx) / zoom, (canvasWidth + dx - x) / zoom];
    const [top, bottom] = [(-y - dy) / zoom, (canvasHeight + dy - y) / zoom];
    if (zoom < dashedZoom) context.setLineDash = () => undefined;
    const lit = litIn(this.#renderer.cy);
    for (const element of elements) {
      const { x1, y1, x2, y2 } = element.boundingBox();
      const isOut = x1 > right || x2 < left || y1 > bottom || y2 < top;
      if (isOut) continue;
      if (lit?.has(element.data('scene')) === false) drawDimmed(this.#renderer, context, element);
      else this.#renderer.drawElement(context, element);
    }
    Reflect.deleteProperty(context, 'setLineDash');
  }

  /** To whole pixels where the zoom is the picture's, so that lines stay as sharp as they were drawn. */
  #show(context: CanvasRenderingContext2D, view: View, { image, of, dx, dy }: Picture): void {
    const scale = view.zoom / of.zoom;
    const x = view.x - (of.x + dx) * scale;
    const y = view.y - (of.y + dy) * scale;
    context.setTransform(1, 0, 0, 1, 0, 0);
    if (scale === 1) context.drawImage(image, Math.round(x), Math.round(y));
    else context.drawImage(image, x, y, image.width * scale, image.height * scale);
  }

  #holds(view: View, { of, dx, dy }: Picture): boolean {
    return Math.abs(view.x - of.x) <= dx && Math.abs(view.y - of.y) <= dy;
  }
}

function canStretch({ of }: Picture, { zoom }: View): boolean {
  const scale = zoom / of.zoom;
  return scale <= mostStretch && scale >= 1 / mostStretch;
}
