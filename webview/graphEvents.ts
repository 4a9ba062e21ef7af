import type { Point } from '../src/scene/scene';

/** What the pointer did in the drawing, by scene id; points are in pixels of the canvas. */
export interface GraphEvents {
  readonly pointed: (id: string, at: Point) => void;
  readonly left: () => void;
  /** `adding`: with the key held that adds to a selection, or takes out of it. */
  readonly chosen: (id: string | undefined, adding: boolean) => void;
  /** Clicked twice. */
  readonly opened: (id: string) => void;
  /** Without an id: beside all elements. */
  readonly menuAsked: (id: string | undefined, at: Point) => void;
  readonly viewportChanged: () => void;
}

/** With a key held that adds to a selection. */
export function isAdding({
  shiftKey,
  ctrlKey,
  metaKey,
}: Pick<MouseEvent, 'shiftKey' | 'ctrlKey' | 'metaKey'>): boolean {
  return shiftKey || ctrlKey || metaKey;
}
