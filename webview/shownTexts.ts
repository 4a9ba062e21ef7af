import type { DrawnNode } from './drawnElements';
import { readableZoom, smallestText } from './graphStyle';

/** How far a text out of view may reach into it, in pixels of the screen, at least. */
const longestText = 500;

/** What is in view, in the scene's pixels. */
export interface View {
  readonly zoom: number;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

export interface TextChanges {
  readonly shown: readonly DrawnNode[];
  /** Ids. */
  readonly gone: readonly string[];
}

/**
 * Which texts are drawn: none that is too small to be read, those in view and around it, and the names
 * across networks only while what they cover cannot be read. The rest costs nothing.
 */
export class ShownTexts {
  #texts = new Map<string, DrawnNode>();
  readonly #shown = new Set<string>();
  /** What texts were chosen for: until it is left, nothing changes. */
  #area: View | undefined;

  /** Another picture: whatever stays shown was shown. */
  apply(texts: Iterable<DrawnNode>): void {
    this.#texts = new Map();
    for (const text of texts) this.#texts.set(text.id, text);
    for (const id of this.#shown) if (!this.#texts.has(id)) this.#shown.delete(id);
    this.#area = undefined;
  }

  /** What begins and ends to be shown with this view. */
  changes(view: View): TextChanges {
    if (this.#area !== undefined && this.#area.zoom === view.zoom && holds(this.#area, view)) {
      return { shown: [], gone: [] };
    }
    const area = around(view);
    this.#area = area;
    const shown: DrawnNode[] = [];
    const gone: string[] = [];
    for (const [id, text] of this.#texts) {
      const isShown = this.#shown.has(id);
      if (!isReadable(text, view.zoom)) {
        if (isShown) gone.push(id);
      } else if (!isShown && isIn(area, text)) shown.push(text);
    }
    for (const { id } of shown) this.#shown.add(id);
    for (const id of gone) this.#shown.delete(id);
    return { shown, gone };
  }
}

function isReadable({ data: { size, from, to } }: DrawnNode, zoom: number): boolean {
  if (typeof from === 'number') {
    return zoom >= from && (typeof to === 'number' ? zoom < to : zoom <= readableZoom);
  }
  return typeof size === 'number' ? size * zoom >= smallestText : zoom > readableZoom;
}

function around({ zoom, x1, y1, x2, y2 }: View): View {
  const dx = Math.max((x2 - x1) / 2, longestText / zoom);
  const dy = Math.max((y2 - y1) / 2, longestText / zoom);
  return { zoom, x1: x1 - dx, y1: y1 - dy, x2: x2 + dx, y2: y2 + dy };
}

/** Whether nothing that is not in the area reaches into the view. */
function holds(area: View, { zoom, x1, y1, x2, y2 }: View): boolean {
  const reach = longestText / zoom / 2;
  return (
    x1 - reach >= area.x1 && x2 <= area.x2 && y1 - reach / 4 >= area.y1 && y2 + reach / 4 <= area.y2
  );
}

function isIn(area: View, { x, y }: DrawnNode): boolean {
  return x >= area.x1 && x <= area.x2 && y >= area.y1 && y <= area.y2;
}
