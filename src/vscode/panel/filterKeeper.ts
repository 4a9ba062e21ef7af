import { noFilter, type TopologyFilter } from '../../scene/filterTopology';
import { graphKey, type GraphRef } from '../store/sourceRef';
import type { KeptState } from './keptState';

const keyPrefix = 'vethscope.filter:';

/** Which part of each graph the user wants to see, for the workspace and over restarts. */
export class FilterKeeper {
  readonly #state: KeptState;

  constructor(state: KeptState) {
    this.#state = state;
  }

  recall(ref: GraphRef): TopologyFilter {
    return readFilter(this.#state.get(keyPrefix + graphKey(ref)));
  }

  remember(ref: GraphRef, filter: TopologyFilter): void {
    this.#state.keep(keyPrefix + graphKey(ref), filter);
  }
}

/** Another version may have written it: what does not fit is left out. */
function readFilter(kept: unknown): TopologyFilter {
  if (typeof kept !== 'object' || kept === null) return noFilter;
  const { projects, drivers, states, name, hideDefault, hideNone, hideUnused } = kept as Readonly<
    Record<string, unknown>
  >;
  return {
    projects: texts(projects),
    drivers: texts(drivers),
    states: texts(states),
    name: typeof name === 'string' ? name : '',
    hideDefault: hideDefault === true,
    hideNone: hideNone === true,
    hideUnused: hideUnused === true,
  };
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
