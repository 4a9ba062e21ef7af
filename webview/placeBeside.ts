import type { Box, Point } from '../src/scene/scene';

interface Size {
  readonly width: number;
  readonly height: number;
}

const gap = 8;

/**
 * Where a card of some size stands beside a box in a room: right of it, else left, else below, else
 * above, else at the room's corner; always inside the room as far as it fits.
 */
export function placeBeside(box: Box, card: Size, room: Size): Point {
  const right = box.x + box.width + gap;
  const left = box.x - gap - card.width;
  const below = box.y + box.height + gap;
  const above = box.y - gap - card.height;
  if (right + card.width <= room.width) return inside({ x: right, y: box.y }, card, room);
  if (left >= 0) return inside({ x: left, y: box.y }, card, room);
  if (below + card.height <= room.height) return inside({ x: box.x, y: below }, card, room);
  return inside({ x: box.x, y: Math.max(above, 0) }, card, room);
}

/** A card that is cut lower than this shows too little of what it says. */
const leastHeight = 120;

/**
 * The same for what can be scrolled: where it would cover the box, which is pointed at and may be clicked or
 * dragged, it stands above or below, no higher than the room there.
 */
export function placeClearOf(
  box: Box,
  card: Size,
  room: Size,
): Point & { readonly height: number } {
  const place = placeBeside(box, card, room);
  const above = box.y - gap;
  const below = room.height - box.y - box.height - gap;
  const height = Math.min(card.height, Math.max(above, below));
  if (!covers(place, card, box) || height < leastHeight) return { ...place, height: card.height };
  return { x: place.x, y: below < above ? above - height : room.height - below, height };
}

function covers({ x, y }: Point, { width, height }: Size, box: Box): boolean {
  return x < box.x + box.width && box.x < x + width && y < box.y + box.height && box.y < y + height;
}

function inside({ x, y }: Point, card: Size, room: Size): Point {
  return { x: within(x, room.width - card.width), y: within(y, room.height - card.height) };
}

function within(value: number, largest: number): number {
  return Math.max(0, Math.min(value, largest));
}
