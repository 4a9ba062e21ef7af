import { compareAddresses } from '../../model/address';
import type { ExposedPort, Protocol } from '../../model/container';
import type { PublishedPort } from '../../model/publishedPort';

const protocolNumbers: Readonly<Record<Protocol, number>> = { tcp: 6, udp: 17, sctp: 132 };

/**
 * Published ports of one endpoint in the order the engine writes their rules.
 * @param exposed ports the image or the user exposes: before 27 they take part in the sorting
 */
export function portOrder(
  ports: readonly PublishedPort[],
  exposed: readonly ExposedPort[],
  sortsPorts: boolean,
): readonly PublishedPort[] {
  return sortsPorts ? [...ports].sort(compareBindings) : sortPortMap(ports, exposed);
}

/** moby: drivers/bridge cmpPortBinding (27 and later): exact host ports first, then by container port. */
function compareBindings(a: PublishedPort, b: PublishedPort): number {
  const range = ({ requested }: PublishedPort) =>
    requested !== undefined && (requested.first === 0 || requested.first !== requested.last);
  return (
    Number(range(a)) - Number(range(b)) ||
    a.containerPort.value - b.containerPort.value ||
    protocolNumbers[a.proto] - protocolNumbers[b.proto] ||
    hostPortOf(a) - hostPortOf(b) ||
    (a.requested?.last ?? 0) - (b.requested?.last ?? 0) ||
    compareAddresses(a.hostAddress.value, b.hostAddress.value)
  );
}

interface Entry extends ExposedPort {
  readonly hostPort: number;
  readonly binding?: PublishedPort;
}

/**
 * docker/go-connections: nat.SortPortMap, with the sorting of Go for short lists (insertion). Its
 * comparison calls many pairs smaller both ways round, so the result depends on the order before;
 * that is a Go map's, which nothing tells: ascending container ports are assumed.
 */
function sortPortMap(
  ports: readonly PublishedPort[],
  exposed: readonly ExposedPort[],
): readonly PublishedPort[] {
  const bound = ports.map((binding): Entry => ({
    port: binding.containerPort.value,
    proto: binding.proto,
    hostPort: hostPortOf(binding),
    binding,
  }));
  const names = new Set(bound.map(portName));
  const entries = [
    ...bound,
    ...exposed
      .filter((port) => !names.has(portName(port)))
      .map((port) => ({ ...port, hostPort: 0 })),
  ].sort((a, b) => a.port - b.port || protocolNumbers[a.proto] - protocolNumbers[b.proto]);
  const sorted = insertionSort(entries);
  // Bindings of one port stay together, where its first one stands.
  const groups = new Map<string, PublishedPort[]>();
  for (const entry of sorted) {
    const group = groups.get(portName(entry)) ?? [];
    if (entry.binding !== undefined) group.push(entry.binding);
    groups.set(portName(entry), group);
  }
  return [...groups.values()].flat();
}

function insertionSort(entries: readonly Entry[]): readonly Entry[] {
  const sorted: Entry[] = [];
  for (const entry of entries) {
    let at = sorted.length;
    for (let before = sorted[at - 1]; before !== undefined && isLess(entry, before);) {
      at -= 1;
      before = sorted[at - 1];
    }
    sorted.splice(at, 0, entry);
  }
  return sorted;
}

function isLess(a: Entry, b: Entry): boolean {
  return a.hostPort > b.hostPort || a.port > b.port || (a.port === b.port && a.proto === 'tcp');
}

function portName({ port, proto }: ExposedPort): string {
  return `${port}/${proto}`;
}

/** What was asked for; a port the engine chose counts as 0. */
function hostPortOf(port: PublishedPort): number {
  if (port.requested !== undefined) return port.requested.first;
  return 'value' in port.hostPort ? port.hostPort.value : 0;
}
