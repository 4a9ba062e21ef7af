import type { AnyContext, CanvasRenderer, DrawnElement } from './canvasRenderer';

/** How much is left of what is dimmed. */
const dimmed = 0.25;
const lit = new WeakMap<object, ReadonlySet<string>>();

/** Scene ids of what is not dimmed in a drawing; `undefined` when nothing is. */
export function litIn(cy: object): ReadonlySet<string> | undefined {
  return lit.get(cy);
}

/** From the next frame on. As a matter of drawing alone, it costs no style of any element. */
export function light(cy: object, ids: ReadonlySet<string> | undefined): void {
  if (ids === undefined) lit.delete(cy);
  else lit.set(cy, ids);
}

/** A socket hides the edge that its card has behind it, also when it is dimmed. */
export function drawDimmed(
  renderer: CanvasRenderer,
  context: AnyContext,
  element: DrawnElement,
): void {
  if (element.hasClass('k-endpoint') && element.hasClass('element')) cover(context, element);
  context.globalAlpha = dimmed;
  renderer.drawElement(context, element);
  context.globalAlpha = 1;
}

function cover(context: AnyContext, element: DrawnElement): void {
  const { x1, y1, x2, y2 } = element.boundingBox();
  const edge = 1;
  context.fillStyle = element.pstyle('background-color').strValue;
  context.fillRect(x1 + edge, y1 + edge, x2 - x1 - 2 * edge, y2 - y1 - 2 * edge);
}
