import type { Endpoint } from '../../model/endpoint';
import type { Network } from '../../model/network';
import type { FontMetrics } from '../fontMetrics';
import { textWidth } from '../measureText';
import type { SceneText } from '../scene';
import { fitted } from './cells';
import { Corridor } from './corridor';
import type { LeastSizes } from './leastSizes';
import { rowKey } from './growLane';
import { busText, networkText, usageText } from './nounTexts';
import { looseLane, type Lane } from './placeCells';
import { LaneFrame, minColumn, type Surroundings } from './wiring';

export const busHeight = 22;
/** Plugs hang below the bus, so that they never cover what it says. */
export const plugSize = 10;
export const lanePadding = 16;
export const headerHeight = 44;
const rowGap = 18;
const columnGap = 14;
const minRow = 76;
const widthStep = 20;
/** Of a lane's width, for its title: longer ones are cut. */
const maxHeading = 400;
const shelfGap = 8;
/** With the padding around it as wide as a veth's usual name: eleven letters. */
const plugNameLead = 60;
/** Right of the last lane of a shelf. */
const shelfEnd = 20;
/** Room left of a lane's title for its uplink. */
export const uplinkInset = 14;
const titleInset = 26;

export interface Frames {
  readonly frames: readonly LaneFrame[];
  readonly around: Surroundings;
}

const trackShape = { spacing: 9, padding: 12, spare: 2, step: 4 };
const uprightShape = { ...trackShape, axis: 'x', grid: 'on' } as const;
const mainShape = { ...uprightShape, minimum: 24 };
const streetShape = { ...uprightShape, minimum: 34 };
const levelShape = { ...trackShape, axis: 'y' } as const;
const channelShape = { ...levelShape, minimum: 34 };
const avenueShape = { ...levelShape, minimum: 46 };

/** Lanes with their corridors, before any wire is laid. */
export function frameLanes(shelves: readonly (readonly Lane[])[], sizes: LeastSizes): Frames {
  const frames = shelves.flatMap((shelf, shelfIndex) =>
    shelf.map((lane, index) => new LaneFrame(lane, shelfIndex, index, sizes)),
  );
  return {
    frames,
    around: {
      lanes: shelves,
      main: new Corridor('main', sizes, mainShape),
      channels: shelves.map((_, shelf) => new Corridor(`channel ${shelf}`, sizes, channelShape)),
      avenues: shelves.map((_, shelf) => new Corridor(`avenue ${shelf}`, sizes, avenueShape)),
      streets: shelves.map((shelf) =>
        shelf.map((lane) => new Corridor(`street before ${lane.id}`, sizes, streetShape)),
      ),
    },
  };
}

/** About how wide the widest shelf comes out, in pixels. */
export function lanesWidth(shelves: readonly (readonly Lane[])[]): number {
  const widths = shelves.map((lanes) =>
    lanes.reduce((sum, { columns }) => sum + columns * (minColumn + columnGap + 34) + 66, 0),
  );
  return Math.max(0, ...widths);
}

export function laneHasBus(frame: LaneFrame): boolean {
  const kind = frame.lane.network?.kind;
  return kind !== undefined && kind !== 'host' && kind !== 'none';
}

/** Top of a lane's bus, or of its cards' area when it has none. */
export function busTop(frame: LaneFrame): number {
  return frame.y + headerHeight;
}

/** Title and second line of a lane. */
export function laneTexts(
  frame: LaneFrame,
  endpoints: readonly Endpoint[],
  metrics: FontMetrics,
): readonly SceneText[] {
  const { network } = frame.lane;
  const room = Math.max(frame.width - titleInset - lanePadding, 120);
  if (network === undefined)
    return [fitted('on no network', 'title', titleInset, 20, room, metrics)];
  return [
    fitted(network.name.value, 'title', titleInset, 20, room, metrics),
    fitted(laneDetail(frame.lane, network, endpoints), 'detail', titleInset, 37, room, metrics),
  ];
}

function laneDetail(lane: Lane, network: Network, endpoints: readonly Endpoint[]): string {
  const unused = endpoints.length === 0 && lane.slots.length === 0;
  return networkText(network, unused ? 'not used' : usageText(network, endpoints));
}

/**
 * Makes room where several plugs share a gutter: the name of the one on the right stands right of it,
 * that of the one on the left left of it, where the first column has nothing but the lane's edge.
 */
