import { addressFamily } from '../../model/address';
import type { Container } from '../../model/container';
import { isKnown } from '../../model/provenance';
import type { NameAnswer } from '../names/nameAnswer';
import { nameEvidence, type Ground } from './ground';
import type { Evidence, Situation } from './situation';

/** A name somebody asks for, what it gives, and who goes by it besides the asker. */
interface Asked {
  readonly ground: Ground;
  readonly client: Container;
  readonly name: string;
  readonly answer: NameAnswer;
  /** Sorted by key. */
  readonly bearers: readonly Container[];
}

/** What is known to go wrong with a name, asked from one container as a program there asks it. */
export function nameSituations(
  ground: Ground,
  client: Container,
  name: string,
): readonly Situation[] {
  const home = ground.owner(client).sandboxId;
  const all = ground.bearers(name);
  // Its own name is in its own /etc/hosts.
  if (addressFamily(name) !== undefined || all.some(({ sandboxId }) => sandboxId === home)) {
    return [];
  }
  const answer = ground.answer(client, name);
  const asked: Asked = { ground, client, name, answer, bearers: all };
  if (answer.result !== 'ok') return notFound(asked);
  const linked = throughLink(asked);
  if (linked !== undefined) return linked;
  return answer.via === 'hosts' ? fromHostsFile(asked) : fromResolver(asked);
}

/** Links come before every other name; only the container that has the link knows it. */
function throughLink({
  ground,
  client,
  name,
  answer,
  bearers,
}: Asked): readonly Situation[] | undefined {
  const owner = ground.owner(client);
  const links = [
    ...(isKnown(owner.links) ? owner.links.value : []),
    ...ground.attachments(client).flatMap((endpoint) => endpoint.links.value),
  ];
  const link = links.find((one) => one.slice(one.indexOf(':') + 1) === name);
  if (link === undefined) return undefined;
  const target = link.slice(0, Math.max(link.indexOf(':'), 0));
  const linked = ground.topology.containers.find((one) => one.name.value === target);
  if (linked === undefined) return undefined;
  const has = ground.places(linked).find(({ address }) => answer.answers.includes(address));
  if (has === undefined) return undefined;
  const others = bearers.filter(({ id }) => id !== linked.id);
  if (others.length === 0) return [];
  return [
    {
      code: 'link-alias',
      from: client.id,
      name,
      containers: [...ids(others), linked.id],
      networks: [has.network.id],
      tell: () => ({
        happens: `${client.name.value} is sent to ${linked.name.value} (${has.address}) when it asks for ${name}, and not to ${listed(others)}.`,
        why: `${owner.name.value} links ${linked.name.value} as ${name}, and a link is asked before every other name.`,
        advice: `Remove the link, or give it another alias than ${name}.`,
      }),
      evidence: () => [nameEvidence(name, answer)],
    },
  ];
}

function fromHostsFile({ ground, client, name, answer, bearers }: Asked): readonly Situation[] {
  const [address] = answer.answers;
  if (address === undefined) return [];
  const holder = ground.holder(address);
  if (holder !== undefined && bearers.includes(holder)) return [];
  const network = ground.networkOf(address);
  const tried = ground.ping(client, address);
  const evidence = [nameEvidence(name, answer), tried.evidence];
  const entry = `/etc/hosts of ${client.name.value} says ${address} for ${name}`;
  if (network !== undefined && tried.answer.target !== 'host') {
    if (holder === undefined && tried.works) return [];
    // A name that nobody else has may well be meant for whoever has the address.
    if (holder !== undefined && bearers.length === 0) return [];
    return [
      {
        code: 'stale-address',
        from: client.id,
        name,
        containers: [...ids(bearers), ...(holder === undefined ? [] : [holder.id])],
        networks: [network.id],
        tell: () => ({
          happens: `${client.name.value} uses ${address} for ${name}, ${holder === undefined ? `which nobody on ${network.name.value} has` : `which is the address of ${holder.name.value}`}.`,
          why: `${entry}, and that line was written by hand (extra_hosts, --add-host): addresses are given out anew when containers are made.`,
          advice: `Remove the extra host and use the name on a shared network, or give the container a fixed address.`,
        }),
        evidence: () => evidence,
      },
    ];
  }
  if (bearers.length === 0) return [];
  const host = tried.answer.target === 'host';
  if (!host && network !== undefined) return [];
  return [
    {
      code: 'hosts-file',
      from: client.id,
      name,
      containers: ids(bearers),
      networks: [],
      tell: () => ({
        happens: host
          ? `${client.name.value} is answered by the host (${address}) when it asks for ${name}, and not by ${listed(bearers)}.`
          : `${client.name.value} uses ${address} for ${name}, which is no address of ${listed(bearers)}.`,
        why: `${entry}, and that file is asked before any DNS.`,
        advice: `Remove the extra host (extra_hosts, --add-host) where ${listed(bearers)} is meant, or call the host by another name.`,
      }),
      evidence: () => evidence,
    },
  ];
}

