import { isNode } from './compareDrawn';
import type { Drawn } from './drawnElements';
import type { View } from './shownTexts';

/** From here on a network is looked at from near: what it is folded to gives way to what is in it. */
const unfoldingZoom = 0.4;

/** Scene ids of the networks that are looked at from near, those in the middle first. */
export function networksInView(
  drawn: Iterable<Drawn>,
  { zoom, x1, x2, y1, y2 }: View,
): readonly string[] {
  if (zoom < unfoldingZoom) return [];
  const found: { readonly id: string; readonly distance: number }[] = [];
  for (const one of drawn) {
    if (!isNode(one) || !one.classes.startsWith('element k-network')) continue;
    const { w = 0, h = 0, scene = '' } = one.data;
    const dx = Math.abs(one.x - (x1 + x2) / 2) - Number(w) / 2;
    const dy = Math.abs(one.y - (y1 + y2) / 2) - Number(h) / 2;
    if (dx > (x2 - x1) / 2 || dy > (y2 - y1) / 2) continue;
    found.push({ id: String(scene), distance: Math.max(dx, 0) + Math.max(dy, 0) });
  }
  return found.sort((a, b) => a.distance - b.distance).map(({ id }) => id);
}
