import type { Span } from './sourceText';
import type { Entry, MapTree, Tree } from './tree';

/** Own keys win over merged ones, and earlier merged maps over later ones. */
export function mergeInto(own: Map<string, Entry>, merged: readonly Tree[], at: Span): MapTree {
  const entries = new Map(own);
  for (const source of merged) {
    if (source.kind !== 'map') continue;
    for (const [key, entry] of source.entries) if (!entries.has(key)) entries.set(key, entry);
  }
  return { kind: 'map', at, entries };
}