function fromResolver(asked: Asked): readonly Situation[] {
  return [...virtualAddress(asked), ...answeredForAnother(asked)];
}

function virtualAddress({ ground, client, name, answer }: Asked): readonly Situation[] {
  for (const { networkId } of ground.attachments(client)) {
    const network = ground.index.networks.get(networkId);
    const service = network?.services?.find(
      ({ virtualAddress: address }) => address !== undefined && answer.answers.includes(address),
    );
    if (network === undefined || service?.virtualAddress === undefined) continue;
    const tasks = service.tasks.map(({ address }) => address);
    if (tasks.includes(service.virtualAddress)) continue;
    return [
      {
        code: 'service-address',
        from: client.id,
        name,
        containers: tasks.flatMap((one) => ground.holder(one)?.id ?? []),
        networks: [network.id],
        tell: () => ({
          happens: `${client.name.value} gets ${service.virtualAddress} for ${name}, which is none of its containers’ addresses (${tasks.length === 0 ? 'no task runs' : tasks.join(', ')}).`,
          why: `It is the virtual address of the service ${service.name}: every node answers a ping to it itself and spreads connections over the tasks, so a ping tells nothing about them.`,
          advice: `Ask for tasks.${service.name} to get the containers’ own addresses, and test with a connection instead of ping.`,
        }),
        evidence: () => [nameEvidence(name, answer)],
      },
    ];
  }
  return [];
}

function answeredForAnother({
  ground,
  client,
  name,
  answer,
  bearers,
}: Asked): readonly Situation[] {
  const answering = [
    ...new Set(answer.answers.flatMap((address) => ground.holder(address) ?? [])),
  ].filter((one) => bearers.includes(one));
  const [first] = answering;
  if (first === undefined) return [];
  const silent = bearers.filter(
    (one) => !answering.includes(one) && !answering.some((other) => sameService(one, other)),
  );
  const mixed = answering.filter((one) => one !== first && !sameService(one, first));
  const expected = answering.every((one) => isNatural(one, client, name));
  // What has the name by right, as a service of the asker's own project has, is who is meant.
  const others = expected ? silent.filter((one) => isNatural(one, client, name)) : silent;
  if (others.length === 0 && mixed.length === 0) return [];
  const networks = answering.flatMap((one) => ground.sharedNetworks(client, one));
  const [network] = networks;
  const where = network === undefined ? '' : ` on ${network.name.value}`;
  const reached = (): readonly Evidence[] => {
    const tried = ground.ping(client, answer.answers[0] ?? '');
    const works =
      tried.works && answering.some(({ name: { value } }) => value === tried.answer.target);
    return works ? [tried.evidence] : [];
  };
  return [
    {
      code: 'name-of-another',
      from: client.id,
      name,
      containers: [...ids(others), ...ids(answering)],
      networks: [...new Set(networks.map(({ id }) => id))],
      tell: () => ({
        happens:
          mixed.length > 0
            ? `${client.name.value} gets addresses of ${listed(answering)} for ${name} (${answer.answers.join(', ')}), in turns.`
            : `${client.name.value} gets ${listed(answering)} (${answer.answers.join(', ')}) for ${name}, and not ${listed(others)}.`,
        why:
          mixed.length > 0
            ? `They all go by the name ${name}${where}, and DNS gives every address of a name.`
            : `${listed(answering)} ${answering.length > 1 ? 'go' : 'goes'} by the name ${name}${where} too, and ${client.name.value} is not asked which it means.`,
        advice: `Give each a name of its own: remove the alias ${name} from all but one, or ask for the container’s full name.`,
      }),
      evidence: () => [nameEvidence(name, answer), ...reached()],
    },
  ];
}

