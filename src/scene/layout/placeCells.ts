import type { Network } from '../../model/network';
import { isKnown } from '../../model/provenance';
import type { CardMemory, LaneMemory, LayoutMemory } from '../layoutMemory';
import { assignHues } from './assignHues';
import type { Cell } from './cells';
import { chooseShape, columnsFor, laneNeeds, laneWidth } from './chooseShape';
import { DrawnNetworks } from './drawnNetworks';
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
  readonly network: Network | undefined;
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

/** Containers that are on no network. */
export const strayLane = 'lane:no network';
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
  const drawn = new DrawnNetworks(networks);
  const ordered = orderLanes(networks, cells, published.networks);
  const residents = new Map<string, Cell[]>();
  cells.forEach((cell) => {
    const lane = homeLane(cell, drawn, memory);
    const others = residents.get(lane);
    if (others === undefined) residents.set(lane, [cell]);
    else others.push(cell);
  });
  const laneIds = ordered.map(({ id }) => drawn.laneOf(id) ?? strayLane);
  laneIds.push(...[strayLane, looseLane].filter((id) => residents.has(id)));

  const needs = new Map(
    laneIds.map((id) => [
      id,
      laneNeeds(residents.get(id) ?? [], drawn.inLane(id), memory?.lanes[id], published),
    ]),
  );
  const tags = [...published.ports.values()].reduce((sum, count) => sum + count, 0);
  const shape = chooseShape([...needs.values()], tags, aspect);
  const hues = assignHues(laneIds, memory);
  const lanes = laneIds.map((id) => {
    const own = residents.get(id) ?? [];
    const hue = hues.get(id) ?? 0;
    const before = memory?.lanes[id];
    return memory === undefined || before === undefined
      ? newLane(id, drawn.inLane(id), own.length, shape.spread, hue)
      : refilledLane(id, drawn.inLane(id), own, hue, before, memory);
  });
  const widths = new Map<string, number>();
  needs.forEach((need, id) => widths.set(id, laneWidth(need, shape.spread)));
  const stacked = stackLanes(lanes, widths, shape.width, memory);
  // From which side wires enter a lane follows from where the others stand; that changes no lane's size.
  const places = new Map<string, LanePlace>();
  stacked.forEach((lanes, shelf) =>
    lanes.forEach(({ network }, index) => {
      if (network !== undefined) places.set(network.id, { shelf, index });
    }),
  );
  const shelves = stacked.map((shelf) =>
    shelf.map((lane): Lane => {
      const { id, network, columns, rows, hue } = lane;
      if (memory?.lanes[id] !== undefined) return lane;
      const pulled = (residents.get(id) ?? []).map((cell) => ({
        cell,
        pull: pullOf(cell, network, places, published),
      }));
      return { id, network, slots: newSlots(pulled, columns, rows), columns, rows, hue };
    }),
  );
  return { shelves, memory: remember(shelves) };
}

/** Of a lane, among all. */
interface LanePlace {
  readonly shelf: number;
  readonly index: number;
}

/** The remembered lane while the cell is still on that network, else the one with the default route, else the first. */
function homeLane(cell: Cell, drawn: DrawnNetworks, memory: LayoutMemory | undefined): string {
  if (cell.cards[0]?.loose !== undefined) return looseLane;
  const remembered = memory?.cards[cell.id]?.lane;
  const network = remembered === undefined ? undefined : drawn.inLane(remembered);
  if (remembered !== undefined && network !== undefined && cell.networkIds.includes(network.id)) {
    return remembered;
  }
  const id =
    gatewayNetwork(cell, drawn) ??
    cell.networkIds.find(drawn.isDrawn) ??
    hostNetwork(cell, drawn.all);
  return (id === undefined ? undefined : drawn.laneOf(id)) ?? strayLane;
}

/** The network that a default route of the cell leads to. */
function gatewayNetwork({ cards }: Cell, drawn: DrawnNetworks): string | undefined {
  // By index, as below: an iterator for each of a thousand cells is more than what it iterates over.
  for (let card = 0; card < cards.length; card++) {
    const ports = cards[card]?.ports ?? [];
    for (let rank = 0; rank < ports.length; rank++) {
      const endpoint = ports[rank]?.endpoint;
      if (endpoint === undefined || !isKnown(endpoint.gatewayFor)) continue;
      const { gatewayFor, networkId } = endpoint;
      if (gatewayFor.value.length > 0 && drawn.isDrawn(networkId)) return networkId;
    }
  }
  return undefined;
}

