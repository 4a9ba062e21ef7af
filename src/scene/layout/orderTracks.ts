import type { Corridor } from './corridor';
import type { WirePath } from './wirePath';

/** Where the order in one corridor follows from that in the next, a second look settles both. */
const sweeps = 2;
/** With more wires one look has to do. */
const fewWires = 600;
/** How often every track may be moved. */
const passes = 3;
/** More in one corridor keep the order they asked for: it would take longer than it is worth. */
const mostTracks = 300;
/** Two wires on one line are worse than any number of crossings. */
const overlap = 1_000;
/** Closer than this, in pixels, wires that turn towards one another would touch. */
const closest = 1.5;

/** Part of a wire in a corridor: the path, and the index of its leg. */
type Visit = readonly [path: WirePath, leg: number];

interface Track {
  readonly spans: readonly Span[];
  /** Where along the corridor its wires come in or leave on the near side, and on the far side. */
  readonly near: readonly number[];
  readonly far: readonly number[];
}

interface Span {
  readonly low: number;
  readonly high: number;
}

/**
 * Puts the tracks of every corridor in an order with few crossings. Only the order changes: how many
 * tracks there are, and so every size, is settled before. The same wires get the same order.
 */
export function orderTracks(paths: readonly WirePath[]): void {
  const visits = new Map<Corridor, Visit[]>();
  const crossed = new Set<Corridor>();
  for (const path of paths) {
    const corridors = path.corridors();
    corridors.forEach((corridor, leg) => {
      const known = visits.get(corridor);
      if (known === undefined) visits.set(corridor, [[path, leg]]);
      else known.push([path, leg]);
      // Those that come straight down from a bus never cross one another.
      if (corridors.length > 1) crossed.add(corridor);
    });
  }
  for (let sweep = 0; sweep < (paths.length > fewWires ? 1 : sweeps); sweep++) {
    for (const corridor of crossed) arrange(corridor, visits.get(corridor) ?? []);
  }
}

function arrange(corridor: Corridor, visits: readonly Visit[]): void {
  const ids = corridor.tracks();
  if (ids.length < 2 || ids.length > mostTracks) return;
  const tracks = readTracks(ids, visits);
  const count = tracks.length;
  /** What it costs more to have the first before the second than after it. */
  const excess = new Float64Array(count * count);
  tracks.forEach((a, i) => {
    for (let j = i + 1; j < count; j++) {
      const b = tracks[j];
      if (b === undefined) continue;
      const cost = crossings(a, b) - crossings(b, a);
      excess[i * count + j] = cost;
      excess[j * count + i] = -cost;
    }
  });
  const order = sifted(count, (i, j) => excess[i * count + j] ?? 0);
  corridor.arrange(order.map((index) => ids[index] ?? ''));
}

function readTracks(ids: readonly string[], visits: readonly Visit[]): readonly Track[] {
  const drafts = new Map(
    ids.map((id) => [id, { spans: [] as Span[], near: [] as number[], far: [] as number[] }]),
  );
  for (const [path, index] of visits) {
    const { track, from, to, fromSide, toSide } = path.leg(index);
    const draft = drafts.get(track);
    if (draft === undefined) continue;
    addSpan(draft.spans, { low: Math.min(from, to), high: Math.max(from, to) });
    for (const [side, at] of [
      [fromSide, from],
      [toSide, to],
    ] as const) {
      const turns = side < 0 ? draft.near : draft.far;
      if (side !== 0 && !turns.includes(at)) turns.push(at);
    }
  }
  return [...drafts.values()];
}

/** Wires of a bundle lie on one another. */
function addSpan(spans: Span[], { low, high }: Span): void {
  const index = spans.findIndex((span) => span.low <= high && low <= span.high);
  const span = spans[index];
  if (span === undefined) spans.push({ low, high });
  else spans[index] = { low: Math.min(low, span.low), high: Math.max(high, span.high) };
}

/** How often two tracks cross when the first lies before the second. */
function crossings(first: Track, second: Track): number {
  let count = within(first.far, second.spans) + within(second.near, first.spans);
  for (const at of first.far) {
    for (const other of second.near) if (Math.abs(at - other) < closest) count += overlap;
  }
  return count;
}

function within(turns: readonly number[], spans: readonly Span[]): number {
  let count = 0;
  for (const { low, high } of spans) {
    for (const at of turns) if (at > low && at < high) count += 1;
  }
  return count;
}

/** Moves one after the other to where it costs least, as long as that helps. */
function sifted(count: number, excess: (first: number, second: number) => number): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let pass = 0; pass < passes; pass++) {
    let isBetter = false;
    for (let item = 0; item < count; item++) {
      const place = order.indexOf(item);
      const best = bestPlace(order, place, excess);
      if (best === place) continue;
      order.splice(place, 1);
      order.splice(best, 0, item);
      isBetter = true;
    }
    if (!isBetter) break;
  }
  return order;
}

/** Where among the others the one at this place costs least; where it is, unless another is better. */
function bestPlace(
  order: readonly number[],
  place: number,
  excess: (first: number, second: number) => number,
): number {
  const item = order[place] ?? 0;
  let best = place;
  let least = 0;
  for (const step of [-1, 1]) {
    let cost = 0;
    for (let at = place + step; at >= 0 && at < order.length; at += step) {
      // Going before those on the left, behind those on the right.
      cost += step * excess(order[at] ?? 0, item);
      if (cost < least) {
        least = cost;
        best = at;
      }
    }
  }
  return best;
}
