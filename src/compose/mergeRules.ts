import { asMap } from './namedMap';
import { PathRules } from './pathRules';
import {
  bool,
  child,
  entriesOf,
  printed,
  stringOf,
  text,
  treesEqual,
  withEntry,
  type Entry,
  type ListTree,
  type MapTree,
  type Tree,
} from './tree';

type MergeMaps = (base: MapTree, over: MapTree) => MapTree;
type MergeRule = (base: Tree, over: Tree, mergeMaps: MergeMaps) => Tree;

/** Fields that are not merged by shape (compose-go: mergeSpecials). */
export const mergeRules = new PathRules<MergeRule>({
  'networks.*.ipam.config': mergePools,
  'networks.*.labels': appendLines,
  'volumes.*.labels': appendLines,
  'services.*.annotations': appendLines,
  'services.*.build': mergeBuild,
  'services.*.build.args': appendLines,
  'services.*.build.additional_contexts': appendLines,
  'services.*.build.extra_hosts': appendNewLines,
  'services.*.build.labels': appendLines,
  'services.*.command': replace,
  'services.*.depends_on': mergeDependencies,
  'services.*.deploy.labels': appendLines,
  'services.*.dns': appendLines,
  'services.*.dns_opt': appendLines,
  'services.*.dns_search': appendLines,
  'services.*.entrypoint': replace,
  'services.*.env_file': appendLines,
  'services.*.label_file': appendLines,
  'services.*.environment': appendLines,
  'services.*.extra_hosts': appendNewLines,
  'services.*.healthcheck.test': replace,
  'services.*.labels': appendLines,
  'services.*.volumes.*.volume.labels': appendLines,
  'services.*.logging': mergeLogging,
  'services.*.models': mergeNamed,
  'services.*.networks': mergeNamed,
  'services.*.sysctls': appendLines,
  'services.*.tmpfs': appendLines,
  'services.*.ulimits.*': replace,
});

function replace(_base: Tree, over: Tree): Tree {
  return over;
}

/** Both as lists of `key=value`, one after the other; which wins is settled by key afterwards. */
function appendLines(base: Tree, over: Tree): Tree {
  const lines = asLines(base);
  return { ...lines, items: [...lines.items, ...asLines(over).items] };
}

function appendNewLines(base: Tree, over: Tree): Tree {
  const lines = asLines(base);
  const added = asLines(over).items.filter(
    (item) => !lines.items.some((known) => treesEqual(known, item)),
  );
  return { ...lines, items: [...lines.items, ...added] };
}

/** A map as sorted `key=value` lines, a text as a list of one, nothing for other shapes. */
function asLines(tree: Tree): ListTree {
  const { at } = tree;
  if (tree.kind === 'list') return tree;
  if (tree.kind === 'string') return { kind: 'list', at, items: [tree] };
  const items = entriesOf(tree).flatMap(([key, entry]) => linesOf(key, entry));
  items.sort((a, b) => (printed(a) < printed(b) ? -1 : printed(a) > printed(b) ? 1 : 0));
  return { kind: 'list', at, items };
}

function linesOf(key: string, { key: keySpan, value }: Entry): readonly Tree[] {
  const at = { ...keySpan, end: Math.max(keySpan.end, value.at.end) };
  if (value.kind === 'null') return [text(key, keySpan)];
  const values = value.kind === 'list' ? value.items : [value];
  return values.map((item) => text(`${key}=${printed(item)}`, at));
}

function mergeNamed(base: Tree, over: Tree, mergeMaps: MergeMaps): Tree {
  const right = asMap(over);
  const left = asMap(base);
  if (right === undefined) return left ?? base;
  return left === undefined ? right : mergeMaps(left, right);
}

function mergeDependencies(base: Tree, over: Tree, mergeMaps: MergeMaps): Tree {
  return mergeNamed(withStarted(base), withStarted(over), mergeMaps);
}

/** A list of services as a map of what depending on them means. */
function withStarted(tree: Tree): Tree {
  if (tree.kind !== 'list') return tree;
  const map = asMap(tree);
  if (map === undefined) return tree;
  const entries = new Map<string, Entry>();
  for (const [key, { key: at }] of map.entries) {
    let value: MapTree = { kind: 'map', at, entries: new Map() };
    value = withEntry(value, 'condition', text('service_started', at));
    entries.set(key, { key: at, value: withEntry(value, 'required', bool(true, at)) });
  }
  return { ...map, entries };
}

function mergeBuild(base: Tree, over: Tree, mergeMaps: MergeMaps): Tree {
  const asBuild = (tree: Tree): MapTree | undefined =>
    tree.kind === 'string'
      ? { kind: 'map', at: tree.at, entries: new Map([['context', { key: tree.at, value: tree }]]) }
      : tree.kind === 'map'
        ? tree
        : undefined;
  const left = asBuild(base);
  const right = asBuild(over);
  if (right === undefined) return left ?? base;
  return left === undefined ? right : mergeMaps(left, right);
}

/** Options of one driver mean nothing to another. */
function mergeLogging(base: Tree, over: Tree, mergeMaps: MergeMaps): Tree {
  if (base.kind !== 'map' || over.kind !== 'map') return over.kind === 'null' ? base : over;
  const left = stringOf(child(base, 'driver'));
  const right = stringOf(child(over, 'driver'));
  return left === undefined || right === undefined || left === right ? mergeMaps(base, over) : over;
}

/** A map that changes while pools are merged; whoever holds it sees the change. */
interface Pool {
  map: MapTree;
}

/**
 * Address pools, with docker compose's quirk kept: only the pools of the override survive, each merged
 * with the one of the same subnet below it; a pool below is changed in place as the loop goes on.
 */
function mergePools(base: Tree, over: Tree, mergeMaps: MergeMaps): Tree {
  if (base.kind !== 'list' || over.kind !== 'list') return over.kind === 'null' ? base : over;
  const pools: Pool[] = [];
  const subnet = ({ map }: Pool) => stringOf(child(map, 'subnet'));
  const indexOf = (wanted: string | undefined) =>
    pools.findIndex((pool) => subnet(pool) === wanted);
  const asPools = (list: ListTree): readonly Pool[] =>
    list.items.flatMap((item) => {
      const map = asMap(item);
      return map === undefined ? [] : [{ map }];
    });
  const overrides = asPools(over);
  for (const below of asPools(base)) {
    for (const pool of overrides) {
      if (subnet(pool) !== subnet(below) && indexOf(subnet(pool)) < 0) {
        pools.push(pool);
        continue;
      }
      below.map = mergeMaps(below.map, pool.map);
      const index = indexOf(subnet(below));
      if (index < 0) pools.push(below);
      else pools[index] = below;
    }
  }
  return { ...over, items: pools.map(({ map }) => map) };
}
