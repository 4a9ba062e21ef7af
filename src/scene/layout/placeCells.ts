import type { Network } from '../../model/network';
import { groupBy } from '../../model/topologyIndex';
import type { CardMemory, LaneMemory, LayoutMemory } from '../layoutMemory';
import { networkId } from '../sceneIds';
import { assignHues } from './assignHues';
import type { Cell } from './cells';
import { freePlace, grownColumns } from './growLane';

export interface Slot {
  readonly cell: Cell;
  readonly column: number;
  readonly row: number;
}

/** A network's lane with the cells that live in it. */
export interface Lane {
  readonly id: string;
  /** Absent for the lane of containers that are on no network at all. */
  readonly network?: Network;
  readonly slots: readonly Slot[];
  readonly columns: number;
  readonly rows: number;
  /** Remembered, so that a network keeps its colour when others come and go. */
  readonly hue: number;
}

/** What published ports lead to. */
export interface Published {
  readonly networks: ReadonlySet<string>;
  /** How many, by container id. */
  readonly ports: ReadonlyMap<string, number>;
}

export interface Placement {
  /** Lanes by shelf, from left to right. */
  readonly shelves: readonly (readonly Lane[])[];
  /** What is to be remembered of it. */
  readonly memory: Pick<LayoutMemory, 'lanes' | 'cards'>;
}

const strayLane = 'lane:no network';
/** Bridges and veths that belong to nothing the engine knows. */
export const looseLane = 'lane:left over';
/** Of a column with its gutter, about, in pixels. */
const columnPitch = 228;
/** Columns a shelf takes at least before the next one starts. */
const minShelfColumns = { upright: 2, wide: 4 };

/**
 * Which lane, column and row every cell gets. `published` are the networks that ports lead to. What `memory` knows stays where it was; what is new
 * takes a free place, so one change moves nearly nothing.
 */
export function placeCells(
  cells: readonly Cell[],
  networks: readonly Network[],
  published: Published,
  aspect: number,
  memory: LayoutMemory | undefined,
): Placement {
  const lanesById = new Map(networks.map((network) => [networkId(network), network]));
  const ordered = orderLanes(networks, cells, published.networks);
  const home = new Map<string, string>();
  const drawn = new Map(networks.map((network) => [network.id, network]));
  for (const cell of cells) home.set(cell.id, homeLane(cell, drawn, memory, lanesById));
  const laneIds = ordered.map((network) => networkId(network));
  const homes = new Set(home.values());
  laneIds.push(...[strayLane, looseLane].filter((id) => homes.has(id)));

  const residents = groupBy(cells, (cell) => home.get(cell.id));
  const lanes = laneIds.map((id) => {
    const own = residents.get(id) ?? [];
    const network = lanesById.get(id);
    return fillLane(id, network, own, memory);
  });
  const hues = assignHues(laneIds, memory);
  const stacked = stackLanes(
    lanes.map((lane) => ({ ...lane, hue: hues.get(lane.id) ?? 0 })),
    aspect,
    memory,
  );
  // From which side wires enter a lane follows from where the others stand; that changes no lane's size.
  const places = new Map(
    stacked.flatMap((shelf, shelfIndex) =>
      shelf.flatMap(({ network }, index) =>
        network === undefined ? [] : [[network.id, { shelf: shelfIndex, index }] as const],
      ),
    ),
  );
  const shelves = stacked.map((shelf) =>
    shelf.map((lane) => {
      if (memory?.lanes[lane.id] !== undefined) return lane;
      const own = residents.get(lane.id) ?? [];
      const pulls = new Map(
        own.map((cell) => [cell, pullOf(cell, lane.network, places, published)]),
      );
      return { ...lane, slots: sortedSlots(lane, pulls) };
    }),
  );
  return { shelves, memory: remember(shelves) };
}

/**
 * Networks that ports lead to first, nearest to the ports' tags; those that share containers beside
 * each other; unused ones last.
 */
