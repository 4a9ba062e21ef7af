import type { DrawnNode } from './drawnElements';
import type { Viewport } from './viewState';

const padding = 24;
/** Lines are drawn a little beyond what they frame; in pixels of the scene. */
const seam = 1;
/** Fitting a small picture does not blow it up. */
const largestFit = 1.25;

/** In the scene's pixels. */
export interface Area {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** The view that shows all these boxes, in the middle of so many pixels; `undefined` without boxes or room. */
export function fitBoxes(
  boxes: Iterable<DrawnNode>,
  width: number,
  height: number,
  smallest: number,
): Viewport | undefined {
  let [x1, y1, x2, y2] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, data } of boxes) {
    const halfWidth = Number(data['w'] ?? 0) / 2 + seam;
    const halfHeight = Number(data['h'] ?? 0) / 2 + seam;
    x1 = Math.min(x1, x - halfWidth);
    y1 = Math.min(y1, y - halfHeight);
    x2 = Math.max(x2, x + halfWidth);
    y2 = Math.max(y2, y + halfHeight);
  }
  return fitArea({ x1, y1, x2, y2 }, width, height, smallest);
}

/** The view with this area in its middle; `undefined` when there is none, or no room. */
export function fitArea(
  { x1, y1, x2, y2 }: Area,
  width: number,
  height: number,
  smallest: number,
): Viewport | undefined {
  if (x2 <= x1 || y2 <= y1 || width <= 2 * padding || height <= 2 * padding) return undefined;
  const whole = Math.min((width - 2 * padding) / (x2 - x1), (height - 2 * padding) / (y2 - y1));
  const zoom = Math.min(Math.max(whole, smallest), largestFit);
  const pan = { x: (width - zoom * (x1 + x2)) / 2, y: (height - zoom * (y1 + y2)) / 2 };
  return { pan, zoom };
}
