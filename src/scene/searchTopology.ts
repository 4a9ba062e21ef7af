import { addressFamily, contains } from '../model/address';
import type { Container } from '../model/container';
import type { Endpoint } from '../model/endpoint';
import type { HostInterface } from '../model/host';
import type { Network } from '../model/network';
import { isKnown, type Knowable } from '../model/provenance';
import type { PublishedPort } from '../model/publishedPort';
import type { Topology } from '../model/topology';
import { topologyIndex } from '../model/topologyIndex';
import { displayText } from './displayText';
import {
  busId,
  containerId,
  endpointId,
  hostId,
  networkId,
  nicId,
  outsideId,
  portId,
  sandboxId,
  vethId,
} from './sceneIds';
import { outsideName } from './sceneTexts';

/** Something of the topology that a search found. */
export interface SearchHit {
  /** Scene ids, the closest first: where that is not drawn, the next one holds it. */
  readonly ids: readonly string[];
  readonly name: string;
  /** What of it holds the text, e.g. `address 172.18.0.2`; what it is when its name does. */
  readonly matched: string;
}

export interface SearchAnswer {
  /** The best first, no more than `mostHits`. */
  readonly hits: readonly SearchHit[];
  /** How many there are. */
  readonly total: number;
}

const mostHits = 500;

/**
 * A text an element can be found by: its name, or one that a compose file gives it, then what it has; what is only
 * about it comes after everything else.
 */
type Field = readonly [what: string, value: string, place?: 'name' | 'asName' | 'late'];

/**
 * Finds containers, networks, the host and what is outside, addresses, MAC addresses, names and aliases, ports, interfaces and bridges
 * whose texts hold every word; an address also finds the networks whose subnets hold it, and the beginning of an
 * engine's id what it is the id of.
 * One hit for each thing: what an endpoint shares with its container is found as the container.
 */
export function searchTopology(topology: Topology, text: string): SearchAnswer {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return { hits: [], total: 0 };
  const index = topologyIndex(topology);
  const found: (SearchHit & { readonly rank: number })[] = [];
  const look = (ids: readonly string[], name: string, fields: readonly Field[]): boolean => {
    const match = bestMatch(fields, words);
    if (match === undefined) return false;
    const [what, value, place] = match.field;
    const matched = place === 'name' ? what : `${what} ${displayText(value)}`;
    found.push({ ids, name: displayText(name), matched, rank: match.rank });
    return true;
  };

  const published = new Set(
    topology.publishedPorts.map(({ containerId: id, containerPort, proto }) =>
      insidePort(id, containerPort.value, proto),
    ),
  );

  for (const network of topology.networks) {
    const ids = [networkId(network), busId(network)];
    look(ids, network.name.value, networkFields(network, words));
  }
  for (const container of topology.containers) {
    const own = containerPlaces(topology, container);
    const { value: name } = container.name;
    const isFound = look(own, name, [
      ...containerFields(container),
      ...exposedFields(container, published),
      ...idField(container.id, words),
    ]);
    for (const endpoint of index.endpointsOf(container.id)) {
      const ids = [endpointId(endpoint), ...own];
      if (!isFound) look(ids, name, endpointFields(endpoint));
      const pair = index.vethPairs.get(endpoint.id);
      look([vethId(endpoint), ...ids], name, [...field('veth', pair?.hostEnd)]);
    }
  }
  for (const endpoint of topology.endpoints) {
    if (endpoint.containerId !== undefined) continue;
    const network = index.networks.get(endpoint.networkId);
    const ids = [endpointId(endpoint), ...(network ? [networkId(network)] : [])];
    look(ids, endpoint.name, [['endpoint', endpoint.name, 'name'], ...endpointFields(endpoint)]);
  }
  for (const port of topology.publishedPorts) {
    const container = index.containers.get(port.containerId);
    const places = container === undefined ? [] : containerPlaces(topology, container);
    look([portId(port), ...places], container?.name.value ?? '', portFields(port));
  }
  for (const nic of isKnown(topology.host.interfaces) ? topology.host.interfaces.value : []) {
    look([nicId(nic), hostId], nic.name, nicFields(nic));
  }
  const host = isKnown(topology.host.name) ? topology.host.name.value : 'host';
  look([hostId], host, [['host', host, 'name']]);
  look([outsideId], outsideName, [['outside', outsideName, 'name']]);
  found.sort((a, b) => a.rank - b.rank);
  const hits = found.slice(0, mostHits).map(({ ids, name, matched }) => ({ ids, name, matched }));
  return { hits, total: found.length };
}

/** The container's card, the frame around it when it shares a namespace, and its networks. */
function containerPlaces(topology: Topology, container: Container): readonly string[] {
  const index = topologyIndex(topology);
  const sandbox = topology.sandboxes.find(({ id }) => id === container.sandboxId);
  const isShared = sandbox !== undefined && sandbox.containerIds.length > 1;
  const owner = index.containers.get(sandbox?.ownerId ?? '');
  const networks = index
    .endpointsOf(container.id)
    .flatMap((endpoint) => index.networks.get(endpoint.networkId) ?? []);
  return [
    containerId(container),
    ...(isShared ? [sandboxId(sandbox, owner)] : []),
    ...networks.map(networkId),
  ];
}

