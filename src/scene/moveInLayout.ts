import type { Topology } from '../model/topology';
import { topologyIndex } from '../model/topologyIndex';
import type { LaneGrid, Span } from './laneGrid';
import type { CardMemory, LaneMemory, LayoutMemory } from './layoutMemory';
import type { Point, SceneElement } from './scene';
import { networkId, nounOf } from './sceneIds';

/** What the user did to boxes of the picture: dragged them, or moved them by one place. */
export type BoxMove =
  | { readonly kind: 'by'; readonly ids: readonly string[]; readonly by: Point }
  | { readonly kind: 'step'; readonly ids: readonly string[]; readonly to: Direction };

export type Direction = 'left' | 'right' | 'up' | 'down';

/** The picture a move is made in. */
export interface MovedPicture {
  readonly topology: Topology;
  readonly elements: readonly SceneElement[];
  readonly grids: readonly LaneGrid[];
  readonly memory: LayoutMemory;
}

/** Below and right of a lane a box may be dropped to give the lane another row or column, in pixels. */
const growth = 70;

const steps: Readonly<Record<Direction, readonly [column: number, row: number]>> = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1],
};

/**
 * The memory of where things stand after a move, for the next layout; `undefined` when nothing moves.
 * Boxes go from place to place of the lanes' grids, so that nothing ever overlaps and wires find their
 * way: a container to the place that is nearest to where it was dropped, in a lane of a network it is on;
 * who stands there takes a place that got free. A network's lane goes beside the lane it was dropped on,
 * or onto a shelf of its own.
 */
export function moveInLayout(picture: MovedPicture, move: BoxMove): LayoutMemory | undefined {
  const { memory } = picture;
  const ids = [...new Set(move.ids.map((id) => movable(picture, id)))].filter(
    (id) => id !== undefined,
  );
  const lane = ids.find((id) => memory.lanes[id] !== undefined);
  // Lanes are moved one at a time: with its lane a container moves anyway.
  if (lane !== undefined) return moveLane(picture, lane, move);
  return moveCards(picture, ids, move);
}

/** The box that moves when this element is dragged: what has a place of its own, be it around it. */
function movable({ elements, memory }: MovedPicture, id: string): string | undefined {
  const parents = new Map(elements.map((element) => [element.id, element.parent]));
  const isHandle = id.startsWith('bridge:') || id.startsWith('nic:');
  let current: string | undefined = isHandle ? parents.get(id) : id;
  while (current !== undefined) {
    if (memory.cards[current] !== undefined || (current === id && memory.lanes[id])) return current;
    if (isHandle && memory.lanes[current] !== undefined) return current;
    current = parents.get(current);
  }
  return undefined;
}

interface Target {
  readonly id: string;
  readonly place: CardMemory;
}

function moveCards(
  picture: MovedPicture,
  ids: readonly string[],
  move: BoxMove,
): LayoutMemory | undefined {
  const { memory } = picture;
  const targets = ids.flatMap((id): readonly Target[] => {
    const from = memory.cards[id];
    const to = from && targetOf(picture, id, from, move);
    return to === undefined ? [] : [{ id, place: to }];
  });
  if (targets.every(({ id, place }) => isSame(memory.cards[id], place))) return undefined;
  return placed(memory, targets);
}

function targetOf(
  picture: MovedPicture,
  id: string,
  from: CardMemory,
  move: BoxMove,
): CardMemory | undefined {
  if (move.kind === 'step') {
    const [columns, rows] = steps[move.to];
    const column = from.column + columns;
    const row = from.row + rows;
    return column < 0 || row < 0 ? undefined : { lane: from.lane, column, row };
  }
  const box = picture.elements.find((element) => element.id === id)?.box;
  if (box === undefined) return undefined;
  const centre = {
    x: box.x + box.width / 2 + move.by.x,
    y: box.y + box.height / 2 + move.by.y,
  };
  const grid = laneAt(picture, id, from.lane, centre);
  if (grid === undefined) return undefined;
  return {
    lane: grid.id,
    column: nearest(grid.columns, centre.x),
    row: nearest(grid.rows, centre.y),
  };
}

