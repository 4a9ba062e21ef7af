import { addressFamily } from '../model/address';
import type { Container } from '../model/container';
import type { AddressFamily } from '../model/network';
import { isKnown } from '../model/provenance';
import type { Topology } from '../model/topology';
import { findContainer } from './findContainer';
import type { NameAnswer } from './names/nameAnswer';
import { addressFromOutside, hostAddressFor } from './trace/hostAddress';
import { internetAddress } from './trace/neighbours';
import type { Tracer } from './trace/tracer';
import type { TraceQuestion } from './trace/traceAnswer';

/** What a user asks: `web` to `db:5432`, as typed or picked. */
export interface TraceWish {
  /** A container, `host`, `internet`, or an address outside. */
  readonly from: string;
  /** The same, a name or an address, with `:port` or without. */
  readonly to: string;
  readonly family?: AddressFamily;
  /** What the target is called, where `to` is the address it was asked at. */
  readonly toName?: string;
}

/** The question a wish comes to. */
export interface TracePlan {
  readonly question: TraceQuestion;
  /** `web`, `host`, `internet`. */
  readonly from: string;
  /** `db:5432`, `host:8080`. */
  readonly to: string;
  /** What the name gave where it was asked; absent where none was. */
  readonly lookup?: { readonly name: string; readonly answer: NameAnswer };
}

/** `db:5432`, `db:53/udp`, `172.18.0.3`, `[fd00::2]:80`; a sentence when it is none. */
export function parseTarget(
  text: string,
):
  | { readonly name: string; readonly port?: number; readonly proto?: TraceQuestion['proto'] }
  | string {
  const trimmed = text.trim();
  if (trimmed === '') return 'Name a container, a name, an address, host or internet.';
  if (addressFamily(trimmed) !== undefined) return { name: trimmed };
  const match = /^(?:\[([^\]\s]+)\]|([^:\s/[\]]+))(?::(\d{1,5})(?:\/(tcp|udp|sctp))?)?$/.exec(
    trimmed,
  );
  const name = match?.[1] ?? match?.[2];
  if (name === undefined)
    return 'Write it like web, db:5432, 172.18.0.3, [fd00::2]:80 or host:8080.';
  if (match?.[3] === undefined) return { name };
  const port = Number(match[3]);
  if (port < 1 || port > 65535) return 'A port is a number from 1 to 65535.';
  return { name, port, proto: protocols.find((one) => one === match[4]) ?? 'tcp' };
}

const protocols = ['tcp', 'udp', 'sctp'] as const;

/** The question, or a sentence on why there is none. */
export function planTrace(topology: Topology, tracer: Tracer, wish: TraceWish): TracePlan | string {
  const target = parseTarget(wish.to);
  if (typeof target === 'string') return target;
  const family = wish.family ?? addressFamily(target.name) ?? 4;
  const source = sourceOf(topology, wish.from, family);
  if (source === undefined) {
    return `Nothing here is called ${JSON.stringify(wish.from)}. Name a container, host or internet.`;
  }
  const meant = findContainer(topology, target.name);
  const port =
    target.port ?? (meant === undefined ? defaultPort(target.name) : portOf(topology, meant));
  const proto = target.proto ?? (port === undefined ? 'icmp' : 'tcp');
  const asked = {
    from: source.from,
    proto,
    ...(port === undefined ? {} : { port }),
    family,
  } as const;
  const shown = `${target.name.includes(':') ? `[${target.name}]` : target.name}${port === undefined ? '' : `:${port}`}`;
  const plan = (to: string, lookup?: TracePlan['lookup']): TracePlan => ({
    question: { ...asked, to },
    from: source.name,
    to: wish.toName === undefined ? shown : `${wish.toName} (${shown})`,
    ...(lookup === undefined ? {} : { lookup }),
  });
  if (addressFamily(target.name) !== undefined) return plan(target.name);
  if (target.name === 'internet') return plan(internetAddress[family]);
  if (target.name === 'host') {
    const address = hostAddress(tracer, source.container, source.from, family);
    return address === undefined ? 'No address of the host is known from here.' : plan(address);
  }
  if (source.container !== undefined) {
    const answer = tracer.nameService.answer(source.container, target.name, 'auto');
    const address =
      answer.answers.find((one) => addressFamily(one) === family) ?? answer.answers[0];
    const lookup = { name: target.name, answer };
    if (answer.result === 'ok' && address !== undefined) return plan(address, lookup);
    const given = meant && addressFor(topology, meant, source.container, family);
    return plan(given ?? target.name, lookup);
  }
  if (target.name === 'localhost' && source.from === 'host')
    return plan(family === 4 ? '127.0.0.1' : '::1');
  const given = meant && addressFor(topology, meant, undefined, family);
  return given === undefined
    ? `Nothing here is called ${JSON.stringify(target.name)}, and only containers ask for names here.`
    : plan(given);
}

