import type { Point } from '../scene';
import { portHeight, portOverhang, type CardDraft, type PortDraft } from './cells';
import { Corridor, type Track } from './corridor';
import type { LeastSizes } from './leastSizes';
import type { Lane, Slot } from './placeCells';
import { WirePath } from './wirePath';

/** Tracks as far apart as plugs, which hang over them. */
const gutterShape = {
  axis: 'x',
  spacing: 18,
  padding: 17,
  minimum: 34,
  spare: 1,
  step: 2,
} as const;

/** Past the name of the plug over the gutter, which is eleven letters wide as a rule. */
const besideName = 86;

/** Width of a column of cards, at least. */
export const minColumn = 180;
/** Over a column's cards. */
const plugPitch = 22;
/** Rather than past more cards a wire goes round. */
const cardsPassed = 3;

/** A lane with its corridors and, once everything is counted, its coordinates. */
export class LaneFrame {
  /** Left of each column. */
  readonly gutters: readonly Corridor[];
  x = 0;
  y = 0;
  width = 0;
  height = 0;
  columnX: readonly number[] = [];
  rowY: readonly number[] = [];
  rowHeights: readonly number[] = [];
  columnWidth = 0;
  /** Room left of the first gutter, for what its plugs are called. */
  lead = 0;
  /** Whether plugs say what they are called: then they keep clear of the names beside the gutters. */
  hasNames = false;
  /** From the host's row to the lane's cards, of published ports that come down as one bundle. */
  trunk: readonly Track[] | undefined;
  /** Whether wires that leave at the left shall cross no others, though their plugs' names find no room then. */
  isCrowded = false;
  private readonly foreignPlugs = { left: [] as string[], right: [] as string[] };

  constructor(
    readonly lane: Lane,
    readonly shelf: number,
    readonly index: number,
    sizes: LeastSizes,
  ) {
    this.gutters = Array.from(
      { length: lane.columns },
      (_, column) => new Corridor(`gutter ${column} of ${lane.id}`, sizes, gutterShape),
    );
  }

  /** Room for one more wire that leaves the lane: in the first gutter, or over the cards where nothing is returned. */
  addForeignPlug(side: 'left' | 'right', wire: string): Corridor | undefined {
    if (side === 'left' && (this.isCrowded || !this.hasRoomForPlug('left'))) return this.gutters[0];
    this.foreignPlugs[side].push(wire);
    return undefined;
  }

  hasRoomForPlug(side: 'left' | 'right'): boolean {
    return this.foreignPlugs[side].length < this.plugsOver(minColumn, side) * this.lane.columns;
  }

  /** Where plugs of wires that leave the lane sit over the cards of the outermost columns. */
  foreignPlugX(side: 'left' | 'right', wire: string): number {
    const rank = this.foreignPlugs[side].indexOf(wire);
    const { columns } = this.lane;
    const inset = this.plugInset(side);
    // One to a column has room for its name.
    const isSpread = this.hasNames && this.foreignPlugs[side].length <= columns;
    const perColumn = isSpread ? 1 : this.plugsOver(this.columnWidth, side);
    const column = Math.min(Math.floor(rank / perColumn), columns - 1);
    const offset = inset + (rank % perColumn) * plugPitch;
    const [first = 0] = this.columnX;
    if (side === 'left') return (this.columnX[column] ?? first) + offset;
    const from = this.columnX[columns - 1 - column] ?? first;
    return from + this.columnWidth - offset;
  }

  private plugsOver(width: number, side: 'left' | 'right'): number {
    return Math.max(1, Math.floor((width - this.plugInset(side) - 8) / plugPitch));
  }

  private plugInset(side: 'left' | 'right'): number {
    return this.hasNames && side === 'left' ? besideName : 16;
  }
}

export interface Surroundings {
  /** Runs down beside all shelves. */
  readonly main: Corridor;
  /** Below the buses of each shelf, above the cards: one for all its lanes. */
  readonly channels: readonly Corridor[];
  /** By shelf, from left to right. */
  readonly lanes: readonly (readonly Lane[])[];
  /** Above each shelf. */
  readonly avenues: readonly Corridor[];
  /** Left of each lane of a shelf. */
  readonly streets: readonly (readonly Corridor[])[];
}

/** What a wire ends in: a port, or a card when no port of it carries the wire. */
export interface PlacedPort {
  readonly frame: LaneFrame;
  readonly slot: Slot;
  readonly card: CardDraft;
  readonly port: WireEnd;
  /** How many wires end in it, each at a height of its own. */
  wires: number;
}

/** Top, relative to the card, and how far it stands out of the card where that is not as far as ports do. */
export type WireEnd = Pick<PortDraft, 'y'> & { readonly overhang?: number };

/** The edge of a card beside its name. */
export function cardEnd(): WireEnd {
  return { y: 4, overhang: 0 };
}

/** Where the wire of this rank ends: at the left edge of the port. */
function portPoint(rank: number, { frame, slot, card, port, wires }: PlacedPort): Point {
  const corner = cardCorner(frame, slot, card);
  const share = rank / (wires + 1);
  return {
    x: corner.x - (port.overhang ?? portOverhang),
    y: corner.y + port.y + portHeight * share,
  };
}

export function cardCorner(frame: LaneFrame, slot: Slot, card: CardDraft): Point {
  return {
    x: (frame.columnX[slot.column] ?? 0) + card.x,
    y: (frame.rowY[slot.row] ?? 0) + card.y,
  };
}