/** Only lanes of networks the box is on; around its own there is room to let the lane grow. */
function laneAt(
  { grids, topology }: MovedPicture,
  id: string,
  home: string,
  at: Point,
): LaneGrid | undefined {
  const hit = grids.find((grid) => isIn(grid, at, 0));
  if (hit !== undefined && (hit.id === home || lanesOf(topology, id).has(hit.id))) return hit;
  if (hit !== undefined) return undefined;
  return grids.find((grid) => grid.id === home && isIn(grid, at, growth));
}

function isIn({ box: { x, y, width, height } }: LaneGrid, at: Point, beyond: number): boolean {
  const insideX = at.x >= x - beyond && at.x <= x + width + beyond;
  return insideX && at.y >= y - beyond && at.y <= y + height + beyond;
}

function lanesOf(topology: Topology, id: string): ReadonlySet<string> {
  const index = topologyIndex(topology);
  const noun = nounOf(topology, id);
  const containers =
    noun?.kind === 'container'
      ? [noun.container.id]
      : noun?.kind === 'sandbox'
        ? noun.sandbox.containerIds
        : [];
  return new Set(
    containers.flatMap((container) =>
      index.endpointsOf(container).flatMap((endpoint) => {
        const network = index.networks.get(endpoint.networkId);
        return network === undefined ? [] : [networkId(network)];
      }),
    ),
  );
}

/** The index of the nearest span; past the last one the next, which is not there yet. */
function nearest(spans: readonly Span[], at: number): number {
  const last = spans.at(-1);
  if (last === undefined) return 0;
  if (at > last.start + last.size) return spans.length;
  let best = 0;
  let distance = Infinity;
  spans.forEach(({ start, size }, index) => {
    const away = Math.abs(at - (start + size / 2));
    if (away < distance) [best, distance] = [index, away];
  });
  return best;
}

/** Gives every target its place; who stood there takes a place that got free, or the next free one. */
function placed(memory: LayoutMemory, targets: readonly Target[]): LayoutMemory {
  const moved = new Set(targets.map(({ id }) => id));
  const cards: Record<string, CardMemory> = {};
  const taken = new Map<string, string>();
  const put = (id: string, place: CardMemory) => {
    cards[id] = place;
    taken.set(keyOf(place), id);
  };
  const inOrder = [...targets].sort(
    (a, b) => a.place.row - b.place.row || a.place.column - b.place.column,
  );
  for (const { id, place } of inOrder) put(id, firstFree(place, taken));
  const vacated = targets.flatMap(({ id }) => memory.cards[id] ?? []);
  const displaced: (readonly [string, CardMemory])[] = [];
  for (const [id, place] of Object.entries(memory.cards)) {
    if (moved.has(id)) continue;
    if (taken.has(keyOf(place))) displaced.push([id, place]);
    else put(id, place);
  }
  for (const [id, place] of displaced) {
    const free = vacated.find((spot) => spot.lane === place.lane && !taken.has(keyOf(spot)));
    put(id, free ?? firstFree(place, taken));
  }
  return { ...memory, cards, lanes: grownLanes(memory.lanes, cards) };
}

/** The place, or the next one below that is free. */
function firstFree(place: CardMemory, taken: ReadonlyMap<string, string>): CardMemory {
  let free = place;
  while (taken.has(keyOf(free))) free = { ...free, row: free.row + 1 };
  return free;
}

function grownLanes(
  lanes: LayoutMemory['lanes'],
  cards: Readonly<Record<string, CardMemory>>,
): LayoutMemory['lanes'] {
  const grown: Record<string, LaneMemory> = { ...lanes };
  for (const { lane, column, row } of Object.values(cards)) {
    const before = grown[lane];
    if (before === undefined) continue;
    const columns = Math.max(before.columns, column + 1);
    grown[lane] = { ...before, columns, rows: Math.max(before.rows, row + 1) };
  }
  return grown;
}

