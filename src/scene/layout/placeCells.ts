import type { Network } from '../../model/network';
import { isKnown } from '../../model/provenance';
import { groupBy } from '../../model/topologyIndex';
import type { CardMemory, LaneMemory, LayoutMemory } from '../layoutMemory';
import { networkId } from '../sceneIds';
import { assignHues } from './assignHues';
import type { Cell } from './cells';
import { chooseShape, columnsFor, laneNeeds, laneWidth } from './chooseShape';
import { freePlace, grownColumns } from './growLane';
import { orderLanes } from './orderLanes';

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
  const lanesById = new Map<string, Network>();
  const drawn = new Map<string, Network>();
  for (const network of networks) {
    lanesById.set(networkId(network), network);
    drawn.set(network.id, network);
  }
  const ordered = orderLanes(networks, cells, published.networks);
  const residents = groupBy(cells, (cell) => homeLane(cell, drawn, memory, lanesById));
  const laneIds = ordered.map((network) => networkId(network));
  laneIds.push(...[strayLane, looseLane].filter((id) => residents.has(id)));

  const needs = new Map(
    laneIds.map((id) => [
      id,
      laneNeeds(residents.get(id) ?? [], lanesById.get(id), memory?.lanes[id], published),
    ]),
  );
  const tags = [...published.ports.values()].reduce((sum, count) => sum + count, 0);
  const shape = chooseShape([...needs.values()], tags, aspect);
  const lanes = laneIds.map((id) => {
    const own = residents.get(id) ?? [];
    const network = lanesById.get(id);
    return fillLane(id, network, own, shape.spread, memory);
  });
  const hues = assignHues(laneIds, memory);
  const widthOf = (id: string) => {
    const known = needs.get(id);
    return known === undefined ? 0 : laneWidth(known, shape.spread);
  };
  const stacked = stackLanes(
    lanes.map((lane) => ({ ...lane, hue: hues.get(lane.id) ?? 0 })),
    widthOf,
    shape.width,
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
      const pulls = new Map<Cell, number>();
      for (const cell of residents.get(lane.id) ?? []) {
        pulls.set(cell, pullOf(cell, lane.network, places, published));
      }
      return { ...lane, slots: sortedSlots(lane, pulls) };
    }),
  );
  return { shelves, memory: remember(shelves) };
}

/** The remembered lane while the cell is still on that network, else the one with the default route, else the first. */
function homeLane(
  cell: Cell,
  drawn: ReadonlyMap<string, Network>,
  memory: LayoutMemory | undefined,
  lanesById: ReadonlyMap<string, Network>,
): string {
  if (cell.cards[0]?.loose !== undefined) return looseLane;
  const remembered = memory?.cards[cell.id]?.lane;
  const network = remembered === undefined ? undefined : lanesById.get(remembered);
  if (remembered !== undefined && network !== undefined && cell.networkIds.includes(network.id)) {
    return remembered;
  }
  const id = gatewayNetwork(cell, drawn) ?? cell.networkIds.find((one) => drawn.has(one));
  const chosen = id === undefined ? hostNetwork(cell, [...drawn.values()]) : drawn.get(id);
  return chosen === undefined ? strayLane : networkId(chosen);
}

/** The network that a default route of the cell leads to. */
function gatewayNetwork({ cards }: Cell, drawn: ReadonlyMap<string, Network>): string | undefined {
  for (const { ports } of cards) {
    for (const { endpoint } of ports) {
      const { gatewayFor, networkId: id } = endpoint;
      if (isKnown(gatewayFor) && gatewayFor.value.length > 0 && drawn.has(id)) return id;
    }
  }
  return undefined;
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
  let pull = 0;
  for (const { container } of cell.cards) {
    if (container !== undefined) pull -= published.ports.get(container.id) ?? 0;
  }
  const own = home && places.get(home.id);
  // Most are on their own network alone.
  if (own === undefined || cell.networkIds.length === 1) return pull;
  for (const id of cell.networkIds) {
    const other = id === home?.id ? undefined : places.get(id);
    if (other === undefined) continue;
    // Wires from other shelves enter at the left.
    pull += other.shelf === own.shelf && other.index > own.index ? 1 : -1;
  }
  return pull;
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
  const heights: number[] = [];
  for (const { column } of slots) heights[column] = (heights[column] ?? 0) + 1;
  let used = 0;
  const columns = heights.map((height) => {
    const own = cells.slice(used, used + height);
    used += height;
    return own.sort((a, b) => pull(b) - pull(a) || byId(a, b));
  });
  return slots.flatMap(({ column, row }) => {
    const cell = columns[column]?.[row];
    return cell === undefined ? [] : [{ cell, column, row }];
  });
}

function fillLane(
  id: string,
  network: Network | undefined,
  cells: readonly Cell[],
  spread: number,
  memory: LayoutMemory | undefined,
): Omit<Lane, 'hue'> {
  const before: LaneMemory | undefined = memory?.lanes[id];
  const columns =
    before === undefined
      ? columnsFor(cells.length, spread)
      : grownColumns(id, before, cells.length, memory);
  const taken = new Set<number>();
  const slots: Slot[] = [];
  const place = (cell: Cell, column: number, row: number) => {
    taken.add(row * columns + column);
    slots.push({ cell, column, row });
  };
  const waiting: Cell[] = [];
  for (const cell of cells) {
    const spot: CardMemory | undefined = memory?.cards[cell.id];
    if (
      spot?.lane === id &&
      spot.column < columns &&
      !taken.has(spot.row * columns + spot.column)
    ) {
      place(cell, spot.column, spot.row);
    } else {
      waiting.push(cell);
    }
  }
  // Column by column in a new lane: wires from outside enter it at the left and cross as few as can be.
  const height = Math.ceil(waiting.length / columns);
  waiting.forEach((cell, index) => {
    if (before === undefined) {
      place(cell, Math.floor(index / height), index % height);
      return;
    }
    const [column, row] = freePlace(id, columns, before.rows, cell.height, taken, memory);
    place(cell, column, row);
  });
  // What an engine that died leaves behind goes when it is back, and so does the room it took.
  const kept = id === looseLane ? 0 : (before?.rows ?? 0);
  const rows = slots.reduce((most, { row }) => Math.max(most, row + 1), kept);
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
  /** By id, in pixels. */
  widthOf: (lane: string) => number,
  shelfWidth: number,
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
  for (const lane of lanes) {
    if (memory?.lanes[lane.id] !== undefined) continue;
    const last = shelves.at(-1);
    const width = last?.reduce((sum, { id }) => sum + widthOf(id), widthOf(lane.id)) ?? Infinity;
    if (width <= shelfWidth) last?.push(lane);
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
