import type { Network } from '../../model/network';
import type { Cell } from './cells';

/** How often every network may be moved. */
const passes = 8;

/**
 * Networks that ports lead to first, nearest to the ports' tags; those that share containers beside
 * each other; unused ones last.
 */
export function orderLanes(
  networks: readonly Network[],
  cells: readonly Cell[],
  published: ReadonlySet<string>,
): readonly Network[] {
  const used = new Set<string>();
  cells.forEach(({ networkIds }) => networkIds.forEach((id) => used.add(id)));
  const ties = sharedCells(cells);
  const weight = (network: Network) => {
    if (network.kind === 'none') return 4;
    if (network.kind === 'host') return 3;
    if (!used.has(network.id)) return 2;
    return published.has(network.id) ? 0 : 1;
  };
  const weights = new Map(networks.map((network) => [network, weight(network)]));
  const weightOf = (network: Network) => weights.get(network) ?? 0;
  const ranked = [...networks].sort((a, b) => weightOf(a) - weightOf(b));
  const ranks = new Map(ranked.map((network, rank) => [network.id, rank]));
  const isPlaced = new Array<boolean>(ranked.length).fill(false);
  const result: Network[] = [];
  let first = 0;
  while (result.length < ranked.length) {
    while (isPlaced[first] === true) first += 1;
    let next = first;
    let best = 0;
    ties.get(result.at(-1)?.id ?? '')?.forEach((shared, id) => {
      const rank = ranks.get(id);
      if (rank === undefined || isPlaced[rank] === true) return;
      if (shared > best || (shared === best && rank < next)) [best, next] = [shared, rank];
    });
    isPlaced[next] = true;
    result.push(...ranked.slice(next, next + 1));
  }
  const tied = shortened(
    result.filter(({ id }) => ties.has(id)),
    ties,
  );
  // Of both directions the one that has first what is wished first.
  const along = tied.reduce(
    (sum, { id }, at) => sum + (2 * at - tied.length + 1) * (ranks.get(id) ?? 0),
    0,
  );
  const line = along < 0 ? [...tied].reverse() : tied;
  let next = 0;
  return result.map((network) => (ties.has(network.id) ? (line[next++] ?? network) : network));
}

/** The networks, moved one after the other to where the ways between those that share containers are shortest. */
function shortened(
  networks: readonly Network[],
  ties: ReadonlyMap<string, ReadonlyMap<string, number>>,
): readonly Network[] {
  const line = new Line(networks, ties);
  let isShorter = true;
  for (let pass = 0; pass < passes && isShorter; pass++) {
    isShorter = false;
    for (let item = 0; item < networks.length; item++) {
      if (line.moveWhereBest(item)) isShorter = true;
    }
  }
  return line.order.flatMap((item) => networks[item] ?? []);
}

/** Items in a line, known by the place they had in the beginning. */
class Line {
  readonly order: number[];
  private readonly places: number[];
  private readonly ties: readonly ReadonlyMap<number, number>[];
  /** By item: how much more ties it has to its left than to its right. */
  private readonly leans: number[];

  constructor(
    networks: readonly Network[],
    ties: ReadonlyMap<string, ReadonlyMap<string, number>>,
  ) {
    const items = new Map(networks.map(({ id }, item) => [id, item]));
    this.order = networks.map((_, item) => item);
    this.places = [...this.order];
    this.ties = networks.map(({ id }, own) => {
      const others = new Map<number, number>();
      ties.get(id)?.forEach((shared, other) => {
        const item = items.get(other);
        if (item !== undefined && item !== own) others.set(item, shared);
      });
      return others;
    });
    this.leans = this.ties.map((others, own) => {
      let lean = 0;
      others.forEach((shared, item) => (lean += item < own ? shared : -shared));
      return lean;
    });
  }

  /** Not further than to just beyond those it has ties with. Returns whether that moved it. */
  moveWhereBest(item: number): boolean {
    const from = this.places[item] ?? 0;
    let first = from;
    let last = from;
    this.ties[item]?.forEach((_, other) => {
      const place = this.places[other] ?? from;
      first = Math.min(first, place);
      last = Math.max(last, place);
    });
    let best = from;
    let least = 0;
    for (const step of [-1, 1]) {
      let cost = 0;
      let lean = step * (this.leans[item] ?? 0);
      for (let at = from + step; at >= first && at <= last; at += step) {
        const other = this.order[at] ?? 0;
        const tie = this.ties[item]?.get(other) ?? 0;
        cost += lean - step * (this.leans[other] ?? 0) + 2 * tie;
        lean += 2 * tie;
        if (cost < least) {
          best = at;
          least = cost;
        }
      }
    }
    if (best !== from) this.move(item, from, best);
    return best !== from;
  }

  private move(item: number, from: number, to: number): void {
    const step = Math.sign(to - from);
    for (let at = from; at !== to; at += step) {
      const other = this.order[at + step] ?? 0;
      const change = 2 * step * (this.ties[item]?.get(other) ?? 0);
      this.leans[item] = (this.leans[item] ?? 0) + change;
      this.leans[other] = (this.leans[other] ?? 0) - change;
      this.order[at] = other;
      this.places[other] = at;
    }
    this.order[to] = item;
    this.places[item] = to;
  }
}

/** How many cells each two networks share. */
function sharedCells(cells: readonly Cell[]): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const counts = new Map<string, Map<string, number>>();
  cells.forEach(({ networkIds }) => {
    if (networkIds.length < 2) return;
    for (const a of networkIds) {
      const others = counts.get(a) ?? new Map<string, number>();
      counts.set(a, others);
      for (const b of networkIds) others.set(b, (others.get(b) ?? 0) + 1);
    }
  });
  return counts;
}
