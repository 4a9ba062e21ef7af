import { canonicalPorts, maxPorts, type PortBudget } from './canonicalPorts';
import { keysToMap } from './namedMap';
import { parseVolume } from './parseVolume';
import type { Problems } from './problems';
import {
  bool,
  child,
  entriesOf,
  goType,
  stringOf,
  text,
  withEntry,
  type Entry,
  type MapTree,
  type Path,
  type Tree,
} from './tree';

/**
 * Turns short forms into long ones, as far as networks, dependencies and the checks need them
 * (compose-go: transform.Canonical). What has another shape than any form stays as it is; the schema
 * has reported it already.
 */
export function canonical(model: MapTree, problems: Problems): MapTree {
  const budget: PortBudget = { left: maxPorts };
  let result = mapSection(model, 'services', (service, path) =>
    service.kind === 'map' ? canonicalService(service, path, budget, problems) : service,
  );
  for (const section of ['volumes', 'networks', 'secrets', 'configs']) {
    result = mapSection(result, section, (resource, path) =>
      canonicalExternal(resource, path, problems),
    );
  }
  return result;
}

function mapSection(
  model: MapTree,
  section: string,
  change: (value: Tree, path: Path) => Tree,
): MapTree {
  const tree = model.entries.get(section)?.value;
  if (tree?.kind !== 'map') return model;
  const entries = new Map<string, Entry>();
  for (const [key, entry] of tree.entries) {
    entries.set(key, { key: entry.key, value: change(entry.value, [section, key]) });
  }
  return withEntry(model, section, { ...tree, entries });
}

type Change = (value: Tree, path: Path, problems: Problems) => Tree;

const serviceChanges: Readonly<Record<string, Change>> = {
  networks: keysToMap,
  models: keysToMap,
  dns: stringToList,
  label_file: stringToList,
  depends_on: canonicalDependencies,
  build: (value, path, problems) => {
    if (value.kind === 'string') return mapOfOne('context', value);
    return value.kind === 'map' ? value : refuse('build', value, path, problems);
  },
  env_file: canonicalEnvFile,
  volumes: canonicalVolumes,
  devices: checkDevices,
};

function canonicalService(
  service: MapTree,
  path: Path,
  budget: PortBudget,
  problems: Problems,
): MapTree {
  let result = service;
  const ports = service.entries.get('ports')?.value;
  if (ports?.kind === 'list') {
    const list = canonicalPorts(ports, [...path, 'ports'], budget, problems);
    result = withEntry(result, 'ports', list);
  } else if (ports !== undefined) refuse('port', ports, [...path, 'ports'], problems);
  for (const [key, change] of Object.entries(serviceChanges)) {
    const value = result.entries.get(key)?.value;
    if (value === undefined) continue;
    const changed = change(value, [...path, key], problems);
    if (changed !== value) result = withEntry(result, key, changed);
  }
  return result;
}

/** No form at all: the schema has said so already, except in files that are only extended. */
function refuse(noun: string, value: Tree, path: Path, problems: Problems): Tree {
  problems.error(`${path.join('.')}: invalid type ${goType(value)} for ${noun}`, value.at);
  return value;
}

function mapOfOne(key: string, value: Tree): MapTree {
  return { kind: 'map', at: value.at, entries: new Map([[key, { key: value.at, value }]]) };
}

function stringToList(value: Tree): Tree {
  return value.kind === 'string' ? { kind: 'list', at: value.at, items: [value] } : value;
}

function canonicalDependencies(value: Tree, path: Path, problems: Problems): Tree {
  const map = keysToMap(value);
  if (map.kind !== 'map') return refuse('depend_on', value, path, problems);
  const entries = new Map<string, Entry>();
  for (const [key, entry] of map.entries) {
    const { at } = entry.value;
    let dependency: MapTree =
      entry.value.kind === 'map' ? entry.value : { kind: 'map', at, entries: new Map() };
    if (!dependency.entries.has('condition')) {
      dependency = withEntry(dependency, 'condition', text('service_started', at));
    }
    if (!dependency.entries.has('required')) {
      dependency = withEntry(dependency, 'required', bool(true, at));
    }
    entries.set(key, { key: entry.key, value: dependency });
  }
  return { ...map, entries };
}

function canonicalEnvFile(value: Tree, path: Path, problems: Problems): Tree {
  const list = stringToList(value);
  if (list.kind !== 'list') return refuse('env_file', value, path, problems);
  return {
    ...list,
    items: list.items.map((item) => {
      const map = item.kind === 'string' ? mapOfOne('path', item) : item;
      return map.kind === 'map' && !map.entries.has('required')
        ? withEntry(map, 'required', bool(true, map.at))
        : map;
    }),
  };
}

/** `external: {name: x}`, the old form, → `external: true` and `name: x`. */
function canonicalExternal(resource: Tree, path: Path, problems: Problems): Tree {
  const external = child(resource, 'external');
  if (resource.kind !== 'map' || external?.kind !== 'map') return resource;
  const where = path.join('.');
  const result = withEntry(resource, 'external', bool(true, external.at));
  const externalName = child(external, 'name');
  if (externalName === undefined) return result;
  problems.warning(
    `${where}: external.name is deprecated. Please set name and external: true`,
    externalName.at,
  );
  const name = child(resource, 'name');
  if (name === undefined) return withEntry(result, 'name', externalName);
  if (stringOf(name) !== stringOf(externalName)) {
    problems.error(
      `${where}: name and external.name conflict; only use name`,
      entriesOf(external)[0]?.[1].key ?? external.at,
    );
  }
  return result;
}

function canonicalVolumes(value: Tree, _path: Path, problems: Problems): Tree {
  if (value.kind !== 'list') return value;
  const items = value.items.map((item) => {
    if (item.kind !== 'string') return item;
    const parsed = parseVolume(item.value);
    if ('error' in parsed) {
      problems.error(parsed.error, item.at);
      return item;
    }
    const { at } = item;
    const fields = [
      ['type', parsed.type],
      ['source', parsed.source],
      ['target', parsed.target],
    ];
    const entries = new Map<string, Entry>();
    for (const [key = '', field = ''] of fields) {
      if (field !== '') entries.set(key, { key: at, value: text(field, at) });
    }
    return { kind: 'map' as const, at, entries };
  });
  return { ...value, items };
}

/** Device mappings keep their short form: nothing here needs the long one. */
function checkDevices(value: Tree, _path: Path, problems: Problems): Tree {
  if (value.kind !== 'list') return value;
  for (const item of value.items) {
    const device = stringOf(item);
    if (device !== undefined && device.split(':').length > 3) {
      problems.error(`confusing device mapping, please use long syntax: ${device}`, item.at);
    }
  }
  return value;
}
