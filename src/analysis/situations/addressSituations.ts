import { addressFamily } from '../../model/address';
import type { Container } from '../../model/container';
import { isKnown } from '../../model/provenance';
import { isRule } from '../trace/decision';
import { nameEvidence, type Ground, type Place, type Tried } from './ground';
import type { Evidence, Situation } from './situation';

/** Two containers, one asking for the other. */
interface Pair {
  readonly ground: Ground;
  readonly client: Container;
  readonly target: Container;
  readonly places: readonly TriedPlace[];
}

interface TriedPlace extends Place {
  readonly family: 4 | 6;
  readonly shared: boolean;
  readonly ping: Tried;
}

/** What is known to differ between the addresses, families, ports and protocols of one pair. */
export function addressSituations(
  ground: Ground,
  client: Container,
  target: Container,
): readonly Situation[] {
  if (ground.owner(client).sandboxId === ground.owner(target).sandboxId) return [];
  const own = ground.networksOf(client);
  const places = ground.places(target).flatMap((place): readonly TriedPlace[] => {
    const family = addressFamily(place.address);
    if (family === undefined) return [];
    const ping = ground.ping(client, place.address);
    return [{ ...place, family, shared: own.has(place.network.id), ping }];
  });
  const pair: Pair = { ground, client, target, places };
  return [...otherAddress(pair), ...otherFamily(pair), ...publishedPort(pair), ...pingOnly(pair)];
}

/** A name of the target that gives this address where the client is. */
function nameOf(
  { ground, client, target }: Pair,
  address: string,
): { readonly name: string; readonly evidence: Evidence } | undefined {
  for (const name of ground.namesFor(target)) {
    const answer = ground.answer(client, name);
    if (answer.result === 'ok' && answer.answers.includes(address)) {
      return { name, evidence: nameEvidence(name, answer) };
    }
  }
  return undefined;
}

function otherAddress(pair: Pair): readonly Situation[] {
  const { client, target, places } = pair;
  for (const near of places.filter(({ shared, ping }) => shared && ping.works)) {
    const far = places.find(
      ({ shared, family, ping }) => !shared && family === near.family && ping.fails,
    );
    const named = far === undefined ? undefined : nameOf(pair, near.address);
    if (far === undefined || named === undefined) continue;
    return [
      {
        code: 'other-address',
        from: client.id,
        name: named.name,
        containers: [target.id],
        networks: [near.network.id, far.network.id],
        happens: `${client.name.value} reaches ${target.name.value} by the name ${named.name} (${near.address} on ${near.network.name.value}), and cannot reach its address ${far.address} on ${far.network.name.value}.`,
        why: `The name gives the address on a network that both are on; ${client.name.value} is not on ${far.network.name.value}, and ${far.ping.answer.why}.`,
        advice: `Use the name ${named.name}, or ${near.address}; if ${client.name.value} should not reach it at all, take one of them off ${near.network.name.value}.`,
        evidence: [named.evidence, near.ping.evidence, far.ping.evidence],
      },
    ];
  }
  return [];
}

function otherFamily(pair: Pair): readonly Situation[] {
  const { client, target, places } = pair;
  const six = places.find(({ family, ping }) => family === 6 && ping.works);
  if (six === undefined) return [];
  const four = [...places]
    .sort((a, b) => Number(b.network === six.network) - Number(a.network === six.network))
    .find(({ family, ping }) => family === 4 && ping.fails);
  if (four === undefined) return [];
  const named = nameOf(pair, six.address);
  // Without a name and on another network, that two addresses differ is no puzzle of families.
  if (named === undefined && four.network !== six.network) return [];
  return [
    {
      code: 'other-family',
      from: client.id,
      ...(named === undefined ? {} : { name: named.name }),
      containers: [target.id],
      networks: [...new Set([six.network.id, four.network.id])],
      happens: `${client.name.value} reaches ${target.name.value} over IPv6 (${six.address} on ${six.network.name.value}), and cannot reach it over IPv4 at ${four.address} on ${four.network.name.value}.`,
      why: `${named === undefined ? '' : `The name ${named.name} gives the IPv6 address too, which programs try first; `}${named === undefined ? 'The two families are held by different rules' : 'over IPv4'}: ${four.ping.answer.why}.`,
      advice: 'Test both families apart (ping -4, ping -6), and say which address is meant.',
      evidence: [
        ...(named === undefined ? [] : [named.evidence]),
        six.ping.evidence,
        four.ping.evidence,
      ],
    },
  ];
}

