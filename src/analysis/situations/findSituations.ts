import { addressFamily } from '../../model/address';
import type { Container } from '../../model/container';
import { isKnown } from '../../model/provenance';
import type { Topology } from '../../model/topology';
import { findContainer } from '../findContainer';
import type { TraceQuestion } from '../trace/traceAnswer';
import type { Tracer } from '../trace/tracer';
import { AlikePairs } from './alikePairs';
import { addressPuzzles, pairOf, type AddressPuzzles, type Pair } from './addressPuzzles';
import { addressSituations } from './addressSituations';
import { Ground } from './ground';
import { listed, nameSituations } from './nameSituations';
import { situationCodes, type Situation } from './situation';

const grounds = new WeakMap<Tracer, Ground>();
const pairs = new WeakMap<Ground, AlikePairs>();

function groundOf(topology: Topology, tracer: Tracer): Ground {
  const known = grounds.get(tracer) ?? new Ground(topology, tracer);
  grounds.set(tracer, known);
  return known;
}

function alikePairs(ground: Ground): AlikePairs {
  const known = pairs.get(ground) ?? new AlikePairs(ground);
  pairs.set(ground, known);
  return known;
}

/** Up to so many containers everybody is asked about; beyond, only those one may mean. */
const few = 60;

/**
 * The known situations in which one container finds a name and an address of what seems to be the same to behave
 * differently. Each was found by asking names and tracing, and carries what it rests on.
 * @param tracer of the same topology
 */
export function situationsOf(
  topology: Topology,
  tracer: Tracer,
  client: Container,
): readonly Situation[] {
  const ground = groundOf(topology, tracer);
  const alike = alikePairs(ground);
  const others = within(ground, client);
  const names = new Set([
    ...others.flatMap((one) => ground.namesFor(one)),
    ...namesWritten(ground, client),
  ]);
  return inOrder([
    ...sharedNamespace(ground, client),
    ...[...names].sort().flatMap((name) => nameSituations(ground, client, name)),
    ...others.flatMap((one) => betweenTwo(ground, client, one, (pair) => alike.puzzles(pair))),
  ]);
}

/**
 * The same for one question: about whoever it names, whoever has the address it goes to, and the address itself.
 * @param name as the user typed it, when the question's address was found by it
 */
export function situationsAbout(
  topology: Topology,
  tracer: Tracer,
  question: TraceQuestion,
  name: string | undefined = addressFamily(question.to) === undefined ? question.to : undefined,
): readonly Situation[] {
  const client = findContainer(topology, question.from);
  if (client === undefined || client.sandboxId === 'host') return [];
  const ground = groundOf(topology, tracer);
  const meant = [
    ...(name === undefined ? [] : ground.bearers(name).slice(0, 3)),
    ...[ground.holder(question.to) ?? publisher(topology, question)].flatMap((one) => one ?? []),
  ].filter((one) => one.sandboxId !== 'host');
  return inOrder([
    ...sharedNamespace(ground, client),
    ...(name === undefined ? namesOfAddress(ground, question.to) : [name]).flatMap((one) =>
      nameSituations(ground, client, one),
    ),
    ...heldByNobody(ground, client, question.to),
    ...[...new Set(meant)].flatMap((one) =>
      betweenTwo(ground, client, one, (pair) => addressPuzzles(ground, pair)),
    ),
  ]);
}

/** Every container's, in the order of the topology; of containers that stand alike, in large topologies, the first's. */
export function allSituations(topology: Topology, tracer: Tracer): readonly Situation[] {
  const ground = groundOf(topology, tracer);
  const asked = new Set<string>();
  const every = topology.containers.length <= few;
  return topology.containers.flatMap((client) => {
    if (client.sandboxId === 'host' || ground.attachments(client).length === 0) return [];
    const alike = JSON.stringify([
      [...ground.networksOf(client)].sort(),
      client.compose?.project,
      client.networkMode.value,
      client.links,
      client.extraHosts,
      ground.attachments(client).map(({ links }) => links.value),
    ]);
    if (!every && asked.has(alike)) return [];
    asked.add(alike);
    return situationsOf(topology, tracer, client);
  });
}

/** Whom a container may mean: in small topologies anybody, else its project and whoever shares a network with it. */
function within(ground: Ground, client: Container): readonly Container[] {
  const { containers } = ground.topology;
  const others = containers.filter(({ id, sandboxId }) => id !== client.id && sandboxId !== 'host');
  if (containers.length <= few) return others;
  const near = new Set(
    [...ground.networksOf(client)].flatMap((id) =>
      ground.index.endpointsOn(id).flatMap(({ containerId }) => containerId ?? []),
    ),
  );
  return others.filter(
    ({ id, compose }) =>
      near.has(id) || (compose !== undefined && compose.project === client.compose?.project),
  );
}

