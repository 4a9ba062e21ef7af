import { groupBy, topologyIndex } from '../../model/topologyIndex';
import type { Topology } from '../../model/topology';
import { allSituations } from '../situations/findSituations';
import { listed } from '../situations/nameSituations';
import type { Situation, SituationCode, SituationTold } from '../situations/situation';
import type { Tracer } from '../trace/tracer';
import { noRefs, type Finding, type FindingSeverity } from './finding';

/** Where a name leads somebody else than it says; the rest is how networks work, and only good to know. */
const severities: Partial<Record<SituationCode, FindingSeverity>> = {
  'name-of-another': 'warning',
  'stale-address': 'warning',
  'hosts-file': 'warning',
};

/**
 * What is known to puzzle about names and addresses, once for everybody it holds for. That a name of another
 * project is asked outside is no finding: nobody meant it to be known here.
 */
export function situationFindings(
  topology: Topology,
  tracer: Tracer,
): readonly Finding<SituationCode>[] {
  const { containers } = topologyIndex(topology);
  const projectOf = (id: string | undefined) => containers.get(id ?? '')?.compose?.project;
  const expected = ({ code, from, containers: [meant] }: Situation) =>
    code === 'asked-outside' &&
    (projectOf(from) === undefined || projectOf(from) !== projectOf(meant));
  const telling = allSituations(topology, tracer).filter((one) => !expected(one));
  const groups = groupBy(telling, ({ code, name, containers: concerned, networks }) =>
    JSON.stringify([code, name, concerned, networks]),
  );
  return [...groups.values()].flatMap((alike) => {
    const [first, ...more] = alike;
    if (first === undefined) return [];
    let told: SituationTold | undefined;
    // Asked for as late as can be: of thousands a report in words tells a few.
    const tell = () => (told ??= first.tell());
    const asker = containers.get(first.from)?.name.value ?? first.from;
    const meant = first.name ?? containers.get(first.containers[0] ?? '')?.name.value;
    const others = more.flatMap(({ from }) => containers.get(from) ?? []);
    const too = others.length === 0 ? '' : ` The same holds for ${listed(others)}.`;
    return [
      {
        code: first.code,
        severity: severities[first.code] ?? 'information',
        get sentence() {
          return `${tell().happens}${too}`;
        },
        get nextStep() {
          const { why, advice } = tell();
          return `${why} ${advice}`;
        },
        refs: { ...noRefs, networks: first.networks },
        subject: meant === undefined ? asker : `${asker} → ${meant}`,
        containers: [...new Set([...alike.map(({ from }) => from), ...first.containers])],
      },
    ];
  });
}
