import type { Container } from '../../model/container';
import type { Endpoint } from '../../model/endpoint';
import type { Network } from '../../model/network';
import { isKnown } from '../../model/provenance';
import type { Topology } from '../../model/topology';
import { findContainer } from '../findContainer';
import { Tracer } from '../trace/tracer';
import type { TraceAnswer, TraceQuestion, Verdict } from '../trace/traceAnswer';
import { withConnection } from './changedTopology';
import type { Fix, FixChange } from './fix';
import { listenerFixes } from './listenerFixes';
import { previewConnect } from './membershipPreview';
import { ruleFixes } from './ruleFixes';
import { withChange } from './withChange';

/** A connection that does not work, and who is meant by it. */
export interface Trouble {
  readonly topology: Topology;
  readonly question: TraceQuestion;
  readonly answer: TraceAnswer;
  readonly source?: Container;
  readonly target?: Container;
}

/** Networks tried for a fix; further ones add nothing a user would choose. */
const maxTries = 6;

/**
 * What would make it work, the least opening first. Each proposal was traced in the topology as it would be;
 * what does not help is not proposed.
 */
export function fixesFor(
  topology: Topology,
  question: TraceQuestion,
  answer: TraceAnswer,
): readonly Fix[] {
  if (works(answer.verdict) || answer.verdict === 'unknown') return [];
  const source = findContainer(topology, question.from);
  const target = whoIsMeant(topology, question, answer);
  const trouble: Trouble = {
    topology,
    question,
    answer,
    ...(source === undefined ? {} : { source }),
    ...(target === undefined ? {} : { target }),
  };
  return [
    ...startFix(trouble),
    ...askOtherwise(trouble),
    ...listenerFixes(trouble),
    ...aliasFix(trouble),
    ...connectFixes(trouble),
    ...ruleFixes(trouble),
  ];
}

export function works(verdict: Verdict): boolean {
  return verdict === 'delivered' || verdict === 'arrives';
}

/** The container that a question is about: by its address, its name, or a port it publishes. */
function whoIsMeant(
  topology: Topology,
  { to, port }: TraceQuestion,
  { address }: TraceAnswer,
): Container | undefined {
  const wanted = address ?? to;
  const holder = topology.endpoints.find((one) => addressesOf(one).includes(wanted));
  const publisher = topology.publishedPorts.find(
    ({ hostPort }) => isKnown(hostPort) && hostPort.value === port,
  );
  const id = holder?.containerId;
  return (
    (id === undefined ? undefined : topology.containers.find((one) => one.id === id)) ??
    findContainer(topology, to) ??
    byAlias(topology, to) ??
    topology.containers.find((one) => one.id === publisher?.containerId)
  );
}

function byAlias({ endpoints, containers }: Topology, name: string): Container | undefined {
  const holders = new Set(
    endpoints
      .filter(({ dnsNames }) => isKnown(dnsNames) && dnsNames.value.includes(name))
      .map(({ containerId }) => containerId),
  );
  return holders.size === 1 ? containers.find(({ id }) => holders.has(id)) : undefined;
}

function startFix({ target }: Trouble): readonly Fix[] {
  if (target === undefined || !['exited', 'created', 'dead'].includes(target.state.value))
    return [];
  const name = target.name.value;
  return [
    {
      kind: 'start',
      text: `${name} does not run: start it.`,
      effects: [],
      action: { kind: 'copy', text: `docker start ${shellWord(name)}` },
    },
  ];
}

/** The container's own port instead of the published one, or an address both can use: nothing need be opened. */
function askOtherwise({ topology, question, source, target }: Trouble): readonly Fix[] {
  if (source === undefined || target === undefined) return [];
  const published = topology.publishedPorts.find(
    ({ containerId, hostPort, proto }) =>
      containerId === target.id &&
      proto === question.proto &&
      isKnown(hostPort) &&
      hostPort.value === question.port,
  );
  const ports = [...new Set([question.port, published?.containerPort.value])];
  const tracer = new Tracer(topology);
  const name = target.name.value;
  for (const port of ports.reverse()) {
    const addresses = endpointsOf(topology, target)
      .filter(({ networkId }) =>
        endpointsOf(topology, source).some((one) => one.networkId === networkId),
      )
      .flatMap(addressesOf);
    for (const to of addresses) {
      const other: TraceQuestion = { ...question, to, ...(port === undefined ? {} : { port }) };
      if (
        (other.to === question.to && other.port === question.port) ||
        !works(tracer.trace(other).verdict)
      )
        continue;
      const inside = port !== question.port;
      return [
        {
          kind: inside ? 'use-port' : 'use-address',
          text: inside
            ? `Between containers use the container’s own port: ${name}:${port}. ${question.port} is only published on the host.`
            : `Use ${to}, the address of ${name} on a network both are on.`,
          effects: [],
          action: { kind: 'ask', question: other },
        },
      ];
    }
  }
  return [];
}

