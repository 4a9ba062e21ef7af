import type { Topology } from '../model/topology';
import type { FontMetrics } from './fontMetrics';
import type { LayoutMemory } from './layoutMemory';
import type { Scene } from './scene';
import type { SceneOptions } from './sceneOptions';

export interface BuiltScene {
  readonly scene: Scene;
  /** Where things stand now, for the next call. */
  readonly memory: LayoutMemory;
}

/** Topology → Scene. Pure: the same topology, options, metrics and memory give the same picture. */
export function buildScene(
  topology: Topology,
  _options: SceneOptions,
  _metrics: FontMetrics,
  memory?: LayoutMemory,
): BuiltScene {
  return {
    scene: {
      format: 'vethscope-scene/1',
      title: '',
      origin: topology.origin.kind,
      width: 0,
      height: 0,
      elements: [],
      edges: [],
      notes: [],
    },
    memory: memory ?? { format: 'vethscope-layout/1', lanes: {}, cards: {} },
  };
}
