import type { Topology } from '../model/topology';

/** More than this nobody reads on one line. */
const most = 10;

/** What a container can be called here, for somebody who named one that is not there: services first of all. */
export function knownNames({ containers }: Topology): string {
  const names = [...new Set(containers.map(({ compose, name }) => compose?.service ?? name.value))];
  if (names.length === 0) return 'there are no containers';
  const left = names.length - most;
  const more = left > 0 ? ` and ${left} more` : '';
  return `name one of ${names.sort().slice(0, most).join(', ')}${more}`;
}
