import type { Topology } from '../model/topology';

/** One value a filter can ask for, and how many have it. */
export interface FilterChoice {
  readonly value: string;
  readonly count: number;
}

/** What can be asked for in a topology: what it has, sorted. */
export interface FilterChoices {
  /** Containers by compose project; the empty name is for those of none. */
  readonly projects: readonly FilterChoice[];
  /** Networks by driver. */
  readonly drivers: readonly FilterChoice[];
  /** Containers by state. */
  readonly states: readonly FilterChoice[];
}

export function filterChoices({ containers, networks }: Topology): FilterChoices {
  return {
    projects: counted(containers.map(({ compose }) => compose?.project ?? '')),
    drivers: counted(networks.map(({ driver }) => driver.value)),
    states: counted(containers.map(({ state }) => state.value)),
  };
}

function counted(values: readonly string[]): readonly FilterChoice[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([value, count]) => ({ value, count }));
}