/** On a shared network, but not by that name. */
function aliasFix({ topology, question, answer, source, target }: Trouble): readonly Fix[] {
  if (answer.verdict !== 'unresolved' || source === undefined || target === undefined) return [];
  const alias = question.to;
  for (const network of sharedNetworks(topology, source, target)) {
    const ids = { containerId: target.id, networkId: network.id, alias };
    const change: FixChange = { kind: 'alias', ...ids };
    const after = network.isDefaultBridge ? undefined : withChange(topology, change);
    if (after === undefined || !works(new Tracer(after).trace(question).verdict)) continue;
    const name = target.name.value;
    const where = network.name.value;
    const again: Fix = {
      kind: 'alias',
      text: `${name} is on ${where} too, but not by the name ${alias}: give it that alias.`,
      effects: [
        {
          kind: 'reach',
          text: `${name} is taken off ${where} and put on it again: its connections there break, and an address that is not fixed may change.`,
        },
      ],
      action: { kind: 'reconnect', ...ids },
      change,
    };
    // What compose made it makes again from its files.
    if (target.compose === undefined || network.compose === undefined) return [again];
    const written: Fix = {
      kind: 'alias',
      text: `Write the alias ${alias} into the compose file: the next up gives it to ${name}, and keeps it.`,
      effects: [],
      action: {
        kind: 'copy',
        text: `    networks:\n      ${network.compose.network}:\n        aliases:\n          - ${JSON.stringify(alias)}\n`,
      },
      change,
    };
    return topology.origin.kind === 'compose' ? [written] : [again, written];
  }
  return [];
}

function connectFixes({ topology, question, answer, source, target }: Trouble): readonly Fix[] {
  if (source === undefined || target === undefined || source.id === target.id) return [];
  const shared = new Set(sharedNetworks(topology, source, target).map(({ id }) => id));
  // On a network of both already: another one would only go round what stops it there.
  if (shared.size > 0 && answer.verdict !== 'unresolved') return [];
  const pairs = [
    ...joinable(topology, target, source).map((network) => ({ joins: target, network })),
    ...joinable(topology, source, target).map((network) => ({ joins: source, network })),
  ].slice(0, maxTries);
  const fixes = pairs.flatMap(({ joins, network }): readonly Fix[] => {
    const after = withConnection(topology, joins.id, network.id);
    if (after === undefined || !helps(after, question, target, network)) return [];
    const ids = { containerId: joins.id, networkId: network.id };
    return [
      {
        kind: 'connect',
        ...(writtenNetwork(topology, joins, network) ?? {
          text: `Connect ${joins.name.value} to ${network.name.value}.`,
          action: { kind: 'connect', ...ids },
        }),
        effects: previewConnect(topology, joins.id, network.id, { aliases: [] }),
        change: { kind: 'connect', ...ids },
      },
    ];
  });
  const weight = ({ effects }: Fix) => effects.filter(({ kind }) => kind !== 'names').length;
  return fixes.sort((a, b) => weight(a) - weight(b));
}

/**
 * A plan is changed in its file. All networks are written, because a service that names one is no longer on
 * `default` by itself.
 */
function writtenNetwork(
  topology: Topology,
  { id, name, compose }: Container,
  network: Network,
): Pick<Fix, 'text' | 'action'> | undefined {
  if (topology.origin.kind !== 'compose' || compose === undefined || network.compose === undefined)
    return undefined;
  const key = network.compose.network;
  const own = networksOf(topology, { id }).flatMap((one) => one.compose?.network ?? []);
  const lines = [...new Set([...own, key])].map((one) => `      ${one}:\n`);
  return {
    text: `Write the network ${key} into the compose file, at the service ${compose.service}: the next up connects ${name.value} to it.`,
    action: { kind: 'copy', text: `    networks:\n${lines.join('')}` },
  };
}

/** By name where a name was asked for, else by the address on the network they would share. */
function helps(
  after: Topology,
  question: TraceQuestion,
  target: Container,
  network: Network,
): boolean {
  const tracer = new Tracer(after);
  const named = tracer.trace(question);
  if (works(named.verdict)) return true;
  const there = endpointsOf(after, target).find(({ networkId }) => networkId === network.id);
  return (there === undefined ? [] : addressesOf(there)).some((to) =>
    works(tracer.trace({ ...question, to }).verdict),
  );
}

/** User-defined networks of `other` that `container` could join. */
function joinable(topology: Topology, container: Container, other: Container): readonly Network[] {
  if (container.networkMode.value.kind !== 'networks') return [];
  const own = new Set(endpointsOf(topology, container).map(({ networkId }) => networkId));
  return networksOf(topology, other).filter(
    (network) => !own.has(network.id) && !network.isDefaultBridge && !network.ingress.value,
  );
}

function sharedNetworks(topology: Topology, one: Container, other: Container): readonly Network[] {
  const ids = new Set(endpointsOf(topology, one).map(({ networkId }) => networkId));
  return networksOf(topology, other).filter(({ id }) => ids.has(id));
}

function networksOf(topology: Topology, container: Pick<Container, 'id'>): readonly Network[] {
  const ids = new Set(endpointsOf(topology, container).map(({ networkId }) => networkId));
  return topology.networks.filter(
    ({ id, kind }) => ids.has(id) && kind !== 'host' && kind !== 'none',
  );
}

function endpointsOf({ endpoints }: Topology, { id }: Pick<Container, 'id'>): readonly Endpoint[] {
  return endpoints.filter(({ containerId }) => containerId === id);
}

export function addressesOf({ ipv4, ipv6 }: Endpoint): readonly string[] {
  return [ipv4, ipv6].flatMap((one) => (isKnown(one) ? [one.value.address] : []));
}

/** A word for a POSIX shell: foreign names come in quotes. */
export function shellWord(text: string): string {
  return /^[\w./:@%+=-]+$/.test(text) && !text.startsWith('-')
    ? text
    : `'${text.replaceAll("'", `'\\''`)}'`;
}
