import { compareAddresses } from '../../model/address';
import type { Container } from '../../model/container';
import type { Endpoint } from '../../model/endpoint';
import type { Network } from '../../model/network';
import { isKnown } from '../../model/provenance';
import { groupBy } from '../../model/topologyIndex';
import type { Topology } from '../../model/topology';

/** One thing the engine did that writes rules. */
export type BuildStep =
  | { readonly kind: 'network'; readonly network: Network }
  | { readonly kind: 'endpoint'; readonly network: Network; readonly endpoint: Endpoint };

interface Timed {
  readonly step: BuildStep;
  /** Nanoseconds since 1970. */
  readonly at: bigint;
  readonly order: number;
}

/**
 * What the engine did since it started, in its order: networks it restored (by id, as its store lists
 * them), its default bridge, then networks and endpoints as they were made (moby: bridge populateNetworks
 * comes before initBridgeDriver). Endpoints have no time of their own: those of a container follow its
 * start, the network named at creation first. Of a plan, `up` makes no network that nobody uses.
 */
export function buildSteps(topology: Topology): readonly BuildStep[] {
  const bridges = topology.networks.filter(
    ({ kind, unused }) => kind === 'bridge' && unused !== true,
  );
  const steps = [...networkSteps(bridges), ...endpointSteps(topology, bridges)];
  return steps
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.order - b.order))
    .map(({ step }) => step);
}

function networkSteps(bridges: readonly Network[]): readonly Timed[] {
  const started = bridges.find((network) => network.isDefaultBridge);
  const start = started === undefined ? 0n : createdAt(started);
  return [...bridges]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((network, order) => {
      const at = createdAt(network);
      const restored = at < start;
      return { step: { kind: 'network', network }, at: restored ? start - 1n : at, order };
    });
}

function endpointSteps(topology: Topology, bridges: readonly Network[]): readonly Timed[] {
  const networks = new Map(bridges.map((network) => [network.id, network]));
  const containers = new Map(topology.containers.map((container) => [container.id, container]));
  const places = new Map(topology.containers.map((container, index) => [container.id, index]));
  const drafts = topology.endpoints.flatMap((endpoint) => {
    const network = networks.get(endpoint.networkId);
    if (network === undefined || !isThere(endpoint, topology)) return [];
    const container = containers.get(endpoint.containerId ?? '');
    return [
      {
        endpoint,
        network,
        container,
        first: isFirst(container, network),
        at: startedAt(container),
      },
    ];
  });
  const times = joinTimes(drafts);
  return drafts
    .sort(
      (a, b) =>
        placeOf(places, a.endpoint) - placeOf(places, b.endpoint) ||
        Number(b.first) - Number(a.first) ||
        compareNames(a.network.name.value, b.network.name.value) ||
        compareAddresses(addressOf(a.endpoint), addressOf(b.endpoint)),
    )
    .map(({ endpoint, network }, order) => ({
      step: { kind: 'endpoint', network, endpoint },
      at: times.get(endpoint.id) ?? 0n,
      // After the networks of the same moment.
      order: order + 1_000_000,
    }));
}

function placeOf(places: ReadonlyMap<string, number>, endpoint: Endpoint): number {
  return places.get(endpoint.containerId ?? '') ?? -1;
}

/** A plan's endpoints are all there once it runs. */
function isThere(endpoint: Endpoint, topology: Topology): boolean {
  return endpoint.active || topology.origin.kind === 'compose';
}

interface Draft {
  readonly endpoint: Endpoint;
  readonly network: Network;
  readonly first: boolean;
  readonly at: bigint;
}

/**
 * A container can join further networks long after its start. Addresses that nobody asked for are
 * handed out in ascending order, so an endpoint with a higher one than that of a container started
 * later was made after it.
 */
function joinTimes(drafts: readonly Draft[]): ReadonlyMap<string, bigint> {
  const times = new Map<string, bigint>();
  for (const group of groupBy(drafts, (draft) => draft.network.id).values()) {
    let latest = 0n;
    const ascending = [...group].sort((a, b) =>
      compareAddresses(addressOf(a.endpoint), addressOf(b.endpoint)),
    );
    for (const { endpoint, first, at } of ascending) {
      const handedOut = endpoint.staticIpv4 === undefined && endpoint.containerId !== undefined;
      const time = handedOut && !first && latest > at ? latest : at;
      times.set(endpoint.id, time);
      if (handedOut && time > latest) latest = time;
    }
  }
  return times;
}

function addressOf(endpoint: Endpoint): string {
  return isKnown(endpoint.ipv4) ? endpoint.ipv4.value.address : '';
}

/** Whether it is the network the container was created on. */
function isFirst(container: Container | undefined, network: Network): boolean {
  const mode = container?.networkMode.value;
  if (mode?.kind !== 'networks') return false;
  if (mode.network === 'default' || mode.network === 'bridge') return network.isDefaultBridge;
  return mode.network === network.name.value || mode.network === network.id;
}

function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function createdAt(network: Network): bigint {
  return network.created === undefined ? 0n : instant(network.created.value);
}

function startedAt(container: Container | undefined): bigint {
  return container?.startedAt === undefined ? 0n : instant(container.startedAt.value);
}

/** RFC 3339 with a fraction of any length → nanoseconds since 1970; 0 for what is no moment. */
function instant(text: string): bigint {
  const match = /^(.*?)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/.exec(text);
  const seconds = match === null ? NaN : Date.parse(`${match[1]}${match[3]}`);
  if (Number.isNaN(seconds)) return 0n;
  return BigInt(seconds) * 1_000_000n + BigInt((match?.[2] ?? '').padEnd(9, '0').slice(0, 9));
}
