import type { Point } from '../src/scene/scene';
import type { GraphEvents } from './graphEvents';

/**
 * Which element the pointer is on. Cytoscape does not notice that the pointer left the drawing, and so says
 * nothing when it comes back to the element it was on: there, only its moves tell.
 */
export class PointedElement {
  #id: string | undefined;

  constructor(private readonly events: Pick<GraphEvents, 'pointed' | 'left'>) {}

  /** It is on this element, maybe since long. */
  on(id: string, at: Point): void {
    if (id === this.#id) return;
    this.#id = id;
    this.events.pointed(id, at);
  }

  /** It left the element, or the drawing. */
  off(): void {
    this.#id = undefined;
    this.events.left();
  }
}