/** Nothing stands for the host's own interfaces in a picture without them but the host. */
function nicFields({ name, addresses, mac = '' }: HostInterface): readonly Field[] {
  return [
    ['interface', name, 'name'],
    ...addresses.map((address) => ['address', address] as const),
    ...(mac === '' ? [] : [['MAC address', mac] as const]),
  ];
}

function networkFields(network: Network, words: readonly string[]): readonly Field[] {
  const [word = ''] = words;
  const isAddress = words.length === 1 && addressFamily(word) !== undefined;
  return [
    ['network', network.name.value, 'name'],
    ['driver', network.driver.value],
    ...(network.compose === undefined
      ? []
      : ([
          ['network', network.compose.network, 'asName'],
          ['project', network.compose.project],
        ] as const)),
    ...idField(network.id, words),
    ...field('bridge', network.bridgeDevice),
    ...field('parent', network.parentDevice),
    ...network.ipam.flatMap(({ subnet, gateway }): readonly Field[] => {
      const holds = isAddress && isKnown(subnet) && contains(subnet.value, word);
      const subnets = field('subnet', subnet);
      // Found by its subnet: the searched address stands in for it, so that it matches.
      return [
        ...field('gateway', gateway),
        ...subnets,
        ...(holds ? ([[`subnet ${subnet.value} holds`, word, 'late']] as const) : []),
      ];
    }),
  ];
}

function containerFields(container: Container): readonly Field[] {
  const { compose } = container;
  return [
    ['container', container.name.value, 'name'],
    ...(compose === undefined
      ? []
      : ([
          ['service', compose.service, 'asName'],
          ['project', compose.project],
        ] as const)),
    ['image', container.image.value],
    ['state', container.state.value],
    ...field('hostname', container.hostname),
  ];
}

/** Shorter ones may be words, or parts of addresses. */
const shortestId = 6;

/** Found by what its id begins with: what was searched for stands for it, so that it matches. */
function idField(id: string, [word = '', ...others]: readonly string[]): readonly Field[] {
  const isOne = others.length === 0 && word.length >= shortestId && id.startsWith(word);
  return isOne ? [['ID', word, 'late']] : [];
}

/** Ports that are only open inside: one that is published has an element of its own. */
function exposedFields(
  { id, exposedPorts }: Container,
  published: ReadonlySet<string>,
): readonly Field[] {
  return (isKnown(exposedPorts) ? exposedPorts.value : [])
    .filter(({ port, proto }) => !published.has(insidePort(id, port, proto)))
    .map(({ port, proto }) => ['exposed port', `${port}/${proto}`] as const);
}

function insidePort(container: string, port: number, proto: string): string {
  return `${container} ${port}/${proto}`;
}

function endpointFields(endpoint: Endpoint): readonly Field[] {
  const { ipv4, ipv6, mac, aliases, dnsNames, interfaceName } = endpoint;
  const names = new Set([...aliases.value, ...(isKnown(dnsNames) ? dnsNames.value : [])]);
  return [
    ...(isKnown(ipv4) ? ([['address', ipv4.value.address]] as const) : []),
    ...(isKnown(ipv6) ? ([['address', ipv6.value.address]] as const) : []),
    ...field('MAC address', mac),
    ...[...names].map((name) => ['alias', name] as const),
    ...field('interface', interfaceName),
  ];
}

function portFields(port: PublishedPort): readonly Field[] {
  const { proto } = port;
  const inside = `${port.containerPort.value}/${proto}`;
  const address = port.hostAddress.value;
  if (!isKnown(port.hostPort)) return [['port', inside]];
  const outside = `${port.hostPort.value}`;
  const host = address.includes(':') ? `[${address}]` : address;
  return [
    ['port', outside],
    ['port', `${outside}:${inside}`],
    ['port', `${host}:${outside}`],
  ];
}

function field(what: string, fact: Knowable<string> | undefined): readonly Field[] {
  return isKnown(fact) && fact.value !== '' ? [[what, fact.value]] : [];
}

/** Each word is somewhere; the field that holds the first one tells. Names come before all else, whole texts before parts. */
function bestMatch(
  fields: readonly Field[],
  words: readonly string[],
): { readonly field: Field; readonly rank: number } | undefined {
  const texts = fields.map(([, value]) => value.toLowerCase());
  if (!words.every((word) => texts.some((value) => value.includes(word)))) return undefined;
  const [first = ''] = words;
  const ranks = fields.map(([, value, place]) => {
    const rank = rankOf(value.toLowerCase(), first);
    if (rank === noRank || place === 'name' || place === 'asName') return rank;
    return rank + (place === 'late' ? 2 : 1) * otherField;
  });
  const rank = Math.min(...ranks);
  const field = fields[ranks.indexOf(rank)];
  return field && { field, rank };
}

const noRank = 99;
const otherField = 10;

function rankOf(value: string, word: string): number {
  if (value === word) return 0;
  if (value.startsWith(word)) return 1;
  return value.includes(word) ? 2 : noRank;
}
