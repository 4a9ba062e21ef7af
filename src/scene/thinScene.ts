import type { Box, Point, SceneEdge, SceneElement } from './scene';

export interface SceneParts {
  readonly elements: readonly SceneElement[];
  readonly edges: readonly SceneEdge[];
}

/** What becomes of an element: it is drawn, maybe otherwise, or another stands for it, or nothing does. */
export type Thinned =
  | { readonly kind: 'drawn'; readonly element: SceneElement }
  | { readonly kind: 'standsIn'; readonly id: string }
  | { readonly kind: 'gone' };

export const gone: Thinned = { kind: 'gone' };

/**
 * Leaves out elements; nothing moves. Wires whose end is left out lead to the border of what stands for
 * it, or are left out with it.
 * @param keepsEdge asked for what is left of the edges, with their new ends
 */
export function thinScene(
  { elements, edges }: SceneParts,
  thin: (element: SceneElement) => Thinned,
  keepsEdge: (edge: SceneEdge, before: SceneEdge) => SceneEdge | undefined = (edge) => edge,
): SceneParts {
  const drawn: SceneElement[] = [];
  const boxes = new Map<string, Box>();
  const standIns = new Map<string, string>();
  for (const element of elements) {
    const answer = thin(element);
    if (answer.kind === 'standsIn') standIns.set(element.id, answer.id);
    if (answer.kind !== 'drawn') continue;
    drawn.push(answer.element);
    boxes.set(element.id, answer.element.box);
  }
  const end = (id: string): string | undefined => {
    const other = standIns.get(id);
    if (other !== undefined) return end(other);
    return boxes.has(id) ? id : undefined;
  };
  return {
    elements: drawn,
    edges: edges.flatMap((edge) => {
      const from = end(edge.from);
      const to = end(edge.to);
      if (from === undefined || to === undefined || from === to) return [];
      const led = { ...edge, from, to, points: ledTo(edge, from, to, boxes) };
      const kept = keepsEdge(from === edge.from && to === edge.to ? edge : led, edge);
      return kept === undefined ? [] : [kept];
    }),
  };
}

function ledTo(
  edge: SceneEdge,
  from: string,
  to: string,
  boxes: ReadonlyMap<string, Box>,
): readonly Point[] {
  const source = boxes.get(from);
  const target = boxes.get(to);
  let { points } = edge;
  if (from !== edge.from && source !== undefined) points = met(points, source);
  if (to !== edge.to && target !== undefined) {
    points = [...met([...points].reverse(), target)].reverse();
  }
  return points;
}

/** The line with its beginning on the border of the box: shortened where it lies in it, else made longer. */
function met(points: readonly Point[], box: Box): readonly Point[] {
  const right = box.x + box.width;
  const bottom = box.y + box.height;
  const isWithin = ({ x, y }: Point) => x >= box.x && x <= right && y >= box.y && y <= bottom;
  let rest = points;
  while (rest.length > 2 && rest[1] !== undefined && isWithin(rest[1])) rest = rest.slice(1);
  const [start, next] = rest;
  if (start === undefined || next === undefined) return points;
  const nearest = (at: number, towards: number, low: number, high: number) =>
    at < low || (at <= high && towards < low) ? low : high;
  const begin =
    start.y === next.y
      ? { x: nearest(start.x, next.x, box.x, right), y: start.y }
      : { x: start.x, y: nearest(start.y, next.y, box.y, bottom) };
  if (isWithin(begin)) return [begin, ...rest.slice(1)];
  // It would pass beside the box: a bend half-way leads there.
  const x = Math.min(Math.max(begin.x, box.x + 8), right - 8);
  const half = (begin.y + next.y) / 2;
  return [{ x, y: begin.y }, { x, y: half }, { x: begin.x, y: half }, ...rest.slice(1)];
}