function publishedPort({ ground, client, target, places }: Pair): readonly Situation[] {
  if (places.length === 0) return [];
  const owner = ground.owner(target);
  const planned = ground.topology.origin.kind === 'compose';
  const ports = ground.topology.publishedPorts.filter(
    ({ containerId, active, proto }) =>
      containerId === owner.id && proto !== 'sctp' && (active || planned),
  );
  for (const port of ports) {
    if (!isKnown(port.hostPort)) continue;
    const { proto } = port;
    const hostPort = port.hostPort.value;
    const inside = port.containerPort.value;
    const straight = places.map(({ address }) =>
      ground.try({ from: client.id, to: address, proto, port: inside }),
    );
    const [first] = straight;
    if (first === undefined || !straight.every(({ fails }) => fails)) continue;
    for (const to of hostAddresses(ground, client, port.hostAddress.value)) {
      const published = ground.try({ from: client.id, to, proto, port: hostPort });
      if (!published.works || published.answer.target !== target.name.value) continue;
      return [
        {
          code: 'published-port',
          from: client.id,
          containers: [target.id],
          networks: [...new Set(places.map(({ network }) => network.id))],
          happens: `${client.name.value} reaches ${target.name.value} by the host’s port ${hostPort} (${to}:${hostPort}), and cannot reach ${first.question.to}:${inside} itself.`,
          why: `The port is published, so the host takes the connection and hands it on; to the container’s own address ${first.answer.why}.`,
          advice: `Connect both to one network and use ${target.name.value}:${inside}; the way through the host depends on the port staying published.`,
          evidence: [published.evidence, ...straight.map(({ evidence }) => evidence)],
        },
      ];
    }
  }
  return [];
}

/** Where the client finds the host: the address the port is bound to, else its gateways. */
function hostAddresses(ground: Ground, client: Container, bound: string): readonly string[] {
  if (bound !== '0.0.0.0' && bound !== '::' && bound !== '') return [bound];
  const gateways = ground
    .attachments(client)
    .flatMap(({ gateway4, gateway6 }) =>
      [bound === '::' ? gateway6 : gateway4].flatMap((one) => (isKnown(one) ? [one.value] : [])),
    );
  return gateways.slice(0, 2);
}

function pingOnly(pair: Pair): readonly Situation[] {
  const { ground, client, target, places } = pair;
  for (const { address, network, ping } of places) {
    if (!ping.works) continue;
    for (const port of portsOf(ground, target)) {
      const tried = ground.try({ from: client.id, to: address, proto: 'tcp', port });
      const { decidedBy } = tried.answer;
      if (!tried.fails || decidedBy === null) continue;
      if (!isRule(decidedBy) && decidedBy.kind !== 'policy') continue;
      return [
        {
          code: 'ping-only',
          from: client.id,
          containers: [target.id],
          networks: [network.id],
          happens: `${client.name.value} can ping ${target.name.value} (${address} on ${network.name.value}), and cannot connect to ${port === unpublished ? 'ports that nothing publishes' : `its port ${port}`}.`,
          why: `Ping is let through, and connections are asked about apart: ${tried.answer.why}.`,
          advice: `Publish the port, or connect both to one network; a ping that works says nothing about ports.`,
          evidence: [ping.evidence, tried.evidence],
        },
      ];
    }
  }
  return [];
}

/** Ports it can be asked for: what it listens on, else what it exposes, else one that nothing publishes. */
function portsOf(ground: Ground, target: Container): readonly number[] {
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
const unpublished = 65_535;
