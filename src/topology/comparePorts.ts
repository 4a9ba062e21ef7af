import type { PublishedPort } from '../model/publishedPort';
import { isKnown } from '../model/provenance';
import { groupBy } from '../model/topologyIndex';
import type { Topology } from '../model/topology';
import { placeOf, ups, type DriftItem } from './drift';

/**
 * Published ports of containers that both sides know. A port of every address is compared once, for
 * IPv4: whether the host has IPv6 is no matter of the files.
 */
export function comparePorts(planned: Topology, real: Topology): readonly DriftItem[] {
  const wanted = groupBy(planned.publishedPorts.filter(counts), (port) => port.containerId);
  const there = groupBy(real.publishedPorts.filter(counts), (port) => port.containerId);
  const realContainers = new Map(real.containers.map((container) => [container.key, container]));
  return planned.containers.flatMap((container) => {
    const found = realContainers.get(container.key);
    if (container.inactive || found === undefined) return [];
    const left = new Set(there.get(found.id) ?? []);
    const missing = (wanted.get(container.id) ?? []).filter((port) => {
      const same = [...left].find((other) => isSame(port, other));
      if (same !== undefined) left.delete(same);
      return same === undefined;
    });
    const name = found.name.value;
    return [
      ...missing.map((port): DriftItem => ({
        mark: 'missing',
        noun: 'port',
        key: port.key,
        message: `${name} does not publish ${portText(port)}.`,
        up: ups.remakesIfFileChanged,
        ...placeOf(port.containerPort),
      })),
      ...[...left].map((port): DriftItem => ({
        mark: 'extra',
        noun: 'port',
        key: port.key,
        message: `${name} publishes ${portText(port)}, which the files do not say.`,
        up: ups.remakesIfFileChanged,
      })),
    ];
  });
}

function counts({ hostAddress }: PublishedPort): boolean {
  return hostAddress.value !== '::';
}

function isSame(wanted: PublishedPort, found: PublishedPort): boolean {
  return (
    wanted.proto === found.proto &&
    wanted.containerPort.value === found.containerPort.value &&
    wanted.hostAddress.value === found.hostAddress.value &&
    hostPortFits(wanted, found)
  );
}

/** What was asked for decides where both sides tell it; else whether the bound port is among it. */
function hostPortFits(
  { requested = { first: 0, last: 0 } }: PublishedPort,
  found: PublishedPort,
): boolean {
  const { first, last } = requested;
  if (found.requested !== undefined) {
    return found.requested.first === first && found.requested.last === last;
  }
  if (!isKnown(found.hostPort)) return first === 0;
  return first === 0 || (first <= found.hostPort.value && found.hostPort.value <= last);
}

function portText({
  hostAddress,
  hostPort,
  requested,
  containerPort,
  proto,
}: PublishedPort): string {
  const { first, last } = requested ?? { first: 0, last: 0 };
  const asked = first === 0 ? 'a free port' : first === last ? String(first) : `${first}-${last}`;
  const port = isKnown(hostPort) ? String(hostPort.value) : asked;
  const address = hostAddress.value === '0.0.0.0' ? '' : `${hostAddress.value}:`;
  return `${address}${port} for ${containerPort.value}/${proto}`;
}
