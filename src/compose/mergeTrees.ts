import { mergeRules } from './mergeRules';
import type { Problems } from './problems';
import type { Entry, MapTree, Path, Tree } from './tree';

/**
 * Lays `over` on `base`, as an override file or an extending service is (compose-go: override.Merge):
 * maps key by key, lists one after the other, the rest replaced; fields with rules of their own by
 * those. What cannot be laid over stays as in the base and is reported.
 * @param path where both stand
 */
export function mergeTrees(base: Tree, over: Tree, path: Path, problems: Problems): Tree {
  const rule = mergeRules.at(path);
  if (rule !== undefined) {
    return rule(base, over, (left, right) => mergeMaps(left, right, path, problems));
  }
  if (over.kind === 'null') return base;
  if (base.kind === 'map' && over.kind === 'map') return mergeMaps(base, over, path, problems);
  if (base.kind === 'list' && over.kind === 'list') {
    return { ...base, items: [...base.items, ...over.items] };
  }
  if (base.kind === 'map' || base.kind === 'list') {
    problems.error(`cannot override ${path.join('.')}`, over.at);
    return base;
  }
  return over;
}

export function mergeMaps(base: MapTree, over: MapTree, path: Path, problems: Problems): MapTree {
  const entries = new Map<string, Entry>(base.entries);
  for (const [key, entry] of over.entries) {
    const known = entries.get(key);
    if (known === undefined) {
      entries.set(key, entry);
      continue;
    }
    const value = mergeTrees(known.value, entry.value, [...path, key], problems);
    // The place of a fact is the file that says it; of a container of facts, the first that has it.
    entries.set(key, { key: value === entry.value ? entry.key : known.key, value });
  }
  return { ...base, entries };
}
