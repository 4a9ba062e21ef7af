import type { Scene } from '../src/scene/scene';

/**
 * Scene ids of what belongs to an element: itself, what is drawn in it and what it is drawn in, the
 * edges of all it holds, and what hangs on their other ends; of a bus the plugs on it, and of a plug
 * its bus. Everything else is dimmed on hovering, also the host around it: it holds everything, so that
 * its name would say nothing.
 */
export function relatedElements(scene: Scene, id: string): ReadonlySet<string> {
  return relatedToAll(scene, [id]);
}

/** What belongs to any of these. */
export function relatedToAll(scene: Scene, ids: readonly string[]): ReadonlySet<string> {
  const asked = new Set(ids);
  const parents = new Map(scene.elements.map((element) => [element.id, element.parent]));
  const lanes = busLanes(scene);
  const own = new Set(
    [...parents.keys()].filter((id) => [id, ...ancestors(id, parents)].some((at) => asked.has(at))),
  );
  for (const { buses, plugs } of lanes) {
    if (buses.some((bus) => asked.has(bus))) for (const plug of plugs) own.add(plug);
  }
  const hosts = new Set(scene.elements.filter(({ kind }) => kind === 'host').map(({ id }) => id));
  const related = new Set(own);
  for (const { id: edge, from, to } of scene.edges) {
    if (!own.has(from) && !own.has(to)) continue;
    related.add(edge);
    related.add(from);
    related.add(to);
  }
  for (const { buses, plugs } of lanes) {
    if (plugs.some((plug) => related.has(plug))) for (const bus of buses) related.add(bus);
  }
  for (const element of [...related]) {
    for (const ancestor of ancestors(element, parents)) {
      if (!hosts.has(ancestor)) related.add(ancestor);
    }
  }
  return related;
}

interface Lane {
  readonly buses: readonly string[];
  readonly plugs: readonly string[];
}

/** In each network: the bridge, or the parent interface that stands for it, and the plugs on it. */
function busLanes({ elements }: Scene): readonly Lane[] {
  const lanes = new Map<string, { buses: string[]; plugs: string[] }>();
  for (const { id, kind } of elements) {
    if (kind === 'network') lanes.set(id, { buses: [], plugs: [] });
  }
  for (const { id, kind, parent } of elements) {
    const lane = parent === undefined ? undefined : lanes.get(parent);
    if (kind === 'bridge' || kind === 'nic') lane?.buses.push(id);
    if (kind === 'veth') lane?.plugs.push(id);
  }
  return [...lanes.values()];
}

type Parents = ReadonlyMap<string, string | undefined>;

/** From the inside out. A scene's parents form a tree; should they not, the walk still ends. */
function ancestors(id: string, parents: Parents): readonly string[] {
  const found: string[] = [];
  let parent = parents.get(id);
  while (parent !== undefined && !found.includes(parent)) {
    found.push(parent);
    parent = parents.get(parent);
  }
  return found;
}
