import type { Container } from '../../model/container';
import { isKnown } from '../../model/provenance';
import type { Fix } from './fix';
import type { Trouble } from './fixesFor';

/** It got there and nobody listens: on another address, or on a port that nothing publishes. */
export function listenerFixes(trouble: Trouble): readonly Fix[] {
  if (trouble.answer.verdict !== 'refused' && trouble.answer.verdict !== 'accepted-by-proxy')
    return [];
  return [...listensElsewhere(trouble), ...publish(trouble)];
}

function listensElsewhere({ topology, question, answer, target }: Trouble): readonly Fix[] {
  const place = answer.decidedBy;
  const namespace =
    place !== null && 'kind' in place && place.kind === 'listener'
      ? place.namespace
      : target?.sandboxId;
  if (namespace === undefined || namespace === 'host') return [];
  const owner = topology.containers.find(({ sandboxId }) => sandboxId === namespace);
  const asked = portInside(topology.publishedPorts, owner, question.port) ?? question.port;
  const local = topology.kernel?.sandboxes
    .get(namespace)
    ?.listeners?.find(
      ({ proto, port, address }) =>
        proto === question.proto &&
        port === asked &&
        (address.startsWith('127.') || address === '::1'),
    );
  if (local === undefined || owner === undefined) return [];
  const name = owner.name.value;
  return [
    {
      kind: 'listener',
      text: `${name} listens on ${local.address}:${local.port} only, which nobody else can reach: let its program listen on 0.0.0.0, or on its address on the network.`,
      effects: [],
      action: { kind: 'copy', text: `0.0.0.0:${local.port}` },
    },
  ];
}

/** The host asks itself for a port that a container has and nothing publishes: loopback alone is enough. */
function publish({ topology, question }: Trouble): readonly Fix[] {
  const { from, to, port, proto } = question;
  if (from !== 'host' || port === undefined || !(to.startsWith('127.') || to === '::1')) return [];
  const address = to.includes(':') ? '[::1]' : '127.0.0.1';
  const having = topology.containers.filter((one) =>
    hasPort(topology.kernel?.sandboxes, one, port, proto),
  );
  if (having.length === 0 || having.length > 3) return [];
  return having.map((one) => ({
    kind: 'publish',
    text: `${one.name.value} has port ${port}, but does not publish it: publish it on ${address}, for this host alone.`,
    effects: [],
    action: {
      kind: 'copy',
      text:
        one.compose === undefined
          ? `-p ${address}:${port}:${port}${proto === 'udp' ? '/udp' : ''}`
          : `    ports:\n      - "${address}:${port}:${port}${proto === 'udp' ? '/udp' : ''}"\n`,
    },
  }));
}

function hasPort(
  sandboxes:
    | ReadonlyMap<
        string,
        { readonly listeners?: readonly { readonly port: number; readonly proto: string }[] }
      >
    | undefined,
  { exposedPorts, sandboxId }: Container,
  port: number,
  proto: string,
): boolean {
  const exposed = isKnown(exposedPorts) ? exposedPorts.value : [];
  const listening = sandboxId === 'host' ? [] : (sandboxes?.get(sandboxId)?.listeners ?? []);
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
