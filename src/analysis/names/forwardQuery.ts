import type { Container } from '../../model/container';
import { atLeast, engineGeneration } from '../../topology/engineGeneration';
import type { NameAnswer, ServerReach } from './nameAnswer';
import { embeddedAddress, type Resolver } from './resolverOf';
import type { NameIndex } from './nameIndex';

/**
 * What the embedded resolver says of a name it does not own: it asks the host's servers, three at most.
 * Containers without a way out get no answer from them: 20.10 to 25.0.4 ask all the same and stay silent
 * when nothing comes back; 23.0.11, 25.0.5 and 26.0 ask nobody; from 26.1 on only servers that are asked
 * from the container's own namespace are tried (moby: Resolver.forwardExtDNS, proxyDNS; CVE-2024-29018).
 */
export function forwardQuery(
  index: NameIndex,
  client: Container,
  resolver: Resolver,
  name: string,
  reach: ServerReach,
): NameAnswer {
  const version = index.topology.engine.version.value;
  const answer = (result: NameAnswer['result'], reason: string): NameAnswer => ({
    result,
    answers: [],
    via: embeddedAddress,
    why: `no network of ${client.name.value} has the name ${name}, and ${reason}`,
  });
  const wayOut = index
    .attachments(client)
    .some(({ network, endpoint }) => !network.internal.value && hasGateway(endpoint));
  if (!wayOut && asksNobody(version)) {
    return answer('servfail', 'this engine asks nobody outside for a container without a way out');
  }
  const proxied = wayOut || !atLeast(version, 26);
  const asked = (resolver.upstreams ?? []).slice(0, 3);
  const usable = asked.filter(({ from }) => from === 'container' || proxied);
  if (resolver.upstreams === undefined) {
    if (wayOut) return answer('forwarded', 'the host’s resolvers are asked');
    return proxied
      ? answer(
          'unknown',
          'only a resolver on a loopback address of the host answers a container without a way out; host access would tell which the host has',
        )
      : answer('servfail', 'a container without a way out is given no answer from the host’s');
  }
  const failed: string[] = [];
  let silent = false;
  for (const { address, from } of usable) {
    const state = reach(client.id, address, from);
    if (state === 'answers' || state === 'unknown') {
      return answer('forwarded', `${address} is asked from the ${from}`);
    }
    if (state === 'silent') silent = true;
    failed.push(`${address} ${state === 'silent' ? 'does not answer' : 'cannot be reached'}`);
  }
  const reason =
    failed.length > 0
      ? `of the servers asked ${failed.join(', ')}`
      : asked.length > 0
        ? 'the host’s resolvers are not asked for a container without a way out'
        : 'no server outside is known to the engine';
  // Up to 25 nothing is sent back; later engines say SERVFAIL, after 4 seconds for each silent server.
  return answer(silent || !atLeast(version, 26) ? 'timeout' : 'servfail', reason);
}

function hasGateway(endpoint: { readonly gateway4?: unknown; readonly gateway6?: unknown }) {
  return endpoint.gateway4 !== undefined || endpoint.gateway6 !== undefined;
}

function asksNobody(version: string): boolean {
  const generation = engineGeneration(version);
  const patch = Number(/^v?\d+\.\d+\.(\d+)/.exec(version)?.[1] ?? 0);
  if (generation === undefined) return false;
  const { major, minor } = generation;
  return (
    (major === 23 && minor === 0 && patch >= 11) ||
    (major === 25 && minor === 0 && patch >= 5) ||
    (major === 26 && minor === 0)
  );
}