function keyOf({ lane, column, row }: CardMemory): string {
  return `${column}/${row}/${lane}`;
}

function isSame(a: CardMemory | undefined, b: CardMemory): boolean {
  return a !== undefined && keyOf(a) === keyOf(b);
}

/** Shelves of lane ids, from left to right; an empty one is dropped by the layout. */
type Shelves = readonly (readonly string[])[];

function moveLane(picture: MovedPicture, id: string, move: BoxMove): LayoutMemory | undefined {
  const { lanes } = picture.memory;
  const before = shelvesOf(lanes);
  const after = (
    move.kind === 'step' ? stepped(before, id, move.to) : droppedLane(picture, before, id, move.by)
  ).filter((shelf) => shelf.length > 0);
  if (JSON.stringify(after) === JSON.stringify(before)) return undefined;
  const moved: Record<string, LaneMemory> = { ...lanes };
  after.forEach((shelf, shelfIndex) =>
    shelf.forEach((lane, order) => {
      const old = moved[lane];
      if (old !== undefined) moved[lane] = { ...old, shelf: shelfIndex, order };
    }),
  );
  return { ...picture.memory, lanes: moved };
}

function shelvesOf(lanes: LayoutMemory['lanes']): Shelves {
  const shelves: string[][] = [];
  const ordered = Object.entries(lanes).sort(([, a], [, b]) => a.order - b.order);
  for (const [id, { shelf }] of ordered) {
    while (shelves.length <= shelf) shelves.push([]);
    shelves[shelf]?.push(id);
  }
  return shelves.filter((shelf) => shelf.length > 0);
}

function stepped(shelves: Shelves, id: string, to: Direction): Shelves {
  const shelf = shelves.findIndex((lanes) => lanes.includes(id));
  const order = shelves[shelf]?.indexOf(id) ?? 0;
  const [columns, rows] = steps[to];
  if (rows === 0) return inserted(without(shelves, id), id, shelf, Math.max(0, order + columns));
  if (shelf + rows < 0) return [[id], ...without(shelves, id)];
  return inserted(without(shelves, id), id, shelf + rows, order);
}

function droppedLane({ grids }: MovedPicture, shelves: Shelves, id: string, by: Point): Shelves {
  const own = grids.find((grid) => grid.id === id);
  if (own === undefined) return shelves;
  const { x, y, width, height } = own.box;
  const at = { x: x + width / 2 + by.x, y: y + height / 2 + by.y };
  const others = grids.filter((grid) => grid.id !== id);
  const hit = others.find((grid) => isIn(grid, at, 0));
  const rest = without(shelves, id);
  if (hit !== undefined) {
    const shelf = shelves.findIndex((lanes) => lanes.includes(hit.id));
    const after = at.x > hit.box.x + hit.box.width / 2 ? 1 : 0;
    return inserted(rest, id, shelf, (rest[shelf]?.indexOf(hit.id) ?? 0) + after);
  }
  if (isIn(own, at, 0)) return shelves;
  const beside = others.filter(({ box }) => at.y >= box.y && at.y <= box.y + box.height);
  const [level] = beside;
  if (level === undefined) {
    const above = others.every(({ box }) => at.y < box.y);
    return above ? [[id], ...rest] : [...rest, [id]];
  }
  const shelf = shelves.findIndex((lanes) => lanes.includes(level.id));
  const left = beside.filter(({ box }) => box.x + box.width / 2 < at.x).length;
  return inserted(rest, id, shelf, left);
}

/** Keeps the shelves' places: an empty one stays until all is done. */
function without(shelves: Shelves, id: string): Shelves {
  return shelves.map((lanes) => lanes.filter((lane) => lane !== id));
}

function inserted(shelves: Shelves, id: string, shelf: number, order: number): Shelves {
  if (shelf >= shelves.length) return [...shelves, [id]];
  return shelves.map((lanes, index) =>
    index === shelf ? [...lanes.slice(0, order), id, ...lanes.slice(order)] : lanes,
  );
}
