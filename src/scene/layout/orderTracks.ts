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

/** What a track holds of its corridor, in coordinates along it. */
interface TrackUse {
  /** Whether it is one wire's that comes straight down from a bus and leaves on the far side, to a port. */
  isStraight: boolean;
  low: number;
  high: number;
  /** Low and high ends of its pieces in turn; wires of a bundle lie on one another. */
  spans: number[];
  /** Where its wires come in or leave on the near side, and on the far side, from low to high. */
  near: number[];
  far: number[];
}

/**
 * Puts the tracks of every corridor in an order with few crossings. Only the order changes: how many
 * tracks there are, and so every size, is settled before. The same wires get the same order.
 */
export function orderTracks(paths: readonly WirePath[]): void {
  const visited = new Map<Corridor, Visits>();
  // By index, here and below: to iterate is dear in what runs but once, as the first picture does.
  for (let index = 0; index < paths.length; index++) {
    const path = paths[index];
    const tracks = path?.tracks ?? [];
    for (let leg = 0; leg < tracks.length; leg++) {
      if (leg === 2) leg += path?.alike ?? 0;
      const track = tracks[leg];
      if (track === undefined || track.isSettled || visited.has(track.corridor)) continue;
      if (track.corridor.tracks().length > 1) visited.set(track.corridor, { paths: [], legs: [] });
    }
  }
  const ways: Ways = { back: new Map(), own: new Map(), on: new Map() };
  for (let index = 0; index < paths.length; index++) {
    const path = paths[index];
    const tracks = path?.tracks ?? [];
    for (let leg = 0; leg < tracks.length; leg++) {
      if (leg === 2) leg += path?.alike ?? 0;
      const corridor = tracks[leg]?.corridor;
      const visits = corridor && visited.get(corridor);
      if (path === undefined || visits === undefined || isRepeated(path, leg, ways)) continue;
      visits.paths.push(path);
      visits.legs.push(leg);
    }
  }
  for (let sweep = 0; sweep < (paths.length > fewWires ? 1 : sweeps); sweep++) {
    for (const [corridor, visits] of visited) arrange(corridor, visits);
  }
}

type WaysByTrack = Map<Track, Track[]>;

/**
 * The ways that were taken: back, to tracks of wires' own, and on. Three for each, the track, the one before
 * and the one after, by the one of them that has the fewest: where wires begin, or else go.
 */
interface Ways {
  readonly back: WaysByTrack;
  readonly own: WaysByTrack;
  readonly on: WaysByTrack;
}

/**
 * Whether another wire of its bundle takes the same way there, and leaves to the same side. They come from
 * one place: from where they came to the track before is the same for all.
 */
function isRepeated({ bundle, tracks }: WirePath, leg: number, taken: Ways): boolean {
  // What begins or ends there is nobody else's, and neither is what leaves for a track of its own.
  if (bundle === undefined || leg === 0 || leg + 1 >= tracks.length) return false;
  const after = tracks[leg + 1];
  if (after === undefined || after.isSettled) return false;
  const track = tracks[leg];
  const before = tracks[leg - 1];
  const beyond = leg + 2 < tracks.length ? tracks[leg + 2] : undefined;
  if (track === undefined || before === undefined) return false;
  const isOwn = beyond === undefined || beyond.isSettled;
  const ways = isOwn ? taken.own : beyond.at < track.at ? taken.back : taken.on;
  const end = leg === 1 ? before : after;
  const known = ways.get(end);
  if (known === undefined) {
    ways.set(end, [track, before, after]);
    return false;
  }
  for (let way = 0; way < known.length; way += 3) {
    if (known[way] === track && known[way + 1] === before && known[way + 2] === after) {
      return true;
    }
  }
  known.push(track, before, after);
  return false;
}

function arrange(corridor: Corridor, visits: Visits): void {
  const tracks = corridor.tracks();
  const count = tracks.length;
  if (count < 2 || count > mostTracks) return;
  const uses = readTracks(tracks, visits);
  /** What it costs more to have the first before the second than after it. */
  const excess = new Int32Array(count * count);
  let isBest = true;
  for (let i = 0; i < count; i++) {
    const first = uses[i];
    for (let j = i + 1; j < count; j++) {
      const second = uses[j];
      if (first === undefined || second === undefined) continue;
      const cost =
        first.isStraight && second.isStraight
          ? Math.sign(second.high - first.high)
          : excessOf(first, second);
      if (cost === 0) continue;
      excess[i * count + j] = cost;
      excess[j * count + i] = -cost;
      if (cost > 0) isBest = false;
    }
  }
  // Most stand as they should: what asked for its place knew why.
  if (!isBest) corridor.arrange(sifted(count, excess).flatMap((index) => tracks[index] ?? []));
}

