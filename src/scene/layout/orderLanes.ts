import type { Network } from '../../model/network';
import type { Cell } from './cells';

/**
 * Networks that ports lead to first, nearest to the ports' tags; those that share containers beside
 * each other; unused ones last.
 */
export function orderLanes(
  networks: readonly Network[],
  cells: readonly Cell[],
  published: ReadonlySet<string>,
): readonly Network[] {
  const used = new Set(cells.flatMap((cell) => cell.networkIds));
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
  return result;
}

/** How many cells each two networks share. */
function sharedCells(cells: readonly Cell[]): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const counts = new Map<string, Map<string, number>>();
  for (const { networkIds } of cells) {
    if (networkIds.length < 2) continue;
    for (const a of networkIds) {
      const others = counts.get(a) ?? new Map<string, number>();
      counts.set(a, others);
      for (const b of networkIds) others.set(b, (others.get(b) ?? 0) + 1);
    }
  }
  return counts;
}
