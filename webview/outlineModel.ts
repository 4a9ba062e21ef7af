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
 * The scene as a tree, of several engines one for each: hosts and what is drawn in them; then every network
 * with who is on it, and of each its endpoints there. Whoever is on no network stands where it is drawn.
 */
export function outlineRows(scene: Scene): readonly OutlineRow[] {
  const index = indexScene(scene);
  const roots = index.childrenOf.get(undefined) ?? [];
  return networksLast(roots).map((element) => toRow(element, [], index));
}

function networksLast(elements: readonly SceneElement[]): readonly SceneElement[] {
  const isNetwork = (element: SceneElement) => element.kind === 'network';
  return [
    ...elements.filter((element) => !isNetwork(element)),
    ...elements.filter((element) => isNetwork(element)),
  ];
}

/** Under a network its bar, then who is on it, in the order of the drawing. */
function ordered(
  kind: SceneElement['kind'],
  children: readonly SceneElement[],
): readonly SceneElement[] {
  if (kind === 'engine') return networksLast(children);
  if (kind !== 'network') return children;
  const isBar = (child: SceneElement) => child.kind === 'bridge' || child.kind === 'nic';
  return [...children.filter(isBar), ...children.filter((child) => !isBar(child))];
}

interface SceneIndex {
  /** By scene id; `undefined` stands for the top. */
  readonly childrenOf: ReadonlyMap<string | undefined, readonly SceneElement[]>;
  /** Endpoint to the network its wire leads to. */
  readonly networkOf: ReadonlyMap<string, string>;
}

type ById = ReadonlyMap<string, SceneElement>;

function indexScene(scene: Scene): SceneIndex {
  const byId: ById = new Map(scene.elements.map((element) => [element.id, element]));
  const networkOf = wiredNetworks(scene, byId);
  const networksOf = new Map<string, Set<string>>();
  for (const [endpoint, network] of networkOf) {
    const holder = holderOf(endpoint, byId);
    networksOf.set(holder, (networksOf.get(holder) ?? new Set()).add(network));
  }
  const childrenOf = new Map<string | undefined, SceneElement[]>();
  for (const element of scene.elements) {
    for (const place of networksOf.get(element.id) ?? [drawnIn(element, byId)]) {
      const children = childrenOf.get(place) ?? [];
      children.push(element);
      childrenOf.set(place, children);
    }
  }
  return { childrenOf, networkOf };
}

/**
 * Who is on the network of an endpoint: its container, or the sandbox that this shares with others and that
 * holds them all; left-over ones stand alone in the lane.
 */
function holderOf(endpoint: string, byId: ById): string {
  const parent = byId.get(byId.get(endpoint)?.parent ?? endpoint);
  if (parent === undefined || parent.kind === 'network') return endpoint;
  const around = byId.get(parent.parent ?? '');
  return around?.kind === 'sandbox' ? around.id : parent.id;
}

/** Of every endpoint with a wire: the network at its other end. */
function wiredNetworks({ edges }: Scene, byId: ById): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { from, to } of edges) {
    for (const [end, other] of [
      [from, to],
      [to, from],
    ] as const) {
      if (byId.get(end)?.kind !== 'endpoint' || byId.get(other)?.kind === 'endpoint') continue;
      // A macvlan wire ends at the parent interface: then the lane it is drawn in counts.
      const network = networkAround(other, byId) ?? networkAround(end, byId);
      if (network !== undefined) found.set(end, network);
    }
  }
  return found;
}

function networkAround(
  id: string,
  byId: ById,
  seen: ReadonlySet<string> = new Set(),
): string | undefined {
  const element = byId.get(id);
  if (element === undefined || seen.has(id)) return undefined;
  if (element.kind === 'network') return id;
  if (element.parent === undefined) return undefined;
  return networkAround(element.parent, byId, new Set([...seen, id]));
}

/** Networks stand at the top, or at the top of their engine, whatever they are drawn in. */
function drawnIn({ kind, parent }: SceneElement, byId: ById): string | undefined {
  let holder = byId.get(parent ?? '');
  // A scene's parents form a tree; should they not, this still ends.
  for (let depth = 0; kind === 'network' && holder !== undefined && depth < 10; depth++) {
    if (holder.kind === 'engine') break;
    holder = byId.get(holder.parent ?? '');
  }
  return holder?.id;
}

function toRow(
  element: SceneElement,
  above: readonly string[],
  index: SceneIndex,
  holder?: SceneElement,
): OutlineRow {
  const path = [...above, element.id];
  const children = (index.childrenOf.get(element.id) ?? []).filter(({ id }) => {
    const network = index.networkOf.get(id);
    const isElsewhere = network !== undefined && !path.includes(network);
    return !isElsewhere && !path.includes(id);
  });
  // What an endpoint says, `eth0 172.20.0.2`, where its name is that of the container it stands below.
  const said =
    element.kind === 'endpoint' && element.name === holder?.name ? element.texts[0] : undefined;
  return {
    path,
    id: element.id,
    // A plug that was not read has no name; a port's name holds its address already.
    name: said?.text ?? (element.name === '' ? element.description : element.name),
    address: element.kind === 'port' || said !== undefined ? undefined : element.address,
    description: element.description,
    children: ordered(element.kind, children).map((child) => toRow(child, path, index, element)),
  };
}