function readTracks(tracks: readonly Track[], { paths, legs }: Visits): readonly TrackUse[] {
  const uses: TrackUse[] = [];
  const byTrack = new Map<Track, TrackUse>();
  for (const track of tracks) {
    const use = {
      isStraight: false,
      low: Infinity,
      high: -Infinity,
      spans: [],
      near: [],
      far: [],
    };
    uses.push(use);
    byTrack.set(track, use);
  }
  for (let index = 0; index < paths.length; index++) {
    const path = paths[index];
    const leg = path?.leg(legs[index] ?? 0);
    const use = leg && byTrack.get(leg.track);
    if (path === undefined || leg === undefined || use === undefined) continue;
    const { from, to, fromSide, toSide } = leg;
    addSpan(use, Math.min(from, to), Math.max(from, to));
    addTurn(use, fromSide, from);
    addTurn(use, toSide, to);
    use.isStraight = path.tracks.length === 1 && fromSide === 0;
  }
  for (const { near, far } of uses) {
    if (near.length > 1) near.sort(ascending);
    if (far.length > 1) far.sort(ascending);
  }
  return uses;
}

function addSpan(use: TrackUse, low: number, high: number): void {
  const { spans } = use;
  use.low = Math.min(use.low, low);
  use.high = Math.max(use.high, high);
  // Nearly all have but one: a list that is made for one stays small.
  if (spans.length === 0) {
    use.spans = [low, high];
    return;
  }
  for (let at = 0; at < spans.length; at += 2) {
    if ((spans[at] ?? 0) <= low && high <= (spans[at + 1] ?? 0)) return;
  }
  joinSpan(spans, low, high);
}

/** Adds a span to those that lie apart, as one with all that it meets. */
function joinSpan(spans: number[], low: number, high: number): void {
  let first = low;
  let last = high;
  for (let at = spans.length - 2; at >= 0; at -= 2) {
    const otherLow = spans[at] ?? 0;
    const otherHigh = spans[at + 1] ?? 0;
    if (otherLow > high || low > otherHigh) continue;
    first = Math.min(first, otherLow);
    last = Math.max(last, otherHigh);
    spans.splice(at, 2);
  }
  spans.push(first, last);
}

/** @param side as in `Leg` */
function addTurn(use: TrackUse, side: number, at: number): void {
  if (side === 0) return;
  const end = side < 0 ? 'near' : 'far';
  const turns = use[end];
  if (turns.length === 0) use[end] = [at];
  else if (!turns.includes(at)) turns.push(at);
}

/** How many crossings more there are when the first lies before the second than after it. */
function excessOf(first: TrackUse, second: TrackUse): number {
  const isApart = first.low > second.high + closest || second.low > first.high + closest;
  return isApart ? 0 : leaning(first, second) - leaning(second, first);
}

/**
 * The part of it that follows from where one of them turns: to the far side it crosses the other if that lies behind
 * it, to the near side if that lies before it; and two that turn towards one another may meet on one line.
 */
function leaning({ near, far }: TrackUse, { low, high, spans, near: facing }: TrackUse): number {
  const least = low - closest;
  const most = high + closest;
  let count = 0;
  for (let turn = 0; turn < far.length; turn++) {
    const at = far[turn] ?? 0;
    // Bundles turn aside all along their corridor, most wires stay in one part of it.
    if (at <= least) continue;
    if (at >= most) break;
    for (let piece = 0; piece < spans.length; piece += 2) {
      if (at > (spans[piece] ?? 0) && at < (spans[piece + 1] ?? 0)) count += 1;
    }
    for (let end = 0; end < facing.length; end++) {
      if (Math.abs(at - (facing[end] ?? 0)) < closest) count += overlap;
    }
  }
  for (let turn = 0; turn < near.length; turn++) {
    const at = near[turn] ?? 0;
    if (at <= low) continue;
    if (at >= high) break;
    for (let piece = 0; piece < spans.length; piece += 2) {
      if (at > (spans[piece] ?? 0) && at < (spans[piece + 1] ?? 0)) count -= 1;
    }
  }
  return count;
}

const ascending = (a: number, b: number) => a - b;

/** Moves one after the other to where it costs least, as long as that helps. */
function sifted(count: number, excess: Int32Array): number[] {
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
function bestPlace(order: readonly number[], place: number, excess: Int32Array): number {
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
