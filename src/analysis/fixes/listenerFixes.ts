import { addressFamily } from '../../model/address';
import type { Container } from '../../model/container';
import { isKnown } from '../../model/provenance';
import { exposureOf } from '../exposure';
import type { MembershipEffect } from '../membershipChange';
import { Tracer } from '../trace/tracer';
import type { Fix, FixChange } from './fix';
import { addressesOf, works, type Trouble } from './fixesFor';
import { pathChanges, pathEffects } from './membershipPreview';
import { withChange } from './withChange';

/** It got there and nobody listens: on another address, or on a port that nothing publishes. */
export function listenerFixes(trouble: Trouble): readonly Fix[] {
  if (trouble.answer.verdict !== 'refused' && trouble.answer.verdict !== 'accepted-by-proxy')
    return [];
  return [...listensElsewhere(trouble), ...publish(trouble)];
}

function listensElsewhere(trouble: Trouble): readonly Fix[] {
  const { topology, question, answer, target } = trouble;
  const { proto } = question;
  const place = answer.decidedBy;
  const namespace =
    place !== null && 'kind' in place && place.kind === 'listener'
      ? place.namespace
      : target?.sandboxId;
  if (namespace === undefined || namespace === 'host' || proto === 'icmp') return [];
  const owner = topology.containers.find(({ sandboxId }) => sandboxId === namespace);
  const asked = portInside(topology.publishedPorts, owner, question.port) ?? question.port;
  const local = topology.kernel?.sandboxes
    .get(namespace)
    ?.listeners?.find(
      ({ proto: own, port, address }) =>
        own === proto && port === asked && (address.startsWith('127.') || address === '::1'),
    );
  if (local === undefined || owner === undefined) return [];
  const name = owner.name.value;
  for (const to of listenOn(trouble, namespace)) {
    const change: FixChange = {
      kind: 'listen',
      sandboxId: namespace,
      proto,
      port: local.port,
      from: local.address,
      to,
    };
    const effects = effectsOf(trouble, owner, change);
    if (effects === undefined) continue;
    const every = to === '0.0.0.0' || to === '::';
    return [
      {
        kind: 'listener',
        text: `${name} listens on ${local.address}:${local.port} only, which nobody else can reach: let its program listen on ${to}${every ? '' : ', its address on the network asked'}.`,
        effects,
        action: { kind: 'copy', text: `${to.includes(':') ? `[${to}]` : to}:${local.port}` },
        change,
      },
    ];
  }
  return [];
}

/** On one network every address is as good; on several the one that is asked opens least. */
function listenOn({ topology, question, answer }: Trouble, namespace: string): readonly string[] {
  const wanted = answer.address ?? question.to;
  const family = addressFamily(wanted) ?? 4;
  const every = family === 6 ? '::' : '0.0.0.0';
  const members = new Set(
    topology.containers.filter((one) => one.sandboxId === namespace).map(({ id }) => id),
  );
  const endpoints = topology.endpoints.filter(({ containerId = '' }) => members.has(containerId));
  const own = endpoints.flatMap(addressesOf).filter((one) => addressFamily(one) === family);
  const first = own.filter((one) => one === wanted);
  return endpoints.length > 1 ? [...first, ...own, every] : [every];
}

/** The host asks itself for a port that a container has and nothing publishes: loopback alone is enough. */
function publish(trouble: Trouble): readonly Fix[] {
  const { topology, question } = trouble;
  const { from, to, port, proto } = question;
  if (from !== 'host' || port === undefined || proto === 'icmp') return [];
  if (!(to.startsWith('127.') || to === '::1')) return [];
  const hostAddress = to.includes(':') ? '::1' : '127.0.0.1';
  const shown = to.includes(':') ? '[::1]' : hostAddress;
  const having = topology.containers.filter((one) =>
    hasPort(topology.kernel?.sandboxes, one, port, proto),
  );
  if (having.length > 3) return [];
  return having.flatMap((one): readonly Fix[] => {
    const change: FixChange = { kind: 'publish', containerId: one.id, hostAddress, port, proto };
    const effects = effectsOf(trouble, one, change);
    if (effects === undefined) return [];
    const mapping = `${shown}:${port}:${port}${proto === 'tcp' ? '' : `/${proto}`}`;
    return [
      {
        kind: 'publish',
        text: `${one.name.value} has port ${port}, but does not publish it: publish it on ${shown}, for this host alone.`,
        effects,
        action: {
          kind: 'copy',
          text: one.compose === undefined ? `-p ${mapping}` : `    ports:\n      - "${mapping}"\n`,
        },
        change,
      },
    ];
  });
}

/** What else the change opens; `undefined` where it is not enough. */
function effectsOf(
  { topology, question }: Trouble,
  container: Container,
  change: FixChange,
): readonly MembershipEffect[] | undefined {
  const after = withChange(topology, change);
  if (after === undefined || !works(new Tracer(after).trace(question).verdict)) return undefined;
  const paths = pathEffects(pathChanges(topology, after, container.id));
  if (change.kind !== 'publish') return paths;
  const made = after.publishedPorts.find((one) => !topology.publishedPorts.includes(one));
  const exposure = made === undefined ? undefined : exposureOf(after, made);
  return exposure === undefined
    ? paths
    : [...paths, { kind: 'ports', text: `Open to ${exposure.who}: ${exposure.why}.` }];
}

function hasPort(
  sandboxes:
    | ReadonlyMap<
        string,
        {
          readonly listeners?: readonly {
            readonly port: number;
            readonly proto: string;
            readonly address: string;
          }[];
        }
      >
    | undefined,
  { exposedPorts, sandboxId }: Container,
  port: number,
  proto: string,
): boolean {
  if (sandboxId === 'host') return false;
  const exposed = isKnown(exposedPorts) ? exposedPorts.value : [];
  const listening = (sandboxes?.get(sandboxId)?.listeners ?? []).filter(
    ({ address }) => !/^(127\.|::1$)/.test(address),
  );
  return [...exposed, ...listening].some((one) => one.port === port && one.proto === proto);
}

function portInside(
  ports: Trouble['topology']['publishedPorts'],
  owner: Container | undefined,
  hostPort: number | undefined,
): number | undefined {
  return ports.find(
    (one) =>
      one.containerId === owner?.id && isKnown(one.hostPort) && one.hostPort.value === hostPort,
  )?.containerPort.value;
}
