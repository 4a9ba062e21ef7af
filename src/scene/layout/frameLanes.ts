import type { FontMetrics } from '../fontMetrics';
import { textWidth } from '../measureText';
import type { SceneText } from '../scene';
import { fitted } from './cells';
import { Corridor } from './corridor';
import { networkText } from './nounTexts';
import type { Lane } from './placeCells';
import { LaneFrame, type Surroundings } from './wiring';

export const busHeight = 22;
/** Plugs hang below the bus, so that they never cover what it says. */
export const plugSize = 10;
export const lanePadding = 16;
export const headerHeight = 44;
const rowGap = 18;
const columnGap = 14;
const minColumn = 150;
const widthStep = 20;
const shelfGap = 8;
/** Room left of a lane's title for its uplink. */
export const uplinkInset = 14;
const titleInset = 26;

export interface Frames {
  readonly frames: readonly LaneFrame[];
  readonly around: Surroundings;
}

/** Lanes with their corridors, before any wire is laid. */
export function frameLanes(shelves: readonly (readonly Lane[])[]): Frames {
  const frames = shelves.flatMap((shelf, shelfIndex) =>
    shelf.map((lane, index) => new LaneFrame(lane, shelfIndex, index)),
  );
  return {
    frames,
    around: {
      main: new Corridor(9, 12, 24),
      avenues: shelves.map(() => new Corridor(9, 14, 46)),
      streets: shelves.map((shelf) =>
        Array.from({ length: shelf.length + 1 }, () => new Corridor(9, 12, 34)),
      ),
    },
  };
}

export function laneHasBus(frame: LaneFrame): boolean {
  const kind = frame.lane.network?.kind;
  return kind !== undefined && kind !== 'host' && kind !== 'none';
}

/** Title and second line of a lane. */
export function laneTexts(frame: LaneFrame, metrics: FontMetrics): readonly SceneText[] {
  const { network } = frame.lane;
  const room = Math.max(frame.width - titleInset - lanePadding, 120);
  if (network === undefined)
    return [fitted('on no network', 'title', titleInset, 20, room, metrics)];
  return [
    fitted(network.name.value, 'title', titleInset, 20, room, metrics),
    fitted(networkText(network), 'detail', titleInset, 37, room, metrics),
  ];
}

/** Sizes and coordinates of all lanes, once every wire has its track. Returns the area they take. */
export function placeFrames(
  { frames, around }: Frames,
  left: number,
  top: number,
  metrics: FontMetrics,
): { readonly right: number; readonly bottom: number } {
  for (const frame of frames) sizeFrame(frame, metrics);
  around.main.start = left;
  let y = top;
  let right = left;
  around.avenues.forEach((avenue, shelf) => {
    avenue.start = y;
    y += avenue.size;
    let x = left + around.main.size;
    const members = frames.filter((frame) => frame.shelf === shelf);
    const streets = around.streets[shelf] ?? [];
    members.forEach((frame, index) => {
      const street = streets[index];
      if (street !== undefined) {
        street.start = x;
        x += street.size;
      }
      moveFrame(frame, x, y);
      x += frame.width;
    });
    const last = streets.at(-1);
    if (last !== undefined) {
      last.start = x;
      x += last.size;
    }
    right = Math.max(right, x);
    y += Math.max(0, ...members.map((frame) => frame.height)) + shelfGap;
  });
  return { right, bottom: y };
}

function sizeFrame(frame: LaneFrame, metrics: FontMetrics): void {
  const { lane } = frame;
  const widest = Math.max(0, ...lane.slots.map(({ cell }) => cell.width));
  const empty = lane.slots.length === 0;
  frame.columnWidth = Math.max(minColumn, Math.ceil(widest / widthStep) * widthStep);
  const content = empty
    ? minColumn
    : frame.gutters.reduce((sum, gutter) => sum + gutter.size, 0) +
      lane.columns * frame.columnWidth +
      (lane.columns - 1) * columnGap;
  const heading =
    lane.network === undefined
      ? 0
      : Math.max(
          textWidth(lane.network.name.value, metrics.title),
          textWidth(networkText(lane.network), metrics.detail),
        ) + titleInset;
  frame.width = Math.max(content, Math.min(heading, 340)) + 2 * lanePadding;
  const rows = rowHeights(frame);
  const bus = laneHasBus(frame) ? busHeight + plugSize : 0;
  const channel = empty ? 10 : frame.channel.size;
  frame.height =
    headerHeight +
    bus +
    channel +
    rows.reduce((sum, height) => sum + height + rowGap, 0) +
    (empty ? 0 : lanePadding - rowGap + 4);
}

function rowHeights(frame: LaneFrame): readonly number[] {
  return Array.from({ length: frame.lane.rows }, (_, row) =>
    Math.max(
      60,
      ...frame.lane.slots.filter((slot) => slot.row === row).map(({ cell }) => cell.height),
    ),
  );
}

function moveFrame(frame: LaneFrame, x: number, y: number): void {
  frame.x = x;
  frame.y = y;
  frame.channel.start = y + headerHeight + (laneHasBus(frame) ? busHeight + plugSize : 0);
  let columnX = x + lanePadding;
  frame.columnX = frame.gutters.map((gutter, index) => {
    if (index > 0) columnX += columnGap;
    gutter.start = columnX;
    columnX += gutter.size;
    const start = columnX;
    columnX += frame.columnWidth;
    return start;
  });
  let rowY = frame.channel.start + frame.channel.size;
  frame.rowY = rowHeights(frame).map((height) => {
    const start = rowY;
    rowY += height + rowGap;
    return start;
  });
}
