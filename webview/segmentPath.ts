import type { Box, Point } from '../src/scene/scene';

/**
 * A polyline in cytoscape's terms: both ends as offsets from the centres of the nodes, every bend by
 * its place along the straight line between the ends (0 at the first, 1 at the last) and its
 * distance from it (positive to the right of the way from first to last, in screen coordinates
 * where y grows downwards: cytoscape's `edge-distances: endpoints`).
 */
export interface SegmentPath {
  readonly sourceEndpoint: string;
  readonly targetEndpoint: string;
  /** Empty when the line has no bend. */
  readonly weights: string;
  readonly distances: string;
}

/** In pixels: ends closer than this meet, and have no line between them to count from. */
const shortest = 0.001;

/** `undefined` for a line that cannot be told this way: fewer than two points, or an end that meets its start. */
export function segmentPath(
  points: readonly Point[],
  source: Box,
  target: Box,
): SegmentPath | undefined {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const dx = last.x - first.x;
  const dy = last.y - first.y;
  const length = Math.hypot(dx, dy);
  if (length < shortest) return undefined;
  const bends = points.slice(1, -1).map(({ x, y }) => {
    const along = (x - first.x) * dx + (y - first.y) * dy;
    const across = (y - first.y) * dx - (x - first.x) * dy;
    return { weight: along / length ** 2, distance: across / length };
  });
  return {
    sourceEndpoint: offset(first, source),
    targetEndpoint: offset(last, target),
    weights: bends.map(({ weight }) => plain(weight)).join(' '),
    distances: bends.map(({ distance }) => plain(distance)).join(' '),
  };
}

function offset(point: Point, box: Box): string {
  const x = point.x - (box.x + box.width / 2);
  const y = point.y - (box.y + box.height / 2);
  return `${plain(x)} ${plain(y)}`;
}

/** No exponent, which cytoscape's parser would take as a unit; a thousandth of a pixel is enough. */
function plain(value: number): string {
  const text = value.toFixed(6).replace(/\.?0+$/, '');
  return text === '-0' ? '0' : text;
}
