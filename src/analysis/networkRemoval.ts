import type { Container } from '../model/container';
import type { Endpoint } from '../model/endpoint';
import type { Network } from '../model/network';
import { isKnown } from '../model/provenance';
import type { Topology } from '../model/topology';
import { disconnectEffects } from './membershipChange';
import { namesList } from './namesList';

/** Who is on a network that is to go. */
export interface NetworkUsers {
  /** Endpoints in use, those without a container included. */
  readonly active: readonly Endpoint[];
  /** Those that are to be taken off first: Podman counts containers that do not run (podman: NetworkRm). */
  readonly inTheWay: readonly Endpoint[];
  /** Containers that do not run and are set up for it. */
  readonly waiting: readonly Container[];
}

export function networkUsers(topology: Topology, networkId: string): NetworkUsers {
  const endpoints = topology.endpoints.filter((endpoint) => endpoint.networkId === networkId);
  const waiting = new Set(
    endpoints.filter(({ active }) => !active).map(({ containerId }) => containerId),
  );
  const active = endpoints.filter((endpoint) => endpoint.active);
  return {
    active,
    inTheWay: topology.engine.product === 'podman' ? endpoints : active,
    waiting: topology.containers.filter(({ id }) => waiting.has(id)),
  };
}

/** The engine made it and keeps it (moby: runconfig.IsPreDefinedNetwork; podman: its default network). */
export function isPredefined({ kind, isDefaultBridge }: Network): boolean {
  return isDefaultBridge || kind === 'host' || kind === 'none';
}

/** At most so many containers are told about one by one. */
const toldOf = 6;

/** What removing a network breaks, a sentence each. */
export function removalEffects(topology: Topology, network: Network): readonly string[] {
  const name = network.name.value;
  const { active, waiting } = networkUsers(topology, network.id);
  const names = [
    ...new Set(active.flatMap(({ dnsNames }) => (isKnown(dnsNames) ? dnsNames.value : []))),
  ];
  const routes = active.slice(0, toldOf).flatMap(({ containerId }) =>
    containerId === undefined
      ? []
      : disconnectEffects(topology, containerId, network.id)
          .filter(({ kind }) => kind === 'gateway' || kind === 'ports')
          .map(({ text, kind }) =>
            kind === 'ports' ? withOwner(topology, containerId, text) : text,
          ),
  );
  return [
    active.length === 0
      ? `Nobody is on ${name} now.`
      : `On it: ${namesList(active.map((endpoint) => endpoint.name))}.`,
    ...(names.length === 0 ? [] : [`${namesList(names)} no longer resolve on ${name}.`]),
    ...routes,
    ...(waiting.length === 0
      ? []
      : [
          `${namesList(waiting.map((container) => container.name.value))} ${waiting.length === 1 ? 'does' : 'do'} not run, ${waiting.length === 1 ? 'is' : 'are'} set up for it, and will not start without it.`,
        ]),
    ...(network.compose === undefined
      ? []
      : [
          `It belongs to the compose project ${network.compose.project}, whose next up makes it again.`,
        ]),
  ];
}

/** "Its ports …" said of one among several. */
function withOwner(topology: Topology, containerId: string, text: string): string {
  const owner = topology.containers.find(({ id }) => id === containerId)?.name.value;
  return owner === undefined ? text : `${owner}: ${text}`;
}
