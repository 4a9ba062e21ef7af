import { addressFamily } from '../../model/address';
import type { Container } from '../../model/container';
import { isKnown } from '../../model/provenance';
import type { PublishedPort } from '../../model/publishedPort';
import { isRule } from '../trace/decision';
import type { Ground, Place } from './ground';

/** Two containers, one asking for the other. */
export interface Pair {
  readonly client: Container;
  readonly target: Container;
  readonly places: readonly PairPlace[];
}

export interface PairPlace extends Place {
  readonly family: 4 | 6;
  /** Whether the client is on that network, too. */
  readonly shared: boolean;
}

/**
 * What traces find to differ between the addresses, families, ports and protocols of one pair. Told by where things
 * stand in the pair's lists and not by what they are called, so that it holds for every pair like it.
 */
export interface AddressPuzzles {
  /** Places that work, each with one of the same family that does not, in the order of the first. */
  readonly otherAddress: readonly { readonly near: number; readonly far: number }[];
  readonly otherFamily?: { readonly six: number; readonly four: number };
  /** Which of its published ports, and which of the addresses at which the client may find it. */
  readonly publishedPort?: { readonly port: number; readonly to: number };
  readonly pingOnly?: { readonly place: number; readonly port: number };
}

/** The pair as it is asked about; nothing where both live in one namespace. */
export function pairOf(ground: Ground, client: Container, target: Container): Pair | undefined {
  if (ground.owner(client).sandboxId === ground.owner(target).sandboxId) return undefined;
  const own = ground.networksOf(client);
  const places = ground.places(target).flatMap((place): readonly PairPlace[] => {
    const family = addressFamily(place.address);
    return family === undefined ? [] : [{ ...place, family, shared: own.has(place.network.id) }];
  });
  return { client, target, places };
}

export function addressPuzzles(ground: Ground, pair: Pair): AddressPuzzles {
  const { client, places } = pair;
  const pings = places.map(({ address }) => ground.ping(client, address));
  const works = (place: number) => pings[place]?.works === true;
  const fails = (place: number) => pings[place]?.fails === true;
  const otherFamily = familyPuzzle(pair, works, fails);
  const publishedPort = portPuzzle(ground, pair);
  const pingOnly = pingPuzzle(ground, pair, works);
  return {
    otherAddress: places.flatMap(({ shared, family }, near) => {
      if (!shared || !works(near)) return [];
      const far = places.findIndex(
        (one, place) => !one.shared && one.family === family && fails(place),
      );
      return far < 0 ? [] : [{ near, far }];
    }),
    ...(otherFamily === undefined ? {} : { otherFamily }),
    ...(publishedPort === undefined ? {} : { publishedPort }),
    ...(pingOnly === undefined ? {} : { pingOnly }),
  };
}

function familyPuzzle(
  { places }: Pair,
  works: (place: number) => boolean,
  fails: (place: number) => boolean,
): AddressPuzzles['otherFamily'] {
  const six = places.findIndex(({ family }, place) => family === 6 && works(place));
  if (six < 0) return undefined;
  const fours = [...places.keys()].filter((place) => places[place]?.family === 4 && fails(place));
  const beside = fours.find((place) => places[place]?.network === places[six]?.network);
  const four = beside ?? fours[0];
  return four === undefined ? undefined : { six, four };
}

function portPuzzle(
  ground: Ground,
  { client, target, places }: Pair,
): AddressPuzzles['publishedPort'] {
  if (places.length === 0) return undefined;
  for (const [port, published] of publishedPorts(ground, target).entries()) {
    const { proto, hostPort, containerPort } = published;
    const straight = { from: client.id, proto, port: containerPort.value };
    if (!places.every(({ address }) => ground.try({ ...straight, to: address }).fails)) continue;
    for (const [to, address] of hostAddresses(ground, client, published).entries()) {
      const tried = ground.try({ from: client.id, to: address, proto, port: hostPort });
      if (tried.works && tried.answer.target === target.name.value) return { port, to };
    }
  }
  return undefined;
}

function pingPuzzle(
  ground: Ground,
  { client, target, places }: Pair,
  works: (place: number) => boolean,
): AddressPuzzles['pingOnly'] {
  for (const [place, { address }] of places.entries()) {
    if (!works(place)) continue;
    for (const port of portsOf(ground, target)) {
      const tried = ground.try({ from: client.id, to: address, proto: 'tcp', port });
      const { decidedBy } = tried.answer;
      if (!tried.fails || decidedBy === null) continue;
      if (isRule(decidedBy) || decidedBy.kind === 'policy') return { place, port };
    }
  }
  return undefined;
}

/** A published port whose number on the host is known. */
export interface KnownPort extends Pick<PublishedPort, 'proto' | 'containerPort' | 'hostAddress'> {
  readonly hostPort: number;
}

/** Ports of the host that lead to a container's namespace. */
export function publishedPorts(ground: Ground, target: Container): readonly KnownPort[] {
  const planned = ground.topology.origin.kind === 'compose';
  return ground
    .publishedBy(ground.owner(target))
    .flatMap(({ proto, containerPort, hostAddress, hostPort, active }) =>
      proto !== 'sctp' && (active || planned) && isKnown(hostPort)
        ? [{ proto, containerPort, hostAddress, hostPort: hostPort.value }]
        : [],
    );
}

/** Where the client finds the host: the address the port is bound to, else its gateways. */
export function hostAddresses(
  ground: Ground,
  client: Container,
  { hostAddress }: KnownPort,
): readonly string[] {
  const bound = hostAddress.value;
  if (bound !== '0.0.0.0' && bound !== '::' && bound !== '') return [bound];
  const gateways = ground
    .attachments(client)
    .flatMap(({ gateway4, gateway6 }) =>
      [bound === '::' ? gateway6 : gateway4].flatMap((one) => (isKnown(one) ? [one.value] : [])),
    );
  return gateways.slice(0, 2);
}

/** Ports it can be asked for: what it listens on, else what it exposes, else one that nothing publishes. */
export function portsOf(ground: Ground, target: Container): readonly number[] {
  const heard = ground.topology.kernel?.sandboxes
    .get(target.sandboxId)
    ?.listeners?.filter(({ proto, address }) => proto === 'tcp' && !/^(127\.|::1$)/.test(address))
    .map(({ port }) => port);
  if (heard !== undefined) return [...new Set(heard)].slice(0, maxPorts);
  const exposed = isKnown(target.exposedPorts) ? target.exposedPorts.value : [];
  const tcp = exposed.filter(({ proto }) => proto === 'tcp').map(({ port }) => port);
  return tcp.length > 0 ? tcp.slice(0, maxPorts) : [unpublished];
}

const maxPorts = 4;
/** A port that nobody publishes, where no port of the target is known. */
export const unpublished = 65_535;
