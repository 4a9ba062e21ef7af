import {
  bool,
  child,
  emptyMap,
  entriesOf,
  itemsOf,
  nullAt,
  stringOf,
  text,
  withEntry,
  type Entry,
  type MapTree,
  type Tree,
} from './tree';

/**
 * Adds what a file leaves unsaid: the default network, dependencies that links and shared namespaces
 * imply, and the names of networks (compose-go: Normalize). Services of inactive profiles count too.
 */
export function normalise(model: MapTree, project: string): MapTree {
  const services = child(model, 'services');
  if (services?.kind !== 'map') return withNetworkNames(model, project);
  const entries = new Map<string, Entry>();
  for (const [name, entry] of services.entries) {
    const value = entry.value.kind === 'map' ? normaliseService(entry.value, entry) : entry.value;
    entries.set(name, { key: entry.key, value });
  }
  const usesDefault = [...entries.values()].some(
    ({ value }) => child(value, 'networks', 'default') !== undefined && isOnNetworks(value),
  );
  let result = withEntry(model, 'services', { ...services, entries });
  const networks = child(result, 'networks');
  if (usesDefault && child(networks, 'default') === undefined) {
    const known = networks?.kind === 'map' ? networks : emptyMap(services.at);
    result = withEntry(result, 'networks', withEntry(known, 'default', nullAt(services.at)));
  }
  return withNetworkNames(result, project);
}

function isOnNetworks(service: Tree): boolean {
  return child(service, 'provider') === undefined && child(service, 'network_mode') === undefined;
}

function normaliseService(service: MapTree, entry: Entry): MapTree {
  let result = service;
  const networks = child(service, 'networks');
  const none = networks === undefined || (networks.kind === 'map' && networks.entries.size === 0);
  if (none && isOnNetworks(service)) {
    const at = entry.key;
    const attachment = { key: at, value: nullAt(at) };
    result = withEntry(result, 'networks', {
      kind: 'map',
      at,
      entries: new Map([['default', attachment]]),
    });
  }
  return withImpliedDependencies(result);
}

const namespaces = ['network_mode', 'ipc', 'pid', 'uts', 'cgroup'] as const;

function withImpliedDependencies(service: MapTree): MapTree {
  const implied: (readonly [string, Tree])[] = [];
  for (const link of itemsOf(child(service, 'links'))) {
    const parts = stringOf(link)?.split(':') ?? [];
    const target = parts.length === 2 ? parts[0] : parts.join(':');
    if (target !== undefined && target !== '') implied.push([target, link]);
  }
  for (const namespace of namespaces) {
    const mode = child(service, namespace);
    const value = stringOf(mode);
    if (mode !== undefined && value?.startsWith('service:') === true) {
      implied.push([value.slice('service:'.length), mode]);
    }
  }
  for (const source of itemsOf(child(service, 'volumes_from'))) {
    const value = stringOf(source);
    if (value !== undefined && !value.startsWith('container:')) {
      implied.push([value.split(':')[0] ?? '', source]);
    }
  }
  if (implied.length === 0) return service;
  const declared = child(service, 'depends_on');
  const entries = new Map(declared?.kind === 'map' ? declared.entries : []);
  for (const [target, { at }] of implied) {
    if (entries.has(target)) continue;
    const dependency: MapTree = {
      kind: 'map',
      at,
      entries: new Map([
        ['condition', { key: at, value: text('service_started', at) }],
        ['required', { key: at, value: bool(true, at) }],
      ]),
    };
    entries.set(target, { key: at, value: dependency });
  }
  return withEntry(service, 'depends_on', { kind: 'map', at: service.at, entries });
}

function withNetworkNames(model: MapTree, project: string): MapTree {
  const networks = child(model, 'networks');
  if (networks?.kind !== 'map') return model;
  const entries = new Map<string, Entry>();
  for (const [key, entry] of entriesOf(networks)) {
    const network = entry.value.kind === 'map' ? entry.value : emptyMap(entry.value.at);
    const name = child(network, 'name');
    const value =
      name === undefined || name.kind === 'null'
        ? withEntry(
            network,
            'name',
            text(isExternal(network) ? key : `${project}_${key}`, entry.key),
          )
        : network;
    entries.set(key, { key: entry.key, value });
  }
  return withEntry(model, 'networks', { ...networks, entries });
}

/** `external`, as a boolean or as a text Go would read as one. */
export function isExternal(resource: Tree): boolean {
  const external = child(resource, 'external');
  if (external?.kind === 'bool') return external.value;
  return /^(1|t|true)$/i.test(stringOf(external) ?? '');
}

/** `deploy.replicas`; `scale` takes its place where both are there (compose-go: checkConsistency). */
export function replicasTree(service: Tree): number | undefined {
  const replicas = child(service, 'deploy', 'replicas');
  const scale = child(service, 'scale');
  if (child(service, 'deploy')?.kind === 'map' && scale?.kind === 'int') return scale.value;
  return replicas?.kind === 'int' ? replicas.value : undefined;
}
