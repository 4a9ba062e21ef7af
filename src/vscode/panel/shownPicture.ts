import type { Topology } from '../../model/topology';
import type { FilterView, LayoutWish, SceneUpdate } from '../../protocol/messages';
import { buildScene, type BuiltScene } from '../../scene/buildScene';
import { filterChoices } from '../../scene/filterChoices';
import { filterTopology, isFiltering, type TopologyFilter } from '../../scene/filterTopology';
import type { FontMetrics } from '../../scene/fontMetrics';
import { legendOf } from '../../scene/legendOf';
import type { Scene } from '../../scene/scene';
import type { SceneOptions } from '../../scene/sceneOptions';
import type { SourceRef } from '../store/sourceRef';
import { LayoutEdits } from './layoutEdits';
import type { LayoutKeeper } from './layoutKeeper';

export type PictureMemory = Pick<LayoutKeeper, 'recall' | 'remember'>;

/** What of a source is wanted to be seen. */
export interface FilterMemory {
  recall(ref: SourceRef): TopologyFilter;
  remember(ref: SourceRef, filter: TopologyFilter): void;
}

/** The picture of one source: what is filtered, where things stand, and what was moved by hand. */
export class ShownPicture {
  readonly #ref: SourceRef;
  readonly #layouts: PictureMemory;
  readonly #filters: FilterMemory;
  readonly #edits = new LayoutEdits();
  #filter: TopologyFilter;
  /** What was drawn last, of which topology, and of which part of it. */
  #drawn: { whole: Topology; part: Topology; built: BuiltScene } | undefined;

  constructor(ref: SourceRef, layouts: PictureMemory, filters: FilterMemory) {
    this.#ref = ref;
    this.#layouts = layouts;
    this.#filters = filters;
    this.#filter = filters.recall(ref);
  }

  setFilter(filter: TopologyFilter): void {
    this.#filter = filter;
    this.#filters.remember(this.#ref, filter);
    this.#edits.forget();
  }

  draw(
    topology: Topology,
    options: SceneOptions,
    metrics: FontMetrics,
  ): Required<Pick<SceneUpdate, 'filter' | 'legend'>> & { readonly scene: Scene } {
    const filter = this.#filter;
    const { topology: part, hidden } = filterTopology(topology, filter);
    const memory = this.#layouts.recall(this.#ref, topology, this.#variant());
    const built = buildScene(part, options, metrics, memory);
    this.#drawn = { whole: topology, part, built };
    this.#layouts.remember(this.#ref, topology, built.memory, this.#variant());
    const view: FilterView = { filter, choices: filterChoices(topology), hidden };
    const legend = legendOf(built.scene);
    if (!isFiltering(filter)) return { scene: built.scene, filter: view, legend };
    const note = `hidden by a filter: containers ${hidden.containers}, networks ${hidden.networks}`;
    const scene = { ...built.scene, notes: [...built.scene.notes, note] };
    return { scene, filter: view, legend };
  }

  /** True when the next drawing differs. */
  wish(wish: LayoutWish): boolean {
    if (this.#drawn === undefined) return false;
    const { whole, part, built } = this.#drawn;
    const { scene, memory, grids } = built;
    const picture = { topology: part, elements: scene.elements, grids, memory };
    const changed = this.#edits.apply(wish, picture);
    if (changed === undefined) return false;
    this.#layouts.remember(this.#ref, whole, changed.memory, this.#variant());
    return true;
  }

  /** Pictures of other parts have layouts of their own. */
  #variant(): string | undefined {
    return isFiltering(this.#filter) ? JSON.stringify(this.#filter) : undefined;
  }
}
