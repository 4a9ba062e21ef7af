import type { Topology } from '../../model/topology';
import type { LayoutMemory } from '../../scene/layoutMemory';
import type { SceneDepth } from '../../scene/sceneOptions';
import { graphKey, sourceKey, type GraphRef, type SourceRef } from '../store/sourceRef';
import type { KeptState } from './keptState';

const keyPrefix = 'vethscope.layout:';
/** No engine key, project or address ends like this. */
const filteredSuffix = ' filtered';
const depthPrefix = 'vethscope.depth:';
const depths: readonly SceneDepth[] = ['networks', 'wiring', 'rules'];

/** Where things stood, per engine or compose project, over restarts of the editor. */
export class LayoutKeeper {
  readonly #state: KeptState;
  readonly #within: string;

  /** @param within which other picture these pictures are parts of: there they stand in their own way */
  constructor(state: KeptState, within = '') {
    this.#state = state;
    this.#within = within;
  }

  /**
   * @param filter of a picture that shows a part only: the last filter's layout is kept besides that of the
   * whole; of another filter only the hues that the whole has
   */
  recall(ref: SourceRef, topology: Topology, filter?: string): LayoutMemory | undefined {
    const key = this.#key(ref, topology);
    const kept = this.#state.get(key);
    const whole = isLayoutMemory(kept) ? kept : undefined;
    if (filter === undefined) return whole;
    const part = this.#state.get(`${key}${filteredSuffix}`);
    if (isRecord(part) && part['filter'] === filter && isLayoutMemory(part['memory'])) {
      return part['memory'];
    }
    return whole && { format: whole.format, lanes: {}, cards: {}, hues: huesOf(whole) };
  }

  /** Without a memory what was kept is forgotten. */
  remember(
    ref: SourceRef,
    topology: Topology,
    memory: LayoutMemory | undefined,
    filter?: string,
  ): void {
    const key = this.#key(ref, topology);
    if (filter === undefined) this.#state.keep(key, memory);
    else this.#state.keep(`${key}${filteredSuffix}`, memory && { filter, memory });
  }

  /** What the user chose last for this graph. */
  depth(ref: GraphRef): SceneDepth {
    const kept = this.#state.get(depthPrefix + graphKey(ref));
    return depths.find((depth) => depth === kept) ?? 'wiring';
  }

  rememberDepth(ref: GraphRef, depth: SceneDepth): void {
    this.#state.keep(depthPrefix + graphKey(ref), depth);
  }

  #key(ref: SourceRef, topology: Topology): string {
    const { kind, name } = placeOf(ref, topology);
    return `${keyPrefix}${this.#within}${kind}:${name}`;
  }
}

function placeOf(ref: SourceRef, { engine, origin }: Topology) {
  switch (ref.kind) {
    case 'engine':
      return { kind: 'engine', name: engine.key };
    case 'compose': {
      const project = origin.kind === 'compose' ? origin.project : '';
      return { kind: 'compose', name: `${project}@${sourceKey(ref)}` };
    }
    case 'snapshot':
      return { kind: 'snapshot', name: ref.uri };
  }
}

/** Another version may have written it. */
function isLayoutMemory(kept: unknown): kept is LayoutMemory {
  return (
    isRecord(kept) &&
    kept['format'] === 'vethscope-layout/1' &&
    isRecord(kept['lanes']) &&
    isRecord(kept['cards'])
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function huesOf({ lanes }: LayoutMemory): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(lanes).flatMap(([id, { hue }]) => (hue === undefined ? [] : [[id, hue]])),
  );
}
