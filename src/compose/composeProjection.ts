import { extraHosts } from './extraHosts';
import { isExternal, replicasTree } from './normalise';
import { child, entriesOf, itemsOf, printed, stringOf, type Tree } from './tree';
import type { ResolvedModel } from './toComposeProject';

export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

interface JsonObject {
  [key: string]: Json;
}

/**
 * The networking part of the resolved project in the shape of `docker compose config --format json`:
 * enabled services, and the networks they use (or all of them).
 */
export function composeProjection(resolved: ResolvedModel, allResources: boolean): Json {
  const services: JsonObject = {};
  const used = new Set<string>();
  for (const [name, { value }] of entriesOf(child(resolved.model, 'services'))) {
    if (!resolved.enabled.has(name)) continue;
    services[name] = projectService(value);
    for (const [network] of entriesOf(child(value, 'networks'))) used.add(network);
  }
  const networks: JsonObject = {};
  for (const [key, { value }] of entriesOf(child(resolved.model, 'networks'))) {
    if (allResources || used.has(key)) networks[key] = projectNetwork(value);
  }
  return sorted({ name: resolved.name.value, networks, services });
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value as JsonObject)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}

function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function object(fields: Readonly<Record<string, Json | undefined>>): JsonObject {
  const result: JsonObject = {};
  for (const [key, value] of Object.entries(fields)) {
    if (value !== undefined && !isEmpty(value)) result[key] = value;
  }
  return result;
}

function text(tree: Tree | undefined): string | undefined {
  return tree === undefined || tree.kind === 'null' ? undefined : printed(tree);
}

function texts(tree: Tree | undefined): readonly string[] {
  const items = tree?.kind === 'list' ? tree.items : tree === undefined ? [] : [tree];
  return items.map(printed);
}

/** A whole number; zero counts as not set. */
function number(tree: Tree | undefined): number | undefined {
  if (tree?.kind !== 'int' && tree?.kind !== 'float') return undefined;
  return Math.trunc(tree.value) === 0 ? undefined : Math.trunc(tree.value);
}

/** Anything as a map of texts: maps, and lists of `key=value`. */
function textMap(tree: Tree | undefined): JsonObject {
  const result: JsonObject = {};
  for (const [key, { value }] of entriesOf(tree)) {
    result[key] = value.kind === 'null' ? '' : printed(value);
  }
  for (const item of itemsOf(tree)) {
    const line = printed(item);
    const cut = line.indexOf('=');
    if (cut < 0) result[line] = '';
    else result[line.slice(0, cut)] = line.slice(cut + 1);
  }
  return result;
}

function flag(tree: Tree | undefined): boolean | undefined {
  if (tree?.kind === 'bool') return tree.value;
  const value = stringOf(tree)?.toLowerCase();
  return value === 'true' ? true : value === 'false' ? false : undefined;
}

function projectService(service: Tree): JsonObject {
  const field = (key: string) => child(service, key);
  const scale = field('scale');
  const replicas = replicasTree(service);
  return {
    ...object({
      container_name: text(field('container_name')),
      dns: texts(field('dns')),
      dns_opt: texts(field('dns_opt')),
      dns_search: texts(field('dns_search')),
      domainname: text(field('domainname')),
      expose: texts(field('expose')),
      external_links: texts(field('external_links')),
      extra_hosts: extraHosts(field('extra_hosts')).hosts.map(
        ({ host, address }) => `${host}=${address}`,
      ),
      hostname: text(field('hostname')),
      links: texts(field('links')),
      mac_address: text(field('mac_address')),
      network_mode: text(field('network_mode')),
      networks: projectAttachments(field('networks')),
      ports: itemsOf(field('ports')).map(projectPort),
      profiles: texts(field('profiles')),
    }),
    ...(scale?.kind === 'int' ? { scale: scale.value } : {}),
    ...(replicas === undefined ? {} : { replicas }),
  };
}

function projectAttachments(tree: Tree | undefined): JsonObject {
  const result: JsonObject = {};
  for (const [network, { value }] of entriesOf(tree)) {
    const field = (key: string) => child(value, key);
    const settings = object({
      aliases: texts(field('aliases')),
      driver_opts: textMap(field('driver_opts')),
      gw_priority: number(field('gw_priority')),
      interface_name: text(field('interface_name')),
      ipv4_address: text(field('ipv4_address')),
      ipv6_address: text(field('ipv6_address')),
      link_local_ips: texts(field('link_local_ips')),
      mac_address: text(field('mac_address')),
      priority: number(field('priority')),
    });
    result[network] = isEmpty(settings) ? null : settings;
  }
  return result;
}

function projectPort(tree: Tree): JsonObject {
  const field = (key: string) => child(tree, key);
  return object({
    name: text(field('name')),
    mode: text(field('mode')),
    host_ip: text(field('host_ip')),
    target: number(field('target')),
    published: text(field('published')),
    protocol: text(field('protocol')),
    app_protocol: text(field('app_protocol')),
  });
}

function projectNetwork(network: Tree): JsonObject {
  const field = (key: string) => child(network, key);
  return object({
    name: text(field('name')),
    driver: text(field('driver')),
    driver_opts: textMap(field('driver_opts')),
    ipam: object({
      driver: text(child(network, 'ipam', 'driver')),
      config: itemsOf(child(network, 'ipam', 'config')).map(projectPool),
    }),
    external: isExternal(network) || undefined,
    internal: flag(field('internal')) === true || undefined,
    attachable: flag(field('attachable')) === true || undefined,
    labels: textMap(field('labels')),
    enable_ipv4: flag(field('enable_ipv4')),
    enable_ipv6: flag(field('enable_ipv6')),
  });
}

function projectPool(tree: Tree): JsonObject {
  const field = (key: string) => child(tree, key);
  return object({
    subnet: text(field('subnet')),
    gateway: text(field('gateway')),
    ip_range: text(field('ip_range')),
    aux_addresses: textMap(field('aux_addresses')),
  });
}
