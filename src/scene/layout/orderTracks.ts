import type { Corridor, Track } from './corridor';
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

/** Parts of wires in a corridor: the path, and the index of its leg. */
interface Visits {
  readonly paths: WirePath[];
  readonly legs: number[];
}

interface TrackUse {
  readonly track: Track;
  readonly spans: Span[];
  /** Where along the corridor its wires come in or leave on the near side, and on the far side. */
  readonly near: number[];
  readonly far: number[];
}

interface Span {
  low: number;
  high: number;
}

/**
 * Puts the tracks of every corridor in an order with few crossings. Only the order changes: how many
 * tracks there are, and so every size, is settled before. The same wires get the same order.
 */
export function orderTracks(paths: readonly WirePath[]): void {
  const visited = new Map<Corridor, Visits>();
  // Those that come straight down from a bus never cross one another.
  for (const path of paths) {
    if (path.length < 2) continue;
    for (let leg = 0; leg < path.length; leg++) {
      const corridor = path.corridor(leg);
      if (corridor !== undefined && !visited.has(corridor)) {
        visited.set(corridor, { paths: [], legs: [] });
      }
    }
  }
  for (const path of paths) {
    for (let leg = 0; leg < path.length; leg++) {
      const corridor = path.corridor(leg);
      const visits = corridor && visited.get(corridor);
      if (visits === undefined) continue;
      visits.paths.push(path);
      visits.legs.push(leg);
    }
  }
  for (let sweep = 0; sweep < (paths.length > fewWires ? 1 : sweeps); sweep++) {
    for (const [corridor, visits] of visited) arrange(corridor, visits);
  }
}

function arrange(corridor: Corridor, visits: Visits): void {
  const tracks = corridor.tracks();
  const count = tracks.length;
  if (count < 2 || count > mostTracks) return;
  const uses = readTracks(tracks, visits);
  /** What it costs more to have the first before the second than after it. */
  const excess = new Float64Array(count * count);
  uses.forEach((a, i) => {
    for (let j = i + 1; j < count; j++) {
      const b = uses[j];
      if (b === undefined) continue;
      const cost = crossings(a, b) - crossings(b, a);
      excess[i * count + j] = cost;
      excess[j * count + i] = -cost;
    }
  });
  corridor.arrange(sifted(count, excess).flatMap((index) => tracks[index] ?? []));
}

function readTracks(tracks: readonly Track[], { paths, legs }: Visits): readonly TrackUse[] {
  const uses = new Map<Track, TrackUse>();
  for (const track of tracks) uses.set(track, { track, spans: [], near: [], far: [] });
  paths.forEach((path, index) => {
    const leg = path.leg(legs[index] ?? 0);
    const use = leg === undefined ? undefined : uses.get(leg.track);
    if (leg === undefined || use === undefined) return;
    const { from, to, fromSide, toSide } = leg;
    addSpan(use.spans, Math.min(from, to), Math.max(from, to));
    addTurn(use, fromSide, from);
    addTurn(use, toSide, to);
  });
  return [...uses.values()];
}

/** Wires of a bundle lie on one another. */
function addSpan(spans: Span[], low: number, high: number): void {
  for (const span of spans) {
    if (span.low > high || low > span.high) continue;
    span.low = Math.min(low, span.low);
    span.high = Math.max(high, span.high);
    return;
  }
  spans.push({ low, high });
}

function addTurn({ near, far }: TrackUse, side: number, at: number): void {
  const turns = side < 0 ? near : far;
  if (side !== 0 && !turns.includes(at)) turns.push(at);
}

/** How often two tracks cross when the first lies before the second. */
function crossings(first: TrackUse, second: TrackUse): number {
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
function sifted(count: number, excess: Float64Array): number[] {
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
function bestPlace(order: readonly number[], place: number, excess: Float64Array): number {
  const item = order[place] ?? 0;
  let best = place;
  let least = 0;
  for (const step of [-1, 1]) {
    let cost = 0;
    for (let at = place + step; at >= 0 && at < order.length; at += step) {
      // Going before those on the left, behind those on the right.
      cost += step * (excess[(order[at] ?? 0) * order.length + item] ?? 0);
      if (cost < least) {
        least = cost;
        best = at;
      }
    }
  }
  return best;
}
