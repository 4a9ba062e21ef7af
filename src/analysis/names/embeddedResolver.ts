import type { Container } from '../../model/container';
import type { Endpoint } from '../../model/endpoint';
import type { AddressFamily, Network } from '../../model/network';
import { isKnown } from '../../model/provenance';
import { atLeast } from '../../topology/engineGeneration';
import type { Attachment, NameIndex } from './nameIndex';

/** What the embedded resolver knows of a name; `undefined` when it does not own it. */
export interface OwnedName {
  readonly answers: readonly string[];
  readonly network: Network;
  /** How it came to own the name, for the sentence. */
  readonly step: string;
}

/**
 * A and AAAA at 127.0.0.11. For `a.b.c` it tries `a.b.c` on every network, `a.b` on the network `c`,
 * then `a` on `b.c`; each time first the links of this container, then the names of the networks in
 * the order of its endpoints. The first network that has the name answers alone.
 * (moby: Sandbox.ResolveName and Network.ResolveName, v20.10.24, v26.1.5, v28.5.2)
 */
export function resolveAddress(
  index: NameIndex,
  client: Container,
  name: string,
  family: AddressFamily,
): OwnedName | undefined {
  const attachments = searchOrder(index, client);
  const parts = name.replace(/\.$/, '').split('.');
  for (let length = parts.length; length >= 1; length -= 1) {
    const wanted = parts.slice(0, length).join('.');
    const networkName = parts.slice(length).join('.');
    const asked =
      networkName === ''
        ? attachments
        : attachments.filter(({ network }) => network.name.value === networkName);
    const found =
      throughLinks(index, asked, wanted, family) ?? throughNames(index, asked, wanted, family);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** PTR: the first name and the network, `db.back` (moby: Sandbox.ResolveIP). */
export function resolvePointer(
  index: NameIndex,
  client: Container,
  address: string,
): OwnedName | undefined {
  for (const { network } of searchOrder(index, client)) {
    const holder = index.holder(network, address);
    const name = holder !== undefined && isKnown(holder.dnsNames) ? holder.dnsNames.value[0] : '';
    if (name === undefined || name === '') continue;
    const answers = [`${name}.${network.name.value}`];
    return { answers, network, step: `the address belongs to ${name}` };
  }
  return undefined;
}

/**
 * Networks in the order of the endpoints. On a swarm node the user's overlay networks come first,
 * then ingress, then local ones (moby: Sandbox.ResolveName, isSwarmNode).
 */
function searchOrder(index: NameIndex, client: Container): readonly Attachment[] {
  const attachments = index.attachments(client);
  const rank = ({ network }: Attachment) =>
    network.kind === 'overlay' ? (network.ingress.value ? 1 : 0) : 2;
  return [...attachments].sort((a, b) => rank(a) - rank(b));
}

/** `--link target:alias` on a user-defined network: an alias that only the linking container knows. */
function throughLinks(
  index: NameIndex,
  attachments: readonly Attachment[],
  wanted: string,
  family: AddressFamily,
): OwnedName | undefined {
  for (const { endpoint, network } of attachments) {
    const target = linkTarget(endpoint, wanted);
    if (target === undefined) continue;
    const found = inNetwork(index, network, target, family);
    if (found !== undefined) {
      return { ...found, step: `this container links ${target} as ${wanted}` };
    }
  }
  return undefined;
}

function throughNames(
  index: NameIndex,
  attachments: readonly Attachment[],
  wanted: string,
  family: AddressFamily,
): OwnedName | undefined {
  let empty: OwnedName | undefined;
  for (const { endpoint, network } of attachments) {
    if (linkTarget(endpoint, wanted) !== undefined) continue;
    const found = inNetwork(index, network, wanted, family);
    if (found === undefined) continue;
    if (found.answers.length > 0) return found;
    empty ??= found;
  }
  return empty;
}

function linkTarget(endpoint: Endpoint, alias: string): string | undefined {
  for (const link of endpoint.links.value) {
    const colon = link.indexOf(':');
    if (link.slice(colon + 1) === alias) return link.slice(0, Math.max(colon, 0));
  }
  return undefined;
}

/**
 * The table of one network. From 28 on a name that has only the other family is answered empty; before,
 * only AAAA on a network without IPv6 is, and the rest is forwarded (moby: Network.ResolveName, ipv6Miss).
 */
function inNetwork(
  index: NameIndex,
  network: Network,
  wanted: string,
  family: AddressFamily,
): OwnedName | undefined {
  const records = addressesOf(index, network, wanted);
  const known = records[4].length + records[6].length > 0;
  if (!known) return undefined;
  const step = `${wanted} is a name on ${network.name.value}`;
  const answers = records[family];
  if (answers.length > 0) return { answers, network, step };
  const owned =
    atLeast(index.topology.engine.version.value, 28) || (family === 6 && !network.ipv6.value);
  return owned ? { answers: [], network, step } : undefined;
}

function addressesOf(
  index: NameIndex,
  network: Network,
  wanted: string,
): Readonly<Record<AddressFamily, readonly string[]>> {
  const name = wanted.toLowerCase();
  const holders = index.names(network).get(name) ?? [];
  const own = {
    4: holders.flatMap(({ ipv4 }) => (isKnown(ipv4) ? [ipv4.value.address] : [])),
    6: holders.flatMap(({ ipv6 }) => (isKnown(ipv6) ? [ipv6.value.address] : [])),
  };
  if (own[4].length + own[6].length > 0 || network.ingress.value) return own;
  return { 4: serviceAddresses(network, name), 6: [] };
}

/**
 * Swarm: a service's name gives its virtual address, or every task with `dnsrr`; `tasks.<service>` gives
 * the tasks, and each task has its own name (moby: addEndpointNameResolution).
 */
function serviceAddresses(network: Network, name: string): readonly string[] {
  for (const service of network.services ?? []) {
    const tasks = service.tasks.map((task) => task.address);
    const own = service.name.toLowerCase();
    if (name === own) {
      return service.virtualAddress === undefined ? tasks : [service.virtualAddress];
    }
    if (name === `tasks.${own}`) return tasks;
    const task = service.tasks.find((one) => one.name.toLowerCase() === name);
    if (task !== undefined) return [task.address];
  }
  return [];
}
