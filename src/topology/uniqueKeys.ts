/**
 * Gives every noun a key that is unique in its list. Engines up to 24 allow two networks of one
 * name, so a name alone does not do; the later ones get a piece of their id, in the order of ids.
 */
export function uniqueKeys<T extends { readonly id: string }>(
  items: readonly T[],
  wish: (item: T) => string,
): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const keys = new Map<string, string>();
  for (const item of [...items].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const wished = wish(item);
    const key = taken.has(wished) ? `${wished}#${item.id.slice(0, 12)}` : wished;
    taken.add(key);
    keys.set(item.id, key);
  }
  return keys;
}

/** Order of keys: code units, the same on every machine and locale. */
export function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}
