import { PathRules } from './pathRules';
import type { Problems } from './problems';
import {
  child,
  formatted,
  goType,
  printed,
  stringOf,
  type Entry,
  type Path,
  type Tree,
} from './tree';
import { volumeTarget } from './parseVolume';

type KeyResult = { readonly key: string } | { readonly error: string };
type Indexer = (item: Tree, where: string) => KeyResult;

/** Lists in which a later item takes the place of an earlier one of the same key (compose-go: EnforceUnicity). */
const indexers = new PathRules<Indexer>({
  'networks.*.labels': keyOfLine,
  'networks.*.ipam.options': keyOfLine,
  'services.*.annotations': keyOfLine,
  'services.*.build.args': keyOfLine,
  'services.*.build.additional_contexts': keyOfLine,
  'services.*.build.platform': keyOfLine,
  'services.*.build.tags': keyOfLine,
  'services.*.build.labels': keyOfLine,
  'services.*.cap_add': keyOfLine,
  'services.*.cap_drop': keyOfLine,
  'services.*.devices': keyOfDevice,
  'services.*.configs': keyOfMount(''),
  'services.*.deploy.labels': keyOfLine,
  'services.*.dns': keyOfLine,
  'services.*.dns_opt': keyOfLine,
  'services.*.dns_search': keyOfLine,
  'services.*.environment': keyOfLine,
  'services.*.env_file': keyOfEnvFile,
  'services.*.expose': keyOfExpose,
  'services.*.labels': keyOfLine,
  'services.*.links': keyOfLine,
  'services.*.networks.*.aliases': keyOfLine,
  'services.*.networks.*.link_local_ips': keyOfLine,
  'services.*.ports': keyOfPort,
  'services.*.profiles': keyOfLine,
  'services.*.secrets': keyOfMount('/run/secrets'),
  'services.*.sysctls': keyOfLine,
  'services.*.tmpfs': keyOfLine,
  'services.*.volumes': keyOfVolume,
});

/** Drops items that a later one of the same list redefines. Lists inside lists are left alone. */
export function uniqueItems<T extends Tree>(tree: T, problems: Problems, path: Path = []): T {
  if (tree.kind === 'map') {
    // Most maps stay as they are, so a copy is only made of one that changes.
    let entries: Map<string, Entry> | undefined;
    for (const [key, entry] of tree.entries) {
      const value = uniqueItems(entry.value, problems, [...path, key]);
      if (value === entry.value) continue;
      entries ??= new Map(tree.entries);
      entries.set(key, { key: entry.key, value });
    }
    return entries === undefined ? tree : { ...tree, entries };
  }
  if (tree.kind !== 'list') return tree;
  const indexer = indexers.at(path);
  if (indexer === undefined) return tree;
  const items = new Map<string, Tree>();
  tree.items.forEach((item, index) => {
    const result = indexer(item, `${path.join('.')}.[${index}]`);
    if ('key' in result) items.set(result.key, item);
    else {
      problems.error(result.error, item.at);
      items.set(`${index} `, item);
    }
  });
  return items.size === tree.items.length ? tree : { ...tree, items: [...items.values()] };
}

function keyOfLine(item: Tree, where: string): KeyResult {
  if (item.kind !== 'string') return { error: `${where}: unexpected type ${goType(item)}` };
  return { key: item.value.split('=', 1)[0] ?? '' };
}

function keyOfExpose(item: Tree, where: string): KeyResult {
  return item.kind === 'string' || item.kind === 'int'
    ? { key: printed(item) }
    : { error: `${where}: unsupported expose value ${formatted(item)}` };
}

function keyOfMount(folder: string): Indexer {
  return (item, where) => {
    if (item.kind === 'string') return { key: `${folder}/${item.value}` };
    if (item.kind !== 'map') {
      return { error: `${where}: unsupported expose value ${formatted(item)}` };
    }
    const target = stringOf(child(item, 'target'));
    const source = child(item, 'source');
    return { key: target ?? `${folder}/${source === undefined ? '' : printed(source)}` };
  };
}

function keyOfVolume(item: Tree, where: string): KeyResult {
  if (item.kind === 'string') return volumeTarget(item.value);
  if (item.kind !== 'map') return { key: '' };
  const target = stringOf(child(item, 'target'));
  return target === undefined
    ? { error: `service volume ${where} is missing a mount target` }
    : { key: target };
}

function keyOfDevice(item: Tree, where: string): KeyResult {
  if (item.kind === 'string') {
    const [source = '', target = source] = item.value.split(':');
    return { key: target };
  }
  if (item.kind !== 'map') return { key: '' };
  const target = stringOf(child(item, 'target'));
  return target === undefined
    ? { error: `service device ${where} is missing a mount target` }
    : { key: target };
}

function keyOfEnvFile(item: Tree, where: string): KeyResult {
  if (item.kind === 'string') return { key: item.value };
  if (item.kind !== 'map') return { key: '' };
  const path = stringOf(child(item, 'path'));
  return path === undefined
    ? { error: `environment path attribute ${where} is missing` }
    : { key: path };
}

/** A number and a text of the same digits are different keys, as in docker compose. */
function keyOfPort(item: Tree, where: string): KeyResult {
  if (item.kind === 'int' || item.kind === 'string') return { key: printed(item) };
  if (item.kind !== 'map') return { key: '' };
  const target = child(item, 'target');
  if (target === undefined) return { error: `service ports ${where} is missing a target port` };
  const typed = (tree: Tree | undefined, otherwise: string) =>
    tree === undefined ? otherwise : `${tree.kind} ${printed(tree)}`;
  const host = stringOf(child(item, 'host_ip')) ?? '0.0.0.0';
  const proto = stringOf(child(item, 'protocol')) ?? 'tcp';
  const published = typed(child(item, 'published'), '');
  return { key: `${host}:${published}:${typed(target, '')}/${proto}` };
}
