import type { Entry, MapTree, Path, Tree } from './tree';

/** Takes away what stands at the paths of `!reset` and `!override` tags. Items of lists cannot be taken away. */
export function applyResets(tree: MapTree, resets: readonly Path[]): MapTree {
  return resets.reduce((result, path) => without(result, path), tree);
}

function without(tree: MapTree, [key, ...rest]: Path): MapTree {
  const entry = key === undefined ? undefined : tree.entries.get(key);
  if (key === undefined || entry === undefined) return tree;
  const entries = new Map<string, Entry>(tree.entries);
  if (rest.length === 0) entries.delete(key);
  else {
    const value: Tree = entry.value.kind === 'map' ? without(entry.value, rest) : entry.value;
    if (value === entry.value) return tree;
    entries.set(key, { key: entry.key, value });
  }
  return { ...tree, entries };
}