function orderLanes(
  networks: readonly Network[],
  cells: readonly Cell[],
  published: ReadonlySet<string>,
): readonly Network[] {
  const used = new Set(cells.flatMap((cell) => cell.networkIds));
  const ties = sharedCells(cells);
  const weight = (network: Network) => {
    if (network.kind === 'none') return 4;
    if (network.kind === 'host') return 3;
    if (!used.has(network.id)) return 2;
    return published.has(network.id) ? 0 : 1;
  };
  const left = [...networks].sort((a, b) => weight(a) - weight(b));
  const result: Network[] = [];
  while (left.length > 0) {
    const last = result.at(-1);
    let next = 0;
    if (last !== undefined) {
      let best = 0;
      const shares = ties.get(last.id);
      left.forEach((network, index) => {
        const shared = shares?.get(network.id) ?? 0;
        if (shared > best) {
          best = shared;
          next = index;
        }
      });
    }
    result.push(...left.splice(next, 1));
  }
  return result;
}

/** How many cells each two networks share. */
function sharedCells(cells: readonly Cell[]): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const counts = new Map<string, Map<string, number>>();
  for (const { networkIds } of cells) {
    if (networkIds.length < 2) continue;
    for (const a of networkIds) {
      const others = counts.get(a) ?? new Map<string, number>();
      counts.set(a, others);
      for (const b of networkIds) others.set(b, (others.get(b) ?? 0) + 1);
    }
  }
  return counts;
}

/** The remembered lane while the cell is still on that network, else the one with the default route, else the first. */
function homeLane(
  cell: Cell,
  drawn: ReadonlyMap<string, Network>,
  memory: LayoutMemory | undefined,
  lanesById: ReadonlyMap<string, Network>,
): string {
  if (cell.cards.some(({ loose }) => loose !== undefined)) return looseLane;
  const remembered = memory?.cards[cell.id]?.lane;
  const network = remembered === undefined ? undefined : lanesById.get(remembered);
  if (remembered !== undefined && network !== undefined && cell.networkIds.includes(network.id)) {
    return remembered;
  }
  const gateway = cell.cards
    .flatMap((card) => card.ports)
    .find(
      ({ endpoint }) =>
        'value' in endpoint.gatewayFor &&
        endpoint.gatewayFor.value.length > 0 &&
        drawn.has(endpoint.networkId),
    );
  const id =
    gateway?.endpoint.networkId ?? cell.networkIds.find((candidate) => drawn.has(candidate));
  const chosen = id === undefined ? hostNetwork(cell, [...drawn.values()]) : drawn.get(id);
  return chosen === undefined ? strayLane : networkId(chosen);
}

/** Containers in the host's sandbox without an endpoint of their own still stand with the host network. */
function hostNetwork(cell: Cell, networks: readonly Network[]): Network | undefined {
  const inHost = cell.cards.some((card) => card.container?.sandboxId === 'host');
  return inHost ? networks.find((network) => network.kind === 'host') : undefined;
}

/** How many more wires come to a cell from the right than from the left, besides those from its lane's own bus. */
function pullOf(
  cell: Cell,
  home: Network | undefined,
  places: ReadonlyMap<string, { readonly shelf: number; readonly index: number }>,
  published: Published,
): number {
  const own = places.get(home?.id ?? '');
  const fromTags = cell.cards.reduce(
    (sum, { container }) => sum + (published.ports.get(container?.id ?? '') ?? 0),
    0,
  );
  return cell.networkIds.reduce((sum, id) => {
    const other = places.get(id);
    if (other === undefined || own === undefined || id === home?.id) return sum;
    // Wires from other shelves enter at the left.
    return other.shelf === own.shelf && other.index > own.index ? sum + 1 : sum - 1;
  }, -fromTags);
}

/**
 * What is wired to the left stands in the first column, lowest, where it crosses none of the wires
 * that come down from the bus; what is wired to the right in the last one, on top.
 */
function sortedSlots(
  { slots }: Pick<Lane, 'slots'>,
  pulls: ReadonlyMap<Cell, number>,
): readonly Slot[] {
  const pull = (cell: Cell) => pulls.get(cell) ?? 0;
  const byId = (a: Cell, b: Cell) => (a.id < b.id ? -1 : 1);
  const cells = [...pulls.keys()].sort((a, b) => pull(a) - pull(b) || byId(a, b));
  const heights = [...groupBy(slots, ({ column }) => column)].sort(([a], [b]) => a - b);
  let used = 0;
  const sorted = heights.flatMap(([column, { length }]) => {
    const own = cells.slice(used, used + length);
    used += length;
    own.sort((a, b) => pull(b) - pull(a) || byId(a, b));
    return own.map((cell, row) => ({ cell, column, row }));
  });
  return sorted.sort((a, b) => a.row - b.row || a.column - b.column);
}