/** Containers in the host's sandbox without an endpoint of their own still stand with the host network. */
function hostNetwork(cell: Cell, networks: readonly Network[]): string | undefined {
  const inHost = cell.cards.some((card) => card.container?.sandboxId === 'host');
  return inHost ? networks.find((network) => network.kind === 'host')?.id : undefined;
}

/** How many more wires come to a cell from the right than from the left, besides those from its lane's own bus. */
function pullOf(
  cell: Cell,
  home: Network | undefined,
  places: ReadonlyMap<string, LanePlace>,
  published: Published,
): number {
  let pull = 0;
  for (let card = 0; card < cell.cards.length; card++) {
    pull -= published.ports.get(cell.cards[card]?.container?.id ?? '') ?? 0;
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

interface PulledCell {
  readonly cell: Cell;
  readonly pull: number;
}

const byId = (a: PulledCell, b: PulledCell) => (a.cell.id < b.cell.id ? -1 : 1);

/**
 * Column by column. What is wired to the left stands in the first one, lowest, where it crosses none of the
 * wires that come down from the bus; what is wired to the right in the last one, on top.
 */
function newSlots(cells: PulledCell[], columns: number, rows: number): readonly Slot[] {
  cells.sort((a, b) => a.pull - b.pull || byId(a, b));
  const filled = Array.from({ length: columns }, (_, column) => {
    const own = cells.slice(column * rows, (column + 1) * rows);
    // Most have as many wires on either side: those stand by their ids already.
    const isMixed = own.at(0)?.pull !== own.at(-1)?.pull;
    return isMixed ? own.sort((a, b) => b.pull - a.pull || byId(a, b)) : own;
  });
  const slots: Slot[] = [];
  for (let row = 0; row < rows; row++) {
    filled.forEach((own, column) => {
      const cell = own[row]?.cell;
      if (cell !== undefined) slots.push({ cell, column, row });
    });
  }
  return slots;
}

/** Its cells get their places when all lanes have theirs. */
function newLane(
  id: string,
  network: Network | undefined,
  cells: number,
  spread: number,
  hue: number,
): Lane {
  const columns = columnsFor(cells, spread);
  return { id, network, slots: [], columns, rows: Math.ceil(cells / columns), hue };
}

function refilledLane(
  id: string,
  network: Network | undefined,
  cells: readonly Cell[],
  hue: number,
  before: LaneMemory,
  memory: LayoutMemory,
): Lane {
  const columns = grownColumns(id, before, cells.length, memory);
  const taken = new Set<number>();
  const slots: Slot[] = [];
  const place = (cell: Cell, column: number, row: number) => {
    taken.add(row * columns + column);
    slots.push({ cell, column, row });
  };
  const waiting: Cell[] = [];
  for (const cell of cells) {
    const spot: CardMemory | undefined = memory.cards[cell.id];
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
  for (const cell of waiting) {
    const [column, row] = freePlace(id, columns, before.rows, cell.height, taken, memory);
    place(cell, column, row);
  }
  // What an engine that died leaves behind goes when it is back, and so does the room it took.
  const kept = id === looseLane ? 0 : before.rows;
  const rows = slots.reduce((most, { row }) => Math.max(most, row + 1), kept);
  slots.sort((a, b) => a.row - b.row || a.column - b.column);
  return { id, network, slots, columns, rows, hue };
}

/** Remembered lanes keep their shelf and order; new ones go where there is room. */
function stackLanes(
  lanes: readonly Lane[],
  /** By id, in pixels. */
  widths: ReadonlyMap<string, number>,
  shelfWidth: number,
  memory: LayoutMemory | undefined,
): readonly (readonly Lane[])[] {
  const shelves: Lane[][] = [];
  const known = lanes.filter((lane) => memory?.lanes[lane.id] !== undefined);
  const order = (lane: Lane) => memory?.lanes[lane.id]?.order ?? 0;
  const widthOf = (lane: Lane) => widths.get(lane.id) ?? 0;
  for (const lane of [...known].sort((a, b) => order(a) - order(b))) {
    const shelf = memory?.lanes[lane.id]?.shelf ?? 0;
    while (shelves.length <= shelf) shelves.push([]);
    shelves[shelf]?.push(lane);
  }
  for (const lane of lanes) {
    if (memory?.lanes[lane.id] !== undefined) continue;
    const last = shelves.at(-1);
    const width = last?.reduce((sum, other) => sum + widthOf(other), widthOf(lane)) ?? Infinity;
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
      lane.slots.forEach(({ cell, column, row }) => {
        cards[cell.id] = { lane: lane.id, column, row };
      });
    }),
  );
  return { lanes, cards };
}
