import type { LayoutMemory } from '../layoutMemory';

/** As many as the drawing tells apart. */
const hueCount = 6;

/** Known lanes keep their hue; new ones take the one that is used least, the first of equals. */
export function assignHues(
  lanes: readonly string[],
  memory: LayoutMemory | undefined,
): ReadonlyMap<string, number> {
  const hues = new Map<string, number>();
  const uses = new Array<number>(hueCount).fill(0);
  const use = (id: string, hue: number) => {
    hues.set(id, hue);
    uses[hue] = (uses[hue] ?? 0) + 1;
  };
  for (const id of lanes) {
    const hue = memory?.lanes[id]?.hue ?? memory?.hues?.[id];
    if (hue !== undefined && uses[hue] !== undefined) use(id, hue);
  }
  for (const id of lanes) {
    if (!hues.has(id)) use(id, uses.indexOf(Math.min(...uses)));
  }
  return hues;
}
