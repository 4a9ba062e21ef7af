import type {
  ComposeIpamPool,
  ComposeNetwork,
  ComposeNetworkMode,
  ComposeProject,
  ComposeService,
  Placed,
} from '../model/composeProject';
import { extraHosts } from './extraHosts';
import { isExternal } from './normalise';
import { toAttachments } from './toAttachments';
import { toPorts } from './toPorts';
import { byName, optional, placed, placedFlag, placedText, placedTexts, toOptions } from './placed';
import { declaredAt, type Span } from './sourceText';
import {
  child,
  entriesOf,
  itemsOf,
  printed,
  stringOf,
  type Entry,
  type MapTree,
  type Tree,
} from './tree';

export interface ResolvedModel {
  /** Normalised: long forms, default network, names. */
  readonly model: MapTree;
  readonly name: { readonly value: string; readonly at: Span };
  /** The project's own files, lowest precedence first. */
  readonly files: readonly string[];
  /** Names of services whose profiles are active. */
  readonly enabled: ReadonlySet<string>;
}

/** The canonical model → the project that editor, plan and analyses work on. Skips what has no valid shape. */
export function toComposeProject(resolved: ResolvedModel): ComposeProject {
  const { model, name, files, enabled } = resolved;
  const services = entriesOf(child(model, 'services'))
    .filter(([, entry]) => entry.value.kind === 'map')
    .map(([key, entry]) => toService(key, entry, !enabled.has(key)))
    .sort(byName((service) => service.name));
  const used = new Set(
    services
      .filter((service) => !service.inactive)
      .flatMap((service) => service.networks.map((attachment) => attachment.network)),
  );
  return {
    name: { value: name.value, at: declaredAt(name.at) },
    files,
    services,
    networks: entriesOf(child(model, 'networks'))
      .map(([key, entry]) => toNetwork(key, entry, !used.has(key)))
      .sort(byName((network) => network.key)),
  };
}

function toService(name: string, entry: Entry, inactive: boolean): ComposeService {
  const service = entry.value;
  const field = (key: string) => child(service, key);
  const mode = toNetworkMode(field('network_mode'));
  return {
    name,
    at: declaredAt(entry.key),
    ...optional('image', placedText(field('image'))),
    ...optional('containerName', placedText(field('container_name'))),
    ...optional('hostname', placedText(field('hostname'))),
    ...optional('domainname', placedText(field('domainname'))),
    replicas: replicasOf(service) ?? { value: 1, at: declaredAt(entry.key) },
    inactive,
    profiles: placedTexts(field('profiles')),
    dependsOn: entriesOf(field('depends_on'))
      .map(([value, { key }]) => ({ value, at: declaredAt(key) }))
      .sort(byName((dependency) => dependency.value)),
    ...optional('networkMode', mode),
    networks: mode === undefined ? toAttachments(field('networks'), entry.key) : [],
    ports: toPorts(field('ports')),
    expose: placedTexts(field('expose')),
    links: placedTexts(field('links')),
    extraHosts: extraHosts(field('extra_hosts')).hosts.map(({ host, address, at }) => ({
      value: `${host}:${address}`,
      at: declaredAt(at),
    })),
    dns: placedTexts(field('dns')),
    dnsSearch: placedTexts(field('dns_search')),
    dnsOptions: placedTexts(field('dns_opt')),
  };
}

/** `scale`, else `deploy.replicas` (compose-go: GetScale). */
export function replicasOf(service: Tree): Placed<number> | undefined {
  for (const tree of [child(service, 'scale'), child(service, 'deploy', 'replicas')]) {
    if (tree?.kind === 'int') return placed(tree.value, tree);
  }
  return undefined;
}

function toNetworkMode(tree: Tree | undefined): Placed<ComposeNetworkMode> | undefined {
  const value = stringOf(tree);
  if (tree === undefined || value === undefined || value === '') return undefined;
  return placed(readMode(value), tree);
}

function readMode(value: string): ComposeNetworkMode {
  switch (value) {
    case 'host':
      return { kind: 'host' };
    case 'none':
    case 'disabled':
      return { kind: 'none' };
    case 'bridge':
    case 'default':
      return { kind: 'bridge' };
  }
  const [scheme = '', rest] = splitOnce(value);
  if (rest !== undefined && scheme === 'service') return { kind: 'service', service: rest };
  if (rest !== undefined && scheme === 'container') return { kind: 'container', container: rest };
  return { kind: 'network', network: value };
}

function splitOnce(value: string): readonly [string, string | undefined] {
  const colon = value.indexOf(':');
  return colon < 0 ? [value, undefined] : [value.slice(0, colon), value.slice(colon + 1)];
}

function toNetwork(key: string, entry: Entry, unused: boolean): ComposeNetwork {
  const network = entry.value;
  const name = child(network, 'name');
  return {
    key,
    at: declaredAt(entry.key),
    // The place of the implicit default network is the services section, which no key of a network has.
    implicit: entry.key === entry.value.at,
    name: placedText(name) ?? { value: key, at: declaredAt(entry.key) },
    external: isExternal(network),
    ...optional('driver', placedText(child(network, 'driver'))),
    ...optional('internal', placedFlag(child(network, 'internal'))),
    ...optional('attachable', placedFlag(child(network, 'attachable'))),
    ...optional('enableIpv4', placedFlag(child(network, 'enable_ipv4'))),
    ...optional('enableIpv6', placedFlag(child(network, 'enable_ipv6'))),
    ipam: itemsOf(child(network, 'ipam', 'config')).flatMap(toPool),
    driverOptions: toOptions(child(network, 'driver_opts')),
    unused,
  };
}

function toPool(tree: Tree): readonly ComposeIpamPool[] {
  if (tree.kind !== 'map') return [];
  const pool: ComposeIpamPool = {
    at: declaredAt(tree.at),
    ...optional('subnet', placedText(child(tree, 'subnet'))),
    ...optional('gateway', placedText(child(tree, 'gateway'))),
    ...optional('ipRange', placedText(child(tree, 'ip_range'))),
    aux: entriesOf(child(tree, 'aux_addresses'))
      .map(([name, { value }]) => ({ name, address: placed(printed(value), value) }))
      .sort(byName((aux) => aux.name)),
  };
  return [pool];
}