/** Who has the name as its own, seen from the asker: by container name, or as a service of the same project. */
function isNatural(one: Container, client: Container, name: string): boolean {
  const wanted = name.toLowerCase();
  const service = one.compose?.service.toLowerCase();
  return (
    one.name.value.toLowerCase() === wanted ||
    (service === wanted && one.compose?.project === client.compose?.project)
  );
}

function sameService({ compose: one }: Container, { compose: other }: Container): boolean {
  return one !== undefined && one.project === other?.project && one.service === other.service;
}

function notFound(asked: Asked): readonly Situation[] {
  const { ground, client, name, answer, bearers } = asked;
  const nameless = bearers.flatMap((one) => withoutNames(asked, one));
  if (nameless.length > 0) return nameless.slice(0, 1);
  const apart = bearers.filter((one) => ground.sharedNetworks(client, one).length === 0);
  if (answer.result !== 'forwarded' || apart.length === 0) return [];
  const stopped = apart.every((one) => ground.attachments(one).length === 0);
  return [
    {
      code: 'asked-outside',
      from: client.id,
      name,
      containers: ids(apart),
      networks: [...ground.networksOf(client)],
      tell: () => ({
        happens: `${client.name.value} asks a resolver outside for ${name}, and whatever answers is not ${listed(apart)}.`,
        why: stopped
          ? `${listed(apart)} ${apart.length > 1 ? 'do' : 'does'} not run: ${answer.why}.`
          : `${listed(apart)} ${apart.length > 1 ? 'are' : 'is'} on no network of ${client.name.value}: ${answer.why}.`,
        advice: stopped
          ? `Start ${listed(apart)}; until then an answer to ${name} comes from a DNS outside (a search domain, a wildcard, a provider’s redirect).`
          : `Connect both to one network; until then an answer to ${name} comes from a DNS outside (a search domain, a wildcard, a provider’s redirect).`,
      }),
      evidence: () => [nameEvidence(name, answer)],
    },
  ];
}

function withoutNames(asked: Asked, bearer: Container): readonly Situation[] {
  const { ground, client, name, answer } = asked;
  const shared = ground.sharedNetworks(client, bearer);
  const [network] = shared;
  if (network === undefined || !shared.every(({ isDefaultBridge }) => isDefaultBridge)) return [];
  const place = ground.places(bearer).find((one) => one.network.id === network.id);
  if (place === undefined) return [];
  const tried = ground.ping(client, place.address);
  if (!tried.works) return [];
  return [
    {
      code: 'default-network',
      from: client.id,
      name,
      containers: [bearer.id],
      networks: [network.id],
      tell: () => ({
        happens: `${client.name.value} reaches ${bearer.name.value} at ${place.address}, and the name ${name} does not lead there.`,
        why: `Both are on ${network.name.value}, the engine’s default network, which has no names: ${answer.why}.`,
        advice: 'Put both on a network of your own: names work on every network that you create.',
      }),
      evidence: () => [nameEvidence(name, answer), tried.evidence],
    },
  ];
}

function ids(containers: readonly Container[]): readonly string[] {
  return containers.map(({ id }) => id);
}

/** At most so many by name. */
const shown = 3;

export function listed(containers: readonly Container[]): string {
  const names = containers.slice(0, shown).map(({ name }) => name.value);
  const more = containers.length - names.length;
  if (more > 0) return `${names.join(', ')} and ${more} more`;
  const last = names.pop() ?? '';
  return names.length === 0 ? last : `${names.join(', ')} and ${last}`;
}
