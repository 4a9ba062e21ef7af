import assert from 'node:assert/strict';
import type { Box, Point, Scene, SceneElement } from '../../src/scene/scene';

function overlap(a: Box, b: Box): boolean {
  return (
    a.x < b.x + b.width - 0.5 &&
    b.x < a.x + a.width - 0.5 &&
    a.y < b.y + b.height - 0.5 &&
    b.y < a.y + a.height - 0.5
  );
}

/** Ids of all that an element is drawn in. */
function ancestors(element: SceneElement, byId: ReadonlyMap<string, SceneElement>): Set<string> {
  const found = new Set<string>();
  for (let parent = element.parent; parent !== undefined; parent = byId.get(parent)?.parent) {
    found.add(parent);
  }
  return found;
}

export function onBorder({ x, y }: Point, { x: left, y: top, width, height }: Box): boolean {
  const inX = x >= left - 1 && x <= left + width + 1;
  const inY = y >= top - 1 && y <= top + height + 1;
  const atX = Math.abs(x - left) <= 1 || Math.abs(x - left - width) <= 1;
  const atY = Math.abs(y - top) <= 1 || Math.abs(y - top - height) <= 1;
  return inX && inY && (atX || atY);
}

/** Ports stand across the edge of their own card, plugs across that of their bus. */
export function assertNoStrangersOverlap(scene: Scene): void {
  const byId = new Map(scene.elements.map((element) => [element.id, element]));
  const within = new Map(scene.elements.map((element) => [element.id, ancestors(element, byId)]));
  scene.elements.forEach((a, index) => {
    for (const b of scene.elements.slice(index + 1)) {
      if (!overlap(a.box, b.box)) continue;
      const related = within.get(a.id)?.has(b.id) === true || within.get(b.id)?.has(a.id) === true;
      const plugged =
        (a.kind === 'veth') !== (b.kind === 'veth') && a.parent === b.parent && a.hue === b.hue;
      assert.ok(related || plugged, `${a.id} lies over ${b.id}`);
    }
  });
}

/** Cards, ports, tags and buses that a line runs through and that are not its own. */
export function strangersUnder(scene: Scene): readonly string[] {
  const byId = new Map(scene.elements.map((element) => [element.id, element]));
  const solid = scene.elements.filter(({ kind }) =>
    ['container', 'endpoint', 'port', 'bridge'].includes(kind),
  );
  return scene.edges.flatMap((edge) => {
    const own = new Set([edge.from, edge.to]);
    for (const id of [edge.from, edge.to]) {
      const parent = byId.get(id)?.parent;
      if (parent !== undefined) own.add(parent);
    }
    return edge.points.slice(1).flatMap((to, index) => {
      const from = edge.points[index] ?? to;
      const line = {
        x: Math.min(from.x, to.x),
        y: Math.min(from.y, to.y),
        width: Math.abs(from.x - to.x) + 1,
        height: Math.abs(from.y - to.y) + 1,
      };
      return solid
        .filter(({ id, box }) => !own.has(id) && overlap(line, shrunk(box)))
        .map(({ id }) => `${edge.id} through ${id}`);
    });
  });
}

function shrunk({ x, y, width, height }: Box): Box {
  return { x: x + 1, y: y + 1, width: width - 2, height: height - 2 };
}

/** Wires that lie on one another though they are no bundle, as `a on b`. */
export function coveredWires(scene: Scene): readonly string[] {
  const segments = scene.edges.flatMap(({ id, points, bundle = id }) =>
    points.slice(1).map((to, index) => {
      const from = points[index] ?? to;
      const vertical = from.x === to.x;
      const [low, high] = vertical
        ? [from.y, to.y].sort(ascending)
        : [from.x, to.x].sort(ascending);
      return {
        id,
        bundle,
        vertical,
        at: vertical ? from.x : from.y,
        low: low ?? 0,
        high: high ?? 0,
      };
    }),
  );
  return segments.flatMap((a, index) =>
    segments
      .slice(index + 1)
      .filter(
        (b) =>
          a.bundle !== b.bundle &&
          a.vertical === b.vertical &&
          Math.abs(a.at - b.at) < 1 &&
          Math.min(a.high, b.high) - Math.max(a.low, b.low) > 1,
      )
      .map((b) => `${a.id} on ${b.id}`),
  );
}

function ascending(a: number, b: number): number {
  return a - b;
}
