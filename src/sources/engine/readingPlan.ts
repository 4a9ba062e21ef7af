import type { ContainerListRecord } from '../../model/records/containerRecord';
import type { NetworkRecord } from '../../model/records/networkRecord';
import { fingerprint } from './fingerprint';

/** An inspected record and what the lists said of it then. */
export interface Inspected<T> {
  readonly print: string;
  readonly record: T;
}

/** The lists' say on every container, by id: as long as it stays, the inspect record is taken to stay. */
export function containerPrints(
  listed: readonly ContainerListRecord[],
): ReadonlyMap<string, string> {
  return new Map(listed.map((container) => [container.Id, fingerprint(container)]));
}

/**
 * The lists' say on every network, by id. `GET /networks` does not tell the endpoints, so those the
 * container list gives are added, with the container's name, which a rename changes there too.
 */
export function networkPrints(
  networks: readonly NetworkRecord[],
  listed: readonly ContainerListRecord[],
): ReadonlyMap<string, string> {
  const endpoints = new Map<string, string[]>();
  for (const container of listed) {
    for (const endpoint of Object.values(container.NetworkSettings?.Networks ?? {})) {
      const network = endpoint.NetworkID ?? '';
      const members = endpoints.get(network) ?? [];
      members.push(fingerprint([container.Id, container.Names?.[0], endpoint]));
      endpoints.set(network, members);
    }
  }
  return new Map(
    networks.map((network) => [
      network.Id,
      fingerprint([network, { endpoints: endpoints.get(network.Id) ?? [] }]),
    ]),
  );
}

/** Ids to inspect: new ones, changed ones, and those named by `suspects` (events, our own writes). */
export function idsToInspect<T>(
  prints: ReadonlyMap<string, string>,
  known: ReadonlyMap<string, Inspected<T>>,
  suspects: ReadonlySet<string>,
): readonly string[] {
  return [...prints]
    .filter(([id, print]) => suspects.has(id) || known.get(id)?.print !== print)
    .map(([id]) => id);
}

/**
 * Networks that change without any sign here while swarm mode is on: services and peers of other
 * nodes, and the gateways of overlay endpoints.
 */
export function swarmSuspects(networks: readonly NetworkRecord[]): readonly string[] {
  return networks
    .filter((network) => network.Scope === 'swarm' || network.Name === 'docker_gwbridge')
    .map((network) => network.Id);
}
