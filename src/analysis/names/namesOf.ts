import type { Container } from '../../model/container';
import { isKnown } from '../../model/provenance';
import type { Topology } from '../../model/topology';
import type { NameService } from './answerName';
import type { NameAnswer } from './nameAnswer';

/** A name as one container sees it. */
export interface ResolvedName {
  readonly name: string;
  readonly answer: NameAnswer;
  /** Networks on which the addresses it gave are. */
  readonly networks: readonly string[];
  /** Containers that have them; more than one: the name means several. */
  readonly meant: readonly string[];
}

/** Short ids are names too, but nobody looks for them. */
const shortId = /^[0-9a-f]{12}$/;

/**
 * Every name that anybody on this engine has, asked from one container as a program there does: what it gives, or
 * why nothing. Sorted, names that give something first.
 */
export function namesOf(
  topology: Topology,
  service: NameService,
  container: Container,
): readonly ResolvedName[] {
  const names = new Set<string>(['localhost', 'host.docker.internal']);
  for (const { name, compose, links, extraHosts } of topology.containers) {
    names.add(name.value);
    if (compose !== undefined) names.add(compose.service);
    if (name !== container.name) continue;
    for (const link of isKnown(links) ? links.value : []) names.add(link.split(':')[1] ?? link);
    for (const entry of isKnown(extraHosts) ? extraHosts.value : []) {
      names.add(entry.split(/[:=]/)[0] ?? entry);
    }
  }
  for (const { dnsNames, containerId } of topology.endpoints) {
    for (const name of isKnown(dnsNames) ? dnsNames.value : []) {
      if (!(shortId.test(name) && containerId?.startsWith(name) === true)) names.add(name);
    }
  }
  for (const { names: own } of topology.kernel?.files.get(container.id)?.hosts ?? []) {
    for (const name of own) names.add(name);
  }
  return [...names]
    .map((name) => ({ name, answer: service.answer(container, name, 'auto') }))
    .filter(({ name, answer }) => answer.result === 'ok' || name !== 'host.docker.internal')
    .map((one) => ({ ...one, ...holders(topology, one.answer) }))
    .sort(
      (a, b) =>
        Number(b.answer.result === 'ok') - Number(a.answer.result === 'ok') ||
        (a.name < b.name ? -1 : 1),
    );
}

function holders(
  { endpoints, networks }: Topology,
  { answers }: NameAnswer,
): Pick<ResolvedName, 'networks' | 'meant'> {
  const found = endpoints.filter(({ ipv4, ipv6 }) =>
    [ipv4, ipv6].some((one) => isKnown(one) && answers.includes(one.value.address)),
  );
  const names = found.flatMap(
    ({ networkId }) => networks.find(({ id }) => id === networkId)?.name.value ?? [],
  );
  return { networks: [...new Set(names)], meant: [...new Set(found.map(({ name }) => name))] };
}
