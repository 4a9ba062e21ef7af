import type { Point, Scene, SceneElement } from '../src/scene/scene';

/** What dropping a box would do. */
export type DropTarget =
  | { readonly kind: 'move'; readonly over?: SceneElement }
  | {
      readonly kind: 'connect';
      readonly container: SceneElement;
      readonly network: SceneElement;
    }
  | {
      readonly kind: 'refused';
      readonly why: 'notHere' | 'tooMany' | 'otherEngine';
      readonly over: SceneElement;
    }
  | { readonly kind: 'nothing' };

/** The strip of a lane above its bus, in the scene's pixels: there and at its bar a lane is taken hold of. */
const titleHeight = 44;
const boxKinds: ReadonlySet<string> = new Set(['container', 'sandbox', 'endpoint']);
const areaKinds: ReadonlySet<string> = new Set(['engine', 'network', 'host', 'outside']);

/** The box that is dragged when the pointer goes down at a point; `undefined` where the picture is moved instead. */
export function dragged(scene: Scene, at: Point): SceneElement | undefined {
  const hit = scene.elements.findLast((element) => holds(element, at));
  if (hit === undefined) return undefined;
  const byId = byIds(scene);
  const isInLane = byId.get(hit.parent ?? '')?.kind === 'network';
  if (hit.kind === 'bridge' || (hit.kind === 'nic' && isInLane)) {
    return laneOf(hit, byId);
  }
  if (hit.kind === 'network') return at.y <= hit.box.y + titleHeight ? hit : undefined;
  return boxKinds.has(hit.kind) ? outermost(hit, byId) : undefined;
}

/** The boxes within a frame that can be moved. */
export function boxesIn(scene: Scene, from: Point, to: Point): readonly SceneElement[] {
  const byId = byIds(scene);
  const [left, right] = [Math.min(from.x, to.x), Math.max(from.x, to.x)];
  const [top, bottom] = [Math.min(from.y, to.y), Math.max(from.y, to.y)];
  const found = scene.elements.filter(({ kind, box }) => {
    if (kind !== 'container' && kind !== 'sandbox') return false;
    const isBeside = box.x > right || box.x + box.width < left;
    return !isBeside && box.y <= bottom && box.y + box.height >= top;
  });
  return [...new Set(found.map((element) => outermost(element, byId)))];
}

/**
 * A container dropped on a network it is not on is connected to it; on its own networks, and where
 * nothing is, it is moved.
 */
export function dropTarget(scene: Scene, boxes: readonly SceneElement[], at: Point): DropTarget {
  const [first] = boxes;
  if (first === undefined) return { kind: 'nothing' };
  const over = scene.elements.findLast(
    (element) => element.kind === 'network' && holds(element, at),
  );
  const byId = byIds(scene);
  const frame = scene.elements.findLast(
    (element) => element.kind === 'engine' && holds(element, at),
  );
  // Between engines there is nothing to connect, and no way for a box.
  if (frame !== undefined && frame !== frameOf(first, byId)) {
    return over === undefined || first.kind === 'network'
      ? { kind: 'nothing' }
      : { kind: 'refused', why: 'otherEngine', over };
  }
  if (first.kind === 'network' || over === undefined) {
    return over === undefined || over.id === first.id ? { kind: 'move' } : { kind: 'move', over };
  }
  const strangers = boxes.filter((box) => !lanesOf(scene, box).has(over.id));
  if (strangers.length === 0) return { kind: 'move', over };
  if (boxes.length > 1) return { kind: 'refused', why: 'tooMany', over };
  if (scene.origin !== 'engine') return { kind: 'refused', why: 'notHere', over };
  const container =
    first.kind === 'sandbox'
      ? scene.elements.find(({ kind, parent }) => kind === 'container' && parent === first.id)
      : first;
  return container?.kind === 'container'
    ? { kind: 'connect', container, network: over }
    : { kind: 'nothing' };
}

/** Lanes of the networks that a box is wired to, and the one it stands in. */
function lanesOf(scene: Scene, box: SceneElement): ReadonlySet<string> {
  const byId = byIds(scene);
  const lanes = new Set<string>();
  const add = (element: SceneElement | undefined) => {
    const lane = element && laneOf(element, byId);
    if (lane !== undefined) lanes.add(lane.id);
  };
  add(box);
  for (const { kind, from, to } of scene.edges) {
    if (kind !== 'wire') continue;
    const end = byId.get(to);
    if (end !== undefined && outermost(end, byId).id === box.id) add(byId.get(from));
  }
  return lanes;
}

type ById = ReadonlyMap<string, SceneElement>;

function byIds({ elements }: Scene): ById {
  return new Map(elements.map((element) => [element.id, element]));
}

/** The network an element is drawn in, or is. A scene's parents form a tree; should they not, this still ends. */
function laneOf(element: SceneElement, byId: ById): SceneElement | undefined {
  let current: SceneElement | undefined = element;
  for (let depth = 0; current !== undefined && depth < 10; depth++) {
    if (current.kind === 'network') return current;
    current = byId.get(current.parent ?? '');
  }
  return undefined;
}

/** The frame of an engine that an element is drawn in, in a picture of several. */
function frameOf(element: SceneElement, byId: ById): SceneElement | undefined {
  let current: SceneElement | undefined = element;
  for (let depth = 0; current !== undefined && depth < 10; depth++) {
    if (current.kind === 'engine') return current;
    current = byId.get(current.parent ?? '');
  }
  return undefined;
}

function outermost(element: SceneElement, byId: ById): SceneElement {
  let current = element;
  for (let depth = 0; depth < 10; depth++) {
    const parent = byId.get(current.parent ?? '');
    if (parent === undefined || areaKinds.has(parent.kind)) return current;
    current = parent;
  }
  return current;
}

function holds({ box: { x, y, width, height } }: SceneElement, at: Point): boolean {
  return at.x >= x && at.x <= x + width && at.y >= y && at.y <= y + height;
}
