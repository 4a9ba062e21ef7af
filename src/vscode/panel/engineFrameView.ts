import type { LayoutWish, SceneUpdate } from '../../protocol/messages';
import { displayText } from '../../scene/displayText';
import type { TopologyFilter } from '../../scene/filterTopology';
import type { FontMetrics } from '../../scene/fontMetrics';
import { framedId } from '../../scene/frameIds';
import type { EngineFrame } from '../../scene/frameScenes';
import type { SceneOptions } from '../../scene/sceneOptions';
import type { Topology } from '../../model/topology';
import type { Localiser } from '../localiser';
import type { KnownEngine } from '../store/engines';
import { engineHeading } from './engineHeading';
import { ShownPicture, type PictureMemory } from './shownPicture';

type Drawn = ReturnType<ShownPicture['draw']>;

interface LastDrawn {
  readonly topology: Topology;
  readonly asked: string;
  readonly metrics: FontMetrics;
  readonly drawn: Drawn;
}

/** One engine within a picture of several: drawn anew only when something of it changed. */
export class EngineFrameView {
  readonly name: string;
  readonly known: KnownEngine;
  readonly #picture: ShownPicture;
  readonly #l10n: Localiser;
  #last: LastDrawn | undefined;

  constructor(
    name: string,
    known: KnownEngine,
    layouts: PictureMemory,
    filter: () => TopologyFilter,
    l10n: Localiser,
  ) {
    this.#l10n = l10n;
    this.name = name;
    this.known = known;
    const kept = { recall: filter, remember: () => undefined };
    this.#picture = new ShownPicture(known.ref, layouts, kept);
  }

  /** What it is called, ready to be shown. */
  get title(): string {
    return displayText(engineHeading(this.known, this.#l10n).title);
  }

  /** The same with its address: no two engines share that. */
  get longTitle(): string {
    const { title, detail } = engineHeading(this.known, this.#l10n);
    return `${displayText(title)}, ${displayText(detail)}`;
  }

  get topology(): Topology | undefined {
    return this.known.source.view().topology;
  }

  get isLoading(): boolean {
    return this.known.source.view().status.kind === 'loading';
  }

  setFilter(filter: TopologyFilter): void {
    this.#picture.setFilter(filter);
    this.#last = undefined;
  }

  wish(wish: LayoutWish): boolean {
    const isDone = this.#picture.wish(wish);
    if (isDone) this.#last = undefined;
    return isDone;
  }

  /** Its heading, and its own picture once something of it was read. */
  draw(
    options: SceneOptions,
    metrics: FontMetrics,
  ): { readonly frame: EngineFrame; readonly filter?: SceneUpdate['filter'] } {
    const { topology } = this;
    const heading = { name: this.name, ...engineHeading(this.known, this.#l10n) };
    if (topology === undefined) return { frame: heading };
    const { scene, filter } = this.#drawn(topology, this.#own(options), metrics);
    return { frame: { ...heading, scene }, filter };
  }

  #drawn(topology: Topology, options: SceneOptions, metrics: FontMetrics): Drawn {
    const asked = JSON.stringify(options);
    const last = this.#last;
    if (last?.topology === topology && last.asked === asked && last.metrics === metrics) {
      return last.drawn;
    }
    const drawn = this.#picture.draw(topology, options, metrics);
    this.#last = { topology, asked, metrics, drawn };
    return drawn;
  }

  /** Networks that are looked at from near come with the ids of the whole picture. */
  #own(options: SceneOptions): SceneOptions {
    const prefix = framedId(this.name, '');
    const unfolded = (options.unfolded ?? []).flatMap((id) =>
      id.startsWith(prefix) ? [id.slice(prefix.length)] : [],
    );
    return { ...options, unfolded };
  }
}