/**
 * The last step of every wire: down the gutter beside the card, nearest to it when it ends uppermost.
 * All of them come from above the first card and turn to the same side, so two of them cross at most
 * once in this order, and at least once in the other.
 */
function intoPort(path: WirePath, { frame, slot, card, port }: PlacedPort, rank: number): WirePath {
  const before = rank === 1 ? 0 : rank;
  const depth = slot.row * 10_000 + card.y + port.y + before * 0.01;
  return path.alone(frame.gutters[slot.column], -depth, true);
}

/** From the bus of the port's own lane: straight down the gutter. */
export function homeWire(id: string, target: PlacedPort, plugBottom: () => number): WirePath {
  const rank = ++target.wires;
  const path: WirePath = new WirePath(
    id,
    () => ({ x: path.tracks[0]?.at ?? 0, y: plugBottom() }),
    () => portPoint(rank, target),
  );
  return intoPort(path, target, rank);
}

/** From the bus of another lane, round everything that lies between. */
export function foreignWire(
  id: string,
  bundle: string | undefined,
  from: LaneFrame,
  target: PlacedPort,
  around: Surroundings,
  plugBottom: () => number,
): WirePath {
  const to = target.frame;
  const sameShelf = from.shelf === to.shelf;
  const isDirect = sameShelf && !hasCardsBetween(from, to, around);
  // At the right end of a bus nothing hangs between the plug and the street of the next lane.
  const beyond = streetBefore(from, around, 1);
  const isRight = sameShelf ? from.index < to.index : bundle !== undefined && beyond !== undefined;
  const exit = isRight && from.hasRoomForPlug('right') ? 'right' : 'left';
  const gutter = from.addForeignPlug(exit, id);
  const rank = ++target.wires;
  const path: WirePath = new WirePath(
    id,
    () => ({
      x: gutter === undefined ? from.foreignPlugX(exit, id) : (path.tracks[0]?.at ?? gutter.near),
      y: plugBottom(),
    }),
    () => portPoint(rank, target),
    bundle,
  )
    // First in its gutter, and to the left: those of one bundle turn aside at one height.
    .alone(gutter, -Infinity, bundle !== undefined && !isRight)
    .along(around.channels[from.shelf], 0);
  if (isDirect) return intoPort(path, target, rank);
  path
    .along(exit === 'right' ? beyond : streetBefore(from, around), to.index)
    .along(around.avenues[from.shelf], 1);
  if (!sameShelf) path.along(around.main, to.shelf).along(around.avenues[to.shelf], 1);
  const isFromRight = sameShelf && from.index > to.index;
  path
    .along(streetBefore(to, around, isFromRight ? 1 : 0), from.index)
    .along(around.channels[to.shelf], 1);
  return intoPort(path, target, rank);
}

/** Whether a wire between two lanes of a shelf would cross those that come down to many cards between them. */
function hasCardsBetween(a: LaneFrame, b: LaneFrame, { lanes }: Surroundings): boolean {
  const [low, high] = [Math.min(a.index, b.index), Math.max(a.index, b.index)];
  const between = lanes[a.shelf]?.slice(low + 1, high) ?? [];
  return between.reduce((sum, { slots }) => sum + slots.length, 0) > cardsPassed;
}

/** From a tag in the host's row, beside which `tagGutter` runs, down to a port. */
export function tagWire(
  id: string,
  bundle: string | undefined,
  tagGutter: Corridor,
  tagRow: number,
  tagLeft: () => Point,
  target: PlacedPort,
  around: Surroundings,
): WirePath {
  const { frame } = target;
  const rank = ++target.wires;
  const path = new WirePath(id, tagLeft, () => portPoint(rank, target), bundle);
  path.along(tagGutter, -tagRow);
  if (bundle === undefined || frame.trunk === undefined) {
    fromHost(path, frame, around, 2)
      .along(streetBefore(frame, around), 100)
      .along(around.channels[frame.shelf], 2);
    frame.trunk = path.tracks.slice(1);
  } else {
    path.follow(frame.trunk);
  }
  return intoPort(path, target, rank);
}

/** From the host's interfaces to the top of a bus. */
export function uplinkWire(
  id: string,
  bundle: string | undefined,
  start: () => Point,
  frame: LaneFrame,
  around: Surroundings,
  end: () => Point,
): WirePath {
  // Above all others in the avenue: what comes straight down from the interfaces then meets no street.
  // The first lane of the first shelf lies below the interfaces: its wire runs lowest, so that
  // its way down begins where those of the others have turned aside.
  const order = frame.shelf === 0 ? -1 - frame.index / 1000 : -2;
  return fromHost(new WirePath(id, start, end, bundle), frame, around, order);
}

/** Along the avenue below the host's row to the lane's shelf. */
function fromHost(path: WirePath, frame: LaneFrame, around: Surroundings, order: number): WirePath {
  path.along(around.avenues[0], order);
  if (frame.shelf > 0) {
    path.along(around.main, frame.shelf).along(around.avenues[frame.shelf], order);
  }
  return path;
}

/** The street at the left of a lane, or so many lanes further right; none stands after the last one. */
function streetBefore(frame: LaneFrame, around: Surroundings, further = 0): Corridor | undefined {
  return around.streets[frame.shelf]?.[frame.index + further];
}
