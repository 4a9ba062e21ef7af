import {
  hostAddresses,
  publishedPorts,
  unpublished,
  type AddressPuzzles,
  type Pair,
  type PairPlace,
} from './addressPuzzles';
import { nameEvidence, type Ground } from './ground';
import type { Evidence, Situation } from './situation';

/** What is known to differ between the addresses, families, ports and protocols of one pair. */
export function addressSituations(
  ground: Ground,
  pair: Pair,
  puzzles: AddressPuzzles,
): readonly Situation[] {
  return [
    ...otherAddress(ground, pair, puzzles),
    ...otherFamily(ground, pair, puzzles),
    ...publishedPort(ground, pair, puzzles),
    ...pingOnly(ground, pair, puzzles),
  ];
}

/** A name of the target that gives this address where the client is. */
function nameOf(
  ground: Ground,
  { client, target }: Pair,
  address: string,
): { readonly name: string; readonly evidence: () => Evidence } | undefined {
  const name = ground.namesFor(target).find((one) => {
    const { result, answers } = ground.answer(client, one);
    return result === 'ok' && answers.includes(address);
  });
  return name === undefined
    ? undefined
    : { name, evidence: () => nameEvidence(name, ground.answer(client, name)) };
}

function otherAddress(ground: Ground, pair: Pair, puzzles: AddressPuzzles): readonly Situation[] {
  const { client, target, places } = pair;
  for (const found of puzzles.otherAddress) {
    const [near, far] = [places[found.near], places[found.far]];
    const named = near === undefined ? undefined : nameOf(ground, pair, near.address);
    if (near === undefined || far === undefined || named === undefined) continue;
    return [
      {
        code: 'other-address',
        from: client.id,
        name: named.name,
        containers: [target.id],
        networks: [near.network.id, far.network.id],
        tell: () => {
          const missed = ground.ping(client, far.address);
          return {
            happens: `${client.name.value} reaches ${target.name.value} by the name ${named.name} (${near.address} on ${near.network.name.value}), and cannot reach its address ${far.address} on ${far.network.name.value}.`,
            why: `The name gives the address on a network that both are on; ${client.name.value} is not on ${far.network.name.value}, and ${missed.answer.why}.`,
            advice: `Use the name ${named.name}, or ${near.address}; if ${client.name.value} should not reach it at all, take one of them off ${near.network.name.value}.`,
          };
        },
        evidence: () => [
          named.evidence(),
          ground.ping(client, near.address).evidence,
          ground.ping(client, far.address).evidence,
        ],
      },
    ];
  }
  return [];
}

function otherFamily(
  ground: Ground,
  pair: Pair,
  { otherFamily: found }: AddressPuzzles,
): readonly Situation[] {
  const { client, target, places } = pair;
  const [six, four] = found === undefined ? [] : [places[found.six], places[found.four]];
  if (six === undefined || four === undefined) return [];
  const named = nameOf(ground, pair, six.address);
  // Without a name and on another network, that two addresses differ is no puzzle of families.
  if (named === undefined && four.network !== six.network) return [];
  return [
    {
      code: 'other-family',
      from: client.id,
      ...(named === undefined ? {} : { name: named.name }),
      containers: [target.id],
      networks: [...new Set([six.network.id, four.network.id])],
      tell: () => {
        const missed = ground.ping(client, four.address);
        return {
          happens: `${client.name.value} reaches ${target.name.value} over IPv6 (${six.address} on ${six.network.name.value}), and cannot reach it over IPv4 at ${four.address} on ${four.network.name.value}.`,
          why: `${named === undefined ? '' : `The name ${named.name} gives the IPv6 address too, which programs try first; `}${named === undefined ? 'The two families are held by different rules' : 'over IPv4'}: ${missed.answer.why}.`,
          advice: 'Test both families apart (ping -4, ping -6), and say which address is meant.',
        };
      },
      evidence: () => [
        ...(named === undefined ? [] : [named.evidence()]),
        ground.ping(client, six.address).evidence,
        ground.ping(client, four.address).evidence,
      ],
    },
  ];
}

function publishedPort(
  ground: Ground,
  { client, target, places }: Pair,
  { publishedPort: found }: AddressPuzzles,
): readonly Situation[] {
  const port = found === undefined ? undefined : publishedPorts(ground, target)[found.port];
  if (found === undefined || port === undefined) return [];
  const to = hostAddresses(ground, client, port)[found.to];
  const [first] = places;
  if (to === undefined || first === undefined) return [];
  const { proto, hostPort } = port;
  const inside = port.containerPort.value;
  const straight = ({ address }: PairPlace) =>
    ground.try({ from: client.id, to: address, proto, port: inside });
  return [
    {
      code: 'published-port',
      from: client.id,
      containers: [target.id],
      networks: [...new Set(places.map(({ network }) => network.id))],
      tell: () => ({
        happens: `${client.name.value} reaches ${target.name.value} by the host’s port ${hostPort} (${to}:${hostPort}), and cannot reach ${first.address}:${inside} itself.`,
        why: `The port is published, so the host takes the connection and hands it on; to the container’s own address ${straight(first).answer.why}.`,
        advice: `Connect both to one network and use ${target.name.value}:${inside}; the way through the host depends on the port staying published.`,
      }),
      evidence: () => [
        ground.try({ from: client.id, to, proto, port: hostPort }).evidence,
        ...places.map((place) => straight(place).evidence),
      ],
    },
  ];
}

function pingOnly(
  ground: Ground,
  { client, target, places }: Pair,
  { pingOnly: found }: AddressPuzzles,
): readonly Situation[] {
  const place = found === undefined ? undefined : places[found.place];
  if (found === undefined || place === undefined) return [];
  const { address, network } = place;
  const { port } = found;
  const tried = () => ground.try({ from: client.id, to: address, proto: 'tcp', port });
  return [
    {
      code: 'ping-only',
      from: client.id,
      containers: [target.id],
      networks: [network.id],
      tell: () => ({
        happens: `${client.name.value} can ping ${target.name.value} (${address} on ${network.name.value}), and cannot connect to ${port === unpublished ? 'ports that nothing publishes' : `its port ${port}`}.`,
        why: `Ping is let through, and connections are asked about apart: ${tried().answer.why}.`,
        advice: `Publish the port, or connect both to one network; a ping that works says nothing about ports.`,
      }),
      evidence: () => [ground.ping(client, address).evidence, tried().evidence],
    },
  ];
}