/** Whether a program that asks for the target by its name gets nothing, though an address of it can be traced to. */
export function isUnresolved({ lookup }: TracePlan): boolean {
  const result = lookup?.answer.result ?? 'ok';
  return result !== 'ok' && result !== 'unknown';
}

function sourceOf(
  topology: Topology,
  text: string,
  family: AddressFamily,
): { readonly from: string; readonly name: string; readonly container?: Container } | undefined {
  const name = text.trim();
  if (name === 'host') return { from: 'host', name };
  if (name === 'internet' || name === 'outside') {
    return { from: `outside:${internetAddress[family]}`, name: 'internet' };
  }
  const container = findContainer(topology, name);
  if (container !== undefined) return { from: container.id, name: container.name.value, container };
  if (addressFamily(name) === undefined) return undefined;
  const holder = topology.endpoints.find((one) => addressesOf(one).includes(name));
  const owner = holder?.containerId;
  return owner === undefined
    ? { from: `outside:${name}`, name }
    : sourceOf(topology, owner, family);
}

/** On a network both are on, else any. */
function addressFor(
  { endpoints }: Topology,
  target: Container,
  source: Container | undefined,
  family: AddressFamily,
): string | undefined {
  const own = new Set(
    endpoints.flatMap(({ containerId, networkId }) =>
      containerId === source?.id ? networkId : [],
    ),
  );
  const there = endpoints.filter(({ containerId }) => containerId === target.id);
  const ordered = [...there.filter(({ networkId }) => own.has(networkId)), ...there];
  return ordered.flatMap(addressesOf).find((one) => addressFamily(one) === family);
}

function addressesOf({ ipv4, ipv6 }: Topology['endpoints'][number]): readonly string[] {
  return [ipv4, ipv6].flatMap((one) => (isKnown(one) ? [one.value.address] : []));
}

function hostAddress(
  { usual: { world } }: Tracer,
  source: Container | undefined,
  from: string,
  family: AddressFamily,
): string | undefined {
  if (from.startsWith('outside:')) return addressFromOutside(world, family);
  const namespace = source === undefined ? world.host : world.namespaces.get(source.sandboxId);
  return hostAddressFor(world, namespace, family);
}

/** What a container is asked for when no port is told: what it listens on, exposes or publishes. */
function portOf(topology: Topology, container: Container): number | undefined {
  const listening = topology.kernel?.sandboxes
    .get(container.sandboxId)
    ?.listeners?.find(
      ({ proto, address }) => proto === 'tcp' && !/^(127\.|::1$)/.test(address),
    )?.port;
  const exposed = isKnown(container.exposedPorts) ? container.exposedPorts.value : [];
  const published = topology.publishedPorts.find(
    ({ containerId, proto }) => containerId === container.id && proto === 'tcp',
  );
  return (
    listening ??
    exposed.find(({ proto }) => proto === 'tcp')?.port ??
    published?.containerPort.value
  );
}

function defaultPort(name: string): number | undefined {
  return name === 'internet' ? 443 : undefined;
}
