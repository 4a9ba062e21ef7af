import type { Direction } from '../src/scene/moveInLayout';
import type { Scene, SceneElement } from '../src/scene/scene';

/** What the keyboard stops at in the drawing; the outline has everything. */
const stops: ReadonlySet<string> = new Set([
  'engine',
  'outside',
  'nic',
  'port',
  'network',
  'bridge',
  'container',
]);

/**
 * The element beside another in a direction: of those that lie mostly that way the nearest, where what
 * is off to the side counts as farther. Without one to start from, the first of the drawing.
 */
export function elementBeside(
  scene: Scene,
  from: string | undefined,
  to: Direction,
): SceneElement | undefined {
  const all = scene.elements.filter(({ kind }) => stops.has(kind));
  const start = scene.elements.find(({ id }) => id === from);
  if (start === undefined) return all[0];
  let best: SceneElement | undefined;
  let least = Infinity;
  for (const element of all) {
    if (element.id === start.id) continue;
    const distance = distanceTo(anchor(start), anchor(element), to);
    if (distance >= least) continue;
    [best, least] = [element, distance];
  }
  return best;
}

interface Anchor {
  readonly x: number;
  readonly y: number;
}

/** A network or an engine is where its title is: in the middle is what it holds. */
function anchor({ kind, box: { x, y, width, height } }: SceneElement): Anchor {
  return { x: x + width / 2, y: kind === 'network' || kind === 'engine' ? y + 20 : y + height / 2 };
}

function distanceTo(from: Anchor, to: Anchor, direction: Direction): number {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const [along, aside] = {
    left: [-dx, dy],
    right: [dx, dy],
    up: [-dy, dx],
    down: [dy, dx],
  }[direction] as [number, number];
  // Within a right angle of the direction.
  return along > 1 && Math.abs(aside) <= along * 2 ? along + 2 * Math.abs(aside) : Infinity;
}
