import { createRequire } from 'node:module';
import type { Point, Scene } from '../../src/scene/scene';

type Line = readonly Point[];

/** As much of it as is used; it is loaded when it is compared with, and only then. */
interface Elk {
  layout(graph: unknown): Promise<{
    readonly edges?: readonly {
      readonly sections?: readonly {
        readonly startPoint: Point;
        readonly bendPoints?: readonly Point[];
        readonly endPoint: Point;
      }[];
    }[];
  }>;
}

/** Places where lines cross; those of a bundle cross others at one place. */
export function crossingPlaces(lines: readonly Line[]): number {
  const segments = lines.flatMap((points, line) =>
    points.slice(1).map((to, index) => ({ line, from: points[index] ?? to, to })),
  );
  const places = new Set<string>();
  segments.forEach((a, index) => {
    for (const b of segments.slice(index + 1)) {
      if (a.line === b.line) continue;
      const at = crossing(a.from, a.to, b.from, b.to);
      if (at !== undefined) places.add(`${Math.round(at.x)}/${Math.round(at.y)}`);
    }
  });
  return places.size;
}

/** Where two segments cross within both; ends that only touch do not. */
function crossing(a: Point, b: Point, c: Point, d: Point): Point | undefined {
  const cross = (b.x - a.x) * (d.y - c.y) - (b.y - a.y) * (d.x - c.x);
  if (Math.abs(cross) < 1e-9) return undefined;
  const s = ((c.x - a.x) * (d.y - c.y) - (c.y - a.y) * (d.x - c.x)) / cross;
  const t = ((c.x - a.x) * (b.y - a.y) - (c.y - a.y) * (b.x - a.x)) / cross;
  const within = (share: number) => share > 1e-6 && share < 1 - 1e-6;
  return within(s) && within(t)
    ? { x: a.x + s * (b.x - a.x), y: a.y + s * (b.y - a.y) }
    : undefined;
}

const joined: ReadonlySet<string> = new Set(['outside', 'nic', 'bridge', 'container', 'port']);

/** The wires of a scene, as ELK's layered layout routes them between the same boxes; of networks it need not mind. */
export async function layeredLines(scene: Scene): Promise<readonly Line[]> {
  const boxes = scene.elements.filter(({ kind }) => joined.has(kind));
  const known = new Set(boxes.map(({ id }) => id));
  const parents = new Map(scene.elements.map(({ id, parent }) => [id, parent]));
  const buses = new Map(
    boxes.flatMap(({ id, kind, parent }) => (kind === 'bridge' ? [[parent, id] as const] : [])),
  );
  const end = (id: string): string => {
    if (known.has(id)) return id;
    const parent = parents.get(id);
    // A plug stands on the bus of its network, an endpoint in its container.
    return buses.get(parent) ?? parent ?? id;
  };
  const graph = {
    id: 'root',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'DOWN',
      'elk.edgeRouting': 'ORTHOGONAL',
    },
    children: boxes.map(({ id, box: { width, height } }) => ({ id, width, height })),
    edges: scene.edges.map(({ id, from, to }) => ({
      id,
      sources: [end(from)],
      targets: [end(to)],
    })),
  };
  const { default: Elk } = createRequire(__filename)('elkjs/lib/elk.bundled.js') as {
    readonly default: new () => Elk;
  };
  const { edges = [] } = await new Elk().layout(graph);
  return edges.flatMap(({ sections = [] }) =>
    sections.map(({ startPoint, bendPoints = [], endPoint }) => [
      startPoint,
      ...bendPoints,
      endPoint,
    ]),
  );
}