export function leaveRoomForNames(frames: readonly LaneFrame[]): void {
  for (const frame of frames) {
    if (frame.lane.network?.kind !== 'bridge') continue;
    frame.hasNames = true;
    if (frame.lane.rows > 1) frame.lead = plugNameLead;
  }
}

/** Sizes and coordinates of all lanes, once every wire has its track. Returns the area they take. */
export function placeFrames(
  { frames, around }: Frames,
  left: number,
  top: number,
  metrics: FontMetrics,
  sizes: LeastSizes,
): { readonly right: number; readonly bottom: number } {
  const shelves: LaneFrame[][] = around.avenues.map(() => []);
  for (const frame of frames) {
    sizeFrame(frame, around, metrics, sizes);
    shelves[frame.shelf]?.push(frame);
  }
  around.main.startAt(left);
  let y = top;
  let right = left;
  around.avenues.forEach((avenue, shelf) => {
    avenue.startAt(y);
    y += avenue.size;
    let x = left + around.main.size;
    const members = shelves[shelf] ?? [];
    const streets = around.streets[shelf] ?? [];
    members.forEach((frame, index) => {
      const street = streets[index];
      if (street !== undefined) {
        street.startAt(x);
        x += street.size;
      }
      moveFrame(frame, around, x, y);
      x += frame.width;
    });
    right = Math.max(right, x + shelfEnd);
    const channel = around.channels[shelf];
    channel?.startAt(y + headerHeight + busHeight + plugSize);
    y += Math.max(0, ...members.map((frame) => frame.height)) + shelfGap;
  });
  return { right, bottom: y };
}

function sizeFrame(
  frame: LaneFrame,
  around: Surroundings,
  metrics: FontMetrics,
  sizes: LeastSizes,
): void {
  const { lane } = frame;
  let widest = 0;
  const heights = new Array<number>(lane.rows).fill(minRow);
  lane.slots.forEach(({ cell, row }) => {
    widest = Math.max(widest, cell.width);
    heights[row] = Math.max(heights[row] ?? minRow, cell.height);
  });
  const wished = Math.max(minColumn, Math.ceil(widest / widthStep) * widthStep);
  frame.columnWidth = sizes.settle(`columns of ${lane.id}`, wished);
  const gutters = frame.gutters.reduce((sum, gutter) => sum + gutter.size, 0);
  const columns = lane.columns * frame.columnWidth + (lane.columns - 1) * columnGap;
  const content = lane.rows === 0 ? Math.max(minColumn, gutters) : frame.lead + gutters + columns;
  const heading = content < maxHeading ? Math.min(headingWidth(lane, metrics), maxHeading) : 0;
  frame.width = Math.max(content, heading) + 2 * lanePadding;
  frame.rowHeights = heights.map((height, row) => sizes.settle(rowKey(lane.id, row), height));
  const rows = frame.rowHeights.reduce((sum, height) => sum + height + rowGap, 0);
  frame.height = contentTop(frame, around) + (lane.rows === 0 ? 0 : rows - rowGap + lanePadding);
}

function headingWidth({ network }: Lane, metrics: FontMetrics): number {
  if (network === undefined) return 0;
  const widths = [
    textWidth(network.name.value, metrics.title),
    // As wide as it can get, so that a container more makes no lane wider.
    textWidth(networkText(network, usageText(network, [], true)), metrics.detail),
    textWidth(busText(network), metrics.mono),
  ];
  return Math.max(...widths) + titleInset;
}

/** From the lane's top to its first row. Lanes without a bus have no wires to make room for. */
function contentTop(frame: LaneFrame, around: Surroundings): number {
  // Its cards say it all: it has no title.
  if (frame.lane.id === looseLane) return 8;
  if (!laneHasBus(frame)) return headerHeight + 8;
  const wires = frame.lane.rows === 0 ? 8 : (around.channels[frame.shelf]?.size ?? 0);
  return headerHeight + busHeight + plugSize + wires;
}

function moveFrame(frame: LaneFrame, around: Surroundings, x: number, y: number): void {
  frame.x = x;
  frame.y = y;
  let columnX = x + lanePadding + frame.lead;
  frame.columnX = frame.gutters.map((gutter, index) => {
    if (index > 0) columnX += columnGap;
    gutter.startAt(columnX);
    columnX += gutter.size;
    const start = columnX;
    columnX += frame.columnWidth;
    return start;
  });
  let rowY = y + contentTop(frame, around);
  frame.rowY = frame.rowHeights.map((height) => {
    const start = rowY;
    rowY += height + rowGap;
    return start;
  });
}
