import type { Network } from '../../model/network';
import type { LaneMemory } from '../layoutMemory';
import type { Cell } from './cells';
import type { Published } from './placeCells';

/** What is known of a lane before its cells have places; sizes in pixels at zoom 1. */
export interface LaneNeeds {
  /** Of a lane that is remembered, which keeps them. */
  readonly columns: number | undefined;
  readonly cells: number;
  /** Of the widest cell. */
  readonly width: number;
  /** Of all cells together. */
  readonly height: number;
  /** That end in its cells. */
  readonly wires: number;
  readonly hasBus: boolean;
}

/** How lanes are cut into columns and shelves, so that the picture is as large as can be in its panel. */
export interface Shape {
  /** The larger, the more of a lane's cells stand beside each other. */
  readonly spread: number;
  /** That a shelf has at most, in pixels. */
  readonly width: number;
}

const usualSpread = 2;
const spreads = [usualSpread, 1, 0.5, 0.1, 4];
/** Of more than these the usual lane has places to spare, so that one more moves nearly nothing. */
const fewCells = 60;
/** Widths of shelves that are tried, from the widest lane to all lanes beside each other. */
const widths = 16;
/** By so much larger must a picture be that is cut in another way than the first one. */
const worthwhile = 1.04;

/** What every lane takes, about: its title, its bus, its padding and the street beside it. */
const leastBus = 330;
const leastBare = 180;
const laneSides = 66;
const busHead = 84;
const bareHead = 52;
const channel = 70;
/** Of a column without the cards: its gap, and its gutter with so many wires. */
const columnGap = 14;
const gutterSides = 34;
const gutterTrack = 18;
const leastColumn = 180;
const rowGap = 18;
const avenue = 60;
/** The outside, the host's heading and its row, and what is left and right of the lanes. */
const hostHeight = 160;
const leastRow = 46;
const hostSides = 110;
const interfacesWidth = 280;
const tagWidth = 260;
const tagHeight = 32;

export function laneNeeds(
  cells: readonly Cell[],
  network: Network | undefined,
  before: LaneMemory | undefined,
  { ports }: Published,
): LaneNeeds {
  let width = 0;
  let height = 0;
  let wires = 0;
  cells.forEach((cell) => {
    width = Math.max(width, cell.width);
    height += cell.height;
    wires += cell.networkIds.length;
    cell.cards.forEach(({ container }) => {
      wires += container === undefined ? 0 : (ports.get(container.id) ?? 0);
    });
  });
  const hasBus = network !== undefined && network.kind !== 'host' && network.kind !== 'none';
  return { columns: before?.columns, cells: cells.length, width, height, wires, hasBus };
}

/** The first columns of a lane that is new. */
export function columnsFor(cells: number, spread: number): number {
  const many = Math.round(Math.sqrt((cells * 0.65 * spread) / usualSpread));
  return Math.max(1, Math.min(6, Math.round(Math.sqrt(cells * spread))), many);
}

/** About how wide a lane comes out, in pixels. */
export function laneWidth(needs: LaneNeeds, spread: number): number {
  const columns = needs.columns ?? columnsFor(needs.cells, spread);
  const tracks = Math.ceil(needs.wires / columns);
  const pitch = Math.max(leastColumn, needs.width) + columnGap + gutterSides + gutterTrack * tracks;
  const least = needs.hasBus ? leastBus : leastBare;
  return laneSides + Math.max(least, needs.cells === 0 ? 0 : columns * pitch);
}

function laneHeight({ columns, cells, height, hasBus }: LaneNeeds, spread: number): number {
  const head = hasBus ? busHead : bareHead;
  if (cells === 0) return head;
  const rows = Math.ceil(cells / (columns ?? columnsFor(cells, spread)));
  return head + (hasBus ? channel : 0) + rows * (height / cells + rowGap);
}

/** @param tags of published ports @param aspect of the panel, width by height */
export function chooseShape(lanes: readonly LaneNeeds[], tags: number, aspect: number): Shape {
  let best: Shape = { spread: usualSpread, width: Infinity };
  let most = 0;
  const cells = lanes.reduce((sum, lane) => sum + lane.cells, 0);
  for (const spread of cells > fewCells ? [usualSpread] : spreads) {
    const sizes = lanes.map((lane) => ({
      width: laneWidth(lane, spread),
      height: laneHeight(lane, spread),
    }));
    const widest = sizes.reduce((most, { width }) => Math.max(most, width), 1);
    const all = sizes.reduce((sum, { width }) => sum + width, 0);
    // From wide to narrow: of equals the one with the fewest shelves.
    for (let step = widths; step >= 0; step--) {
      const width = widest * (Math.max(all, widest) / widest) ** (step / widths);
      const zoom = zoomOf(sizes, width, tags, aspect);
      if (zoom > worthwhile * most) [best, most] = [{ spread, width }, zoom];
    }
  }
  return best;
}

/** Up to a factor that is the same for all shapes. */
function zoomOf(
  sizes: readonly { readonly width: number; readonly height: number }[],
  shelfWidth: number,
  tags: number,
  aspect: number,
): number {
  let widest = 0;
  let bottom = 0;
  let width = 0;
  let height = 0;
  for (let lane = 0; lane < sizes.length; lane++) {
    const size = sizes[lane];
    if (size === undefined) continue;
    if (width > 0 && width + size.width > shelfWidth) {
      bottom += height + avenue;
      width = 0;
      height = 0;
    }
    width += size.width;
    if (size.height > height) height = size.height;
    if (width > widest) widest = width;
  }
  const perRow = Math.max(1, Math.floor((widest - interfacesWidth) / tagWidth));
  const rows = Math.ceil(tags / perRow);
  const row = Math.max(leastRow, rows * tagHeight);
  const whole = hostHeight + row + bottom + height + avenue;
  const least = interfacesWidth + (tags > 0 ? tagWidth : 0);
  return Math.min(aspect / (Math.max(widest, least) + hostSides), 1 / whole);
}