function betweenTwo(
  ground: Ground,
  client: Container,
  target: Container,
  puzzlesOf: (pair: Pair) => AddressPuzzles,
): readonly Situation[] {
  const pair = pairOf(ground, client, target);
  return pair === undefined ? [] : addressSituations(ground, pair, puzzlesOf(pair));
}

/** Names that no container bears: of its links, its hosts file, and the services on its networks. */
function namesWritten(ground: Ground, client: Container): readonly string[] {
  const { links, extraHosts } = ground.owner(client);
  return [
    ...(isKnown(links) ? links.value.map(afterColon) : []),
    ...ground
      .attachments(client)
      .flatMap(({ links: own, networkId }) => [
        ...own.value.map(afterColon),
        ...(ground.index.networks.get(networkId)?.services ?? []).map(({ name }) => name),
      ]),
    ...(isKnown(extraHosts) ? extraHosts.value.map((one) => one.split(/[:=]/)[0] ?? one) : []),
    ...(ground.topology.kernel?.files.get(client.id)?.hosts ?? []).flatMap(({ names }) => names),
  ];
}

function afterColon(link: string): string {
  return link.slice(link.indexOf(':') + 1);
}

/** Whoever asks by address may have tried the name before: at most two of its holder's. */
function namesOfAddress(ground: Ground, address: string): readonly string[] {
  const holder = ground.holder(address);
  return holder === undefined ? [] : ground.namesFor(holder).slice(0, 2);
}

/** `network_mode: container:…` and `service:…`. */
function sharedNamespace(ground: Ground, client: Container): readonly Situation[] {
  const owner = ground.owner(client);
  const [place] = ground.places(owner);
  if (owner.id === client.id || place === undefined) return [];
  const tried = ground.ping(client, place.address);
  if (!tried.works) return [];
  return [
    {
      code: 'shared-namespace',
      from: client.id,
      containers: [owner.id],
      networks: [...ground.networksOf(client)],
      tell: () => ({
        happens: `${client.name.value} has the addresses and names of ${owner.name.value} (${place.address} on ${place.network.name.value}), and reaches whatever ${owner.name.value} reaches.`,
        why: `${client.name.value} lives in the network namespace of ${owner.name.value} and is on no network itself.`,
        advice: `Give ${client.name.value} networks of its own instead of network_mode where it should stand apart; a command run in it tells about ${owner.name.value}.`,
      }),
      evidence: () => [tried.evidence],
    },
  ];
}

/** The asked address is on a network of the engine, and nobody has it. */
function heldByNobody(ground: Ground, client: Container, address: string): readonly Situation[] {
  const network = addressFamily(address) === undefined ? undefined : ground.networkOf(address);
  if (network === undefined || ground.holder(address) !== undefined) return [];
  const tried = ground.ping(client, address);
  if (!tried.fails) return [];
  const there = ground.index
    .endpointsOn(network.id)
    .flatMap(({ containerId, active }) =>
      active && containerId !== undefined ? (ground.index.containers.get(containerId) ?? []) : [],
    );
  return [
    {
      code: 'stale-address',
      from: client.id,
      containers: [],
      networks: [network.id],
      tell: () => ({
        happens: `Nobody on ${network.name.value} has ${address}${there.length === 0 ? '' : `; ${listed(there)} ${there.length > 1 ? 'have' : 'has'} others there`}.`,
        why: 'Addresses are given out anew when containers are made, started or connected, so one that worked before may be gone or somebody else’s; names always give the present one.',
        advice: 'Ask by name on a shared network, or give the container a fixed address.',
      }),
      evidence: () => [tried.evidence],
    },
  ];
}

function publisher(
  { publishedPorts, containers }: Topology,
  { port, proto }: TraceQuestion,
): Container | undefined {
  const found = publishedPorts.find(
    (one) => one.proto === proto && isKnown(one.hostPort) && one.hostPort.value === port,
  );
  return containers.find(({ id }) => id === found?.containerId);
}

/** In the order of the codes, each kind once for the same containers. */
function inOrder(situations: readonly Situation[]): readonly Situation[] {
  const once = new Map<string, Situation>();
  for (const one of situations) {
    const key = [
      one.code,
      one.from,
      ...one.containers,
      one.containers.length === 0 ? one.name : '',
    ];
    if (!once.has(key.join(' '))) once.set(key.join(' '), one);
  }
  return [...once.values()].sort(
    (a, b) => situationCodes.indexOf(a.code) - situationCodes.indexOf(b.code),
  );
}