function fillLane(
  id: string,
  network: Network | undefined,
  cells: readonly Cell[],
  memory: LayoutMemory | undefined,
): Omit<Lane, 'hue'> {
  const before: LaneMemory | undefined = memory?.lanes[id];
  const wished = Math.max(
    1,
    Math.min(6, Math.round(Math.sqrt(cells.length * 2))),
    // Of many, about as wide as high on a screen: a cell is twice as wide as high.
    Math.round(Math.sqrt(cells.length * 0.65)),
  );
  const columns = before === undefined ? wished : grownColumns(id, before, cells.length, memory);
  const taken = new Set<string>();
  const slots: Slot[] = [];
  const place = (cell: Cell, column: number, row: number) => {
    taken.add(`${column}/${row}`);
    slots.push({ cell, column, row });
  };
  const waiting: Cell[] = [];
  for (const cell of cells) {
    const spot: CardMemory | undefined = memory?.cards[cell.id];
    if (spot?.lane === id && spot.column < columns && !taken.has(`${spot.column}/${spot.row}`)) {
      place(cell, spot.column, spot.row);
    } else {
      waiting.push(cell);
    }
  }
  // Column by column in a new lane: wires from outside enter it at the left and cross as few as can be.
  const height = Math.ceil(waiting.length / columns);
  for (const [index, cell] of waiting.entries()) {
    if (before === undefined) {
      place(cell, Math.floor(index / height), index % height);
      continue;
    }
    const [column, row] = freePlace(id, columns, before.rows, cell.height, taken, memory);
    place(cell, column, row);
  }
  const rows = Math.max(before?.rows ?? 0, 0, ...slots.map((slot) => slot.row + 1));
  return {
    id,
    ...(network === undefined ? {} : { network }),
    slots: slots.sort((a, b) => a.row - b.row || a.column - b.column),
    columns,
    rows,
  };
}

/** Remembered lanes keep their shelf and order; new ones go where there is room. */
function stackLanes(
  lanes: readonly Lane[],
  aspect: number,
  memory: LayoutMemory | undefined,
): readonly (readonly Lane[])[] {
  const shelves: Lane[][] = [];
  const known = lanes.filter((lane) => memory?.lanes[lane.id] !== undefined);
  const order = (lane: Lane) => memory?.lanes[lane.id]?.order ?? 0;
  for (const lane of [...known].sort((a, b) => order(a) - order(b))) {
    const shelf = memory?.lanes[lane.id]?.shelf ?? 0;
    while (shelves.length <= shelf) shelves.push([]);
    shelves[shelf]?.push(lane);
  }
  const width = (shelf: readonly Lane[]) => shelf.reduce((sum, lane) => sum + lane.columns, 0);
  const area = lanes.reduce(
    (sum, { columns, rows }) => sum + (66 + columns * columnPitch) * (170 + rows * 94),
    0,
  );
  const shelfColumns = Math.max(
    aspect < 1 ? minShelfColumns.upright : minShelfColumns.wide,
    Math.ceil(Math.sqrt(area * aspect) / columnPitch),
  );
  for (const lane of lanes) {
    if (memory?.lanes[lane.id] !== undefined) continue;
    const last = shelves.at(-1);
    if (last !== undefined && width(last) + lane.columns <= shelfColumns) last.push(lane);
    else shelves.push([lane]);
  }
  return shelves.filter((shelf) => shelf.length > 0);
}

function remember(shelves: readonly (readonly Lane[])[]): Placement['memory'] {
  const lanes: Record<string, LaneMemory> = {};
  const cards: Record<string, CardMemory> = {};
  shelves.forEach((shelf, shelfIndex) =>
    shelf.forEach((lane, order) => {
      const { columns, rows, hue } = lane;
      lanes[lane.id] = { shelf: shelfIndex, order, columns, rows, hue };
      for (const { cell, column, row } of lane.slots) {
        cards[cell.id] = { lane: lane.id, column, row };
      }
    }),
  );
  return { lanes, cards };
}
