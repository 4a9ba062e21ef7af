import type { Scene } from '../scene/scene';

/** Scene ids that stay lit for a path: its elements that are drawn, what they stand in, and the wires between them. */
export function litPath(scene: Scene, elements: readonly string[]): ReadonlySet<string> {
  const parents = new Map(scene.elements.map(({ id, parent }) => [id, parent]));
  const on = new Set(elements.filter((id) => parents.has(id)));
  const lit = new Set(on);
  for (const { id, from, to } of scene.edges) if (on.has(from) && on.has(to)) lit.add(id);
  for (const id of on) {
    let parent = parents.get(id);
    while (parent !== undefined && !lit.has(parent)) {
      lit.add(parent);
      parent = parents.get(parent);
    }
  }
  return lit;
}
