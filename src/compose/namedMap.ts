import { nullAt, stringOf, type Entry, type MapTree, type Tree } from './tree';

/** A list of names → a map of names to nothing; other shapes stay. */
export function keysToMap(value: Tree): Tree {
  if (value.kind !== 'list') return value;
  const entries = new Map<string, Entry>();
  for (const item of value.items) {
    const key = stringOf(item);
    if (key !== undefined) entries.set(key, { key: item.at, value: nullAt(item.at) });
  }
  return { kind: 'map', at: value.at, entries };
}

/** A map, a list of names as a map, or nothing for every other shape. */
export function asMap(tree: Tree): MapTree | undefined {
  const map = keysToMap(tree);
  return map.kind === 'map' ? map : undefined;
}
