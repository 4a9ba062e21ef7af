import type { Scene, SceneElement } from '../src/scene/scene';

/** A row of the outline. An element stands in several places when it is on several networks. */
export interface OutlineRow {
  /** Scene ids from the root to this row: unique in the outline, and the same after a refresh. */
  readonly path: readonly string[];
  readonly id: string;
  readonly name: string;
  readonly address: string | undefined;
  readonly description: string;
  readonly children: readonly OutlineRow[];
}

/**
 * The scene as a tree: hosts and what is drawn in them; then every network with who is on it, and of
 * each its endpoints there. Whoever is on no network stands where it is drawn.
 */
export function outlineRows(scene: Scene): readonly OutlineRow[] {
  const index = indexScene(scene);
  const roots = scene.elements.filter((element) => placeOf(element, index) === undefined);
  const isNetwork = (element: SceneElement) => element.kind === 'network';
  const ordered = [
    ...roots.filter((element) => !isNetwork(element)),
    ...roots.filter((element) => isNetwork(element)),
  ];
  return ordered.map((element) => toRow(element, [], index));
}

interface SceneIndex {
  readonly elements: readonly SceneElement[];
  readonly byId: ReadonlyMap<string, SceneElement>;
  /** Endpoint to the network its wire leads to. */
  readonly networkOf: ReadonlyMap<string, string>;
  /** Who holds endpoints, and on which networks these are. */
  readonly networksOf: ReadonlyMap<string, ReadonlySet<string>>;
}

function indexScene({ elements, edges }: Scene): SceneIndex {
  const byId = new Map(elements.map((element) => [element.id, element]));
  const networkOf = new Map<string, string>();
  const networksOf = new Map<string, Set<string>>();
  for (const { from, to } of edges) {
    for (const [end, other] of [
      [from, to],
      [to, from],
    ] as const) {
      const endpoint = byId.get(end);
      const network = networkAround(other, byId);
      if (endpoint?.kind !== 'endpoint' || network === undefined) continue;
      if (byId.get(other)?.kind === 'endpoint') continue;
      networkOf.set(end, network);
      const holder = endpoint.parent ?? end;
      networksOf.set(holder, (networksOf.get(holder) ?? new Set()).add(network));
    }
  }
  return { elements, byId, networkOf, networksOf };
}

function networkAround(
  id: string,
  byId: ReadonlyMap<string, SceneElement>,
  seen: readonly string[] = [],
): string | undefined {
  const element = byId.get(id);
  if (element === undefined || seen.includes(id)) return undefined;
  if (element.kind === 'network') return id;
  if (element.parent === undefined) return undefined;
  return networkAround(element.parent, byId, [...seen, id]);
}

/** The one row an element stands under, `undefined` at the top; who is on networks stands under each of them instead. */
function placeOf(element: SceneElement, { byId, networksOf }: SceneIndex): string | undefined {
  const networks = networksOf.get(element.id);
  if (networks !== undefined) return [...networks][0];
  if (element.kind === 'network') return undefined;
  return element.parent !== undefined && byId.has(element.parent) ? element.parent : undefined;
}

function toRow(element: SceneElement, above: readonly string[], index: SceneIndex): OutlineRow {
  const path = [...above, element.id];
  const children = childrenOf(element, above, index).filter(({ id }) => !path.includes(id));
  return {
    path,
    id: element.id,
    name: element.name,
    address: element.address,
    description: element.description,
    children: children.map((child) => toRow(child, path, index)),
  };
}

function childrenOf(
  element: SceneElement,
  above: readonly string[],
  index: SceneIndex,
): readonly SceneElement[] {
  const { elements, networkOf, networksOf } = index;
  if (element.kind === 'network') {
    return elements.filter(
      (other) =>
        networksOf.get(other.id)?.has(element.id) === true || placeOf(other, index) === element.id,
    );
  }
  return elements.filter((other) => {
    if (networksOf.has(other.id) || placeOf(other, index) !== element.id) return false;
    const network = networkOf.get(other.id);
    return network === undefined || above.includes(network);
  });
}
