import type { Drawn, DrawnNode } from './drawnElements';
import { isQuiet } from './drawnElements';

export function isNode(drawn: Drawn): drawn is DrawnNode {
  return drawn.group === 'nodes';
}

/** Whether the one can be changed into the other. Cytoscape does not move an edge's ends in place. */
export function becomes(old: Drawn, next: Drawn | undefined): boolean {
  if (next === undefined || isNode(old) || isNode(next)) return old.group === next?.group;
  if (isQuiet(old) !== isQuiet(next)) return false;
  return old.source === next.source && old.target === next.target;
}

/** Whether there is nothing to change; of the same element. */
export function looksSame(old: Drawn, next: Drawn): boolean {
  if (old.classes !== next.classes) return false;
  if (isNode(old) && isNode(next) && (old.x !== next.x || old.y !== next.y)) return false;
  const keys = Object.keys(next.data);
  if (keys.length !== Object.keys(old.data).length) return false;
  return keys.every((key) => old.data[key] === next.data[key]);
}
