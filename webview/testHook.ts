import type { Point } from '../src/scene/scene';
import type { CytoscapeGraph } from './cytoscapeGraph';

/**
 * What tests of the real panel read at `globalThis.__vethscopeGraph`: a canvas cannot be asked where
 * a thing is. Read-only, and nothing of the panel uses it.
 */
export interface TestHook {
  /** Centre of an element in pixels of the page, by scene id; `undefined` when it is not drawn. */
  readonly renderedPosition: (id: string) => Point | undefined;
  /** Scene ids of the elements that are drawn. */
  readonly ids: () => readonly string[];
  /** The line drawn for a scene's edge, in the scene's pixels; empty when it is not drawn. */
  readonly linePoints: (id: string) => readonly Point[];
  /** Scene ids of the elements drawn dimmed. */
  readonly dimmed: () => readonly string[];
  /** Scene ids of the elements drawn as selected. */
  readonly selected: () => readonly string[];
  /** How often an element was put somewhere since the panel opened. */
  readonly positionWrites: () => number;
}

declare global {
  var __vethscopeGraph: TestHook | undefined;
}

export function exposeTestHook(graph: CytoscapeGraph): void {
  globalThis.__vethscopeGraph = {
    renderedPosition: (id) => {
      const box = graph.renderedBox(id);
      if (box === undefined) return undefined;
      const { x, y } = graph.container.getBoundingClientRect();
      return { x: x + box.x + box.width / 2, y: y + box.y + box.height / 2 };
    },
    ids: () => graph.elementIds(),
    linePoints: (id) => graph.linePoints(id),
    dimmed: () => graph.dimmedIds(),
    selected: () => graph.elementIds('.selected'),
    positionWrites: () => graph.positionWrites,
  };
}
