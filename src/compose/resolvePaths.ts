import { resolvePath } from './filePaths';
import { child, stringOf, text, withEntry, type Entry, type MapTree, type Tree } from './tree';

/**
 * Makes relative paths absolute, where being relative to this file matters: files that are read, and
 * what decides whether two definitions are the same (compose-go: paths.ResolveRelativePaths).
 */
export function resolvePaths(model: MapTree, folder: string): MapTree {
  let result = eachIn(model, 'services', (service) => resolveService(service, folder));
  for (const section of ['configs', 'secrets']) {
    result = eachIn(result, section, (resource) =>
      atKey(resource, 'file', (file) => absolute(file, folder)),
    );
  }
  return result;
}

type Change = (tree: Tree) => Tree;

function eachIn(tree: MapTree, key: string, change: Change): MapTree {
  const section = child(tree, key);
  if (section?.kind !== 'map') return tree;
  return withEntry(tree, key, eachEntry(section, change));
}

function eachEntry(tree: MapTree, change: Change): MapTree {
  const entries = new Map<string, Entry>();
  for (const [key, entry] of tree.entries) {
    entries.set(key, { key: entry.key, value: change(entry.value) });
  }
  return { ...tree, entries };
}

function atKey(tree: Tree, key: string, change: Change): Tree {
  const value = child(tree, key);
  if (tree.kind !== 'map' || value === undefined) return tree;
  const changed = change(value);
  return changed === value ? tree : withEntry(tree, key, changed);
}

function eachItem(tree: Tree, change: Change): Tree {
  return tree.kind === 'list' ? { ...tree, items: tree.items.map(change) } : tree;
}

function resolveService(service: Tree, folder: string): Tree {
  const path: Change = (tree) => absolute(tree, folder);
  const context: Change = (tree) =>
    /^(?:https?|git|ssh|docker-image|oci-layout|service|target):|^git@|^github\.com\//.test(
      stringOf(tree) ?? '',
    )
      ? tree
      : path(tree);
  let result = atKey(service, 'env_file', (list) =>
    eachItem(list, (item) => atKey(item, 'path', path)),
  );
  result = atKey(result, 'label_file', (list) => eachItem(list, path));
  result = atKey(result, 'extends', (tree) => atKey(tree, 'file', path));
  result = atKey(result, 'build', (build) =>
    atKey(atKey(build, 'context', context), 'additional_contexts', (contexts) =>
      contexts.kind === 'map' ? eachEntry(contexts, context) : contexts,
    ),
  );
  return atKey(result, 'volumes', (volumes) =>
    eachItem(volumes, (volume) =>
      stringOf(child(volume, 'type')) === 'bind' ? atKey(volume, 'source', path) : volume,
    ),
  );
}

function absolute(tree: Tree, folder: string): Tree {
  const value = stringOf(tree);
  if (value === undefined || value === '' || value.startsWith('~')) return tree;
  const resolved = resolvePath(folder, value);
  return resolved === value ? tree : text(resolved, tree.at);
}
