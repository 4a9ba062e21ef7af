import type { ElementMenu, LayoutWish, SceneUpdate } from '../../protocol/messages';
import { frameAspect, type FrameRows } from '../../scene/arrangeFrames';
import type { Card } from '../../scene/card';
import { cardFor } from '../../scene/cardFor';
import type { TopologyFilter } from '../../scene/filterTopology';
import { firewallView, type FirewallAnswer } from '../../scene/firewallView';
import type { FontMetrics } from '../../scene/fontMetrics';
import {
  framedFirewall,
  framedSearch,
  framedTrace,
  mergedChoices,
} from '../../scene/framedAnswers';
import { framedId, frameNames, isFrameId, parseFramedId } from '../../scene/frameIds';
import { frameScenes } from '../../scene/frameScenes';
import { legendOf } from '../../scene/legendOf';
import type { SceneOptions } from '../../scene/sceneOptions';
import { searchTopology, type SearchAnswer } from '../../scene/searchTopology';
import type { TraceView } from '../../scene/traceView';
import type { Localiser } from '../localiser';
import type { Listening } from '../signal';
import type { Engines } from '../store/engines';
import type { GraphSource } from '../store/graphSource';
import { framesRef, type SourceKey } from '../store/sourceRef';
import { elementMenu } from './elementMenu';
import { EngineFrameView } from './engineFrameView';
import type { FilterKeeper } from './filterKeeper';
import { frameCard, frameMenu } from './frameBox';
import type { GraphContent, Located } from './graphContent';
import type { PictureMemory } from './shownPicture';

/** All engines side by side, each in a frame of its own; what is asked goes to the engine it is about. */
export class FramedContent implements GraphContent {
  readonly ref = framesRef;
  readonly #engines: Engines;
  readonly #layouts: PictureMemory;
  readonly #filters: FilterKeeper;
  readonly #l10n: Localiser;
  #filter: TopologyFilter;
  #views: readonly EngineFrameView[] = [];
  #rows: FrameRows | undefined;
  /** Which frames held what when the rows were made. */
  #arranged = '';
  /** Names of the frames that each wish changed something in. */
  #undo: (readonly string[])[] = [];
  #redo: (readonly string[])[] = [];

  constructor(engines: Engines, layouts: PictureMemory, filters: FilterKeeper, l10n: Localiser) {
    this.#l10n = l10n;
    this.#engines = engines;
    this.#layouts = layouts;
    this.#filters = filters;
    this.#filter = filters.recall(framesRef);
  }

  get title(): string {
    return this.#l10n.t('Networks of All Engines');
  }

  readonly onDidChange = (listener: () => void): Listening =>
    this.#engines.onDidChange(() => listener());

  async refresh(): Promise<void> {
    await Promise.all(this.#frames().map(({ known }) => known.source.refresh()));
  }

  draw(options: SceneOptions, metrics: FontMetrics): Omit<SceneUpdate, 'version'> {
    const views = this.#frames();
    // Looking at them all is what starts them.
    const loading = views.map(({ isLoading }) => isLoading);
    if (!loading.includes(false)) return { scene: undefined, status: { kind: 'loading' } };
    const own = { ...options, aspect: frameAspect(options.aspect, views.length) };
    const drawn = views.map((view) => view.draw(own, metrics));
    const held = JSON.stringify(
      drawn.map(({ frame: { name, scene } }) => [name, scene !== undefined]),
    );
    if (held !== this.#arranged) this.#rows = undefined;
    const frames = drawn.map(({ frame }) => frame);
    const answering = frames.filter(({ scene, problem }) => scene && problem === undefined);
    const { scene, rows } = frameScenes(
      frames,
      {
        title: this.#l10n.t('{0} engines, {1} answer', frames.length, answering.length),
        origin: 'engine',
        aspect: options.aspect,
        ...(options.depth === undefined ? {} : { depth: options.depth }),
        ...(this.#rows === undefined ? {} : { rows: this.#rows }),
      },
      metrics,
    );
    this.#rows = rows;
    this.#arranged = held;
    const filters = drawn.flatMap(({ filter }) => filter ?? []);
    const hidden = (what: 'containers' | 'networks') =>
      filters.reduce((sum, one) => sum + one.hidden[what], 0);
    return {
      scene,
      status: { kind: 'fresh' },
      legend: legendOf(scene),
      ...(filters.length === 0
        ? {}
        : {
            filter: {
              filter: this.#filter,
              choices: mergedChoices(filters.map(({ choices }) => choices)),
              hidden: { containers: hidden('containers'), networks: hidden('networks') },
            },
          }),
    };
  }

  setFilter(filter: TopologyFilter): void {
    this.#filter = filter;
    this.#filters.remember(framesRef, filter);
    for (const view of this.#frames()) view.setFilter(filter);
    this.#undo = [];
    this.#redo = [];
  }

  wish(wish: LayoutWish): boolean {
    const views = this.#frames();
    const among = (names: readonly string[]) => views.filter(({ name }) => names.includes(name));
    switch (wish.kind) {
      case 'by':
      case 'step': {
        const moved = views.filter((view) => {
          const ids = wish.ids.flatMap((id) => idWithin(view, id));
          return ids.length > 0 && view.wish({ ...wish, ids });
        });
        return this.#did(moved);
      }
      case 'reset':
        return this.#did(views.filter((view) => view.wish(wish)));
      case 'undo':
        return swap(this.#undo, this.#redo, (names) =>
          among(names).forEach((view) => view.wish(wish)),
        );
      case 'redo':
        return swap(this.#redo, this.#undo, (names) =>
          among(names).forEach((view) => view.wish(wish)),
        );
    }
  }

  locate(id: string): Located | undefined {
    const found = this.#find(id);
    return found && { source: found.view.known.source, id: found.id };
  }

  idsOf(source: SourceKey, ids: readonly string[]): readonly string[] | undefined {
    const view = this.#of(source);
    return view && ids.map((id) => framedId(view.name, id));
  }

  focus(selection: readonly string[]): GraphSource {
    return this.#selected(selection)?.known.source ?? this.#engines.primary.source;
  }

  card(id: string): Card | undefined {
    const found = this.#find(id);
    if (found === undefined) return undefined;
    if (isFrameId(id)) return frameCard(id, found.view, this.#l10n);
    const { topology } = found.view;
    const card = topology && cardFor(topology, found.id);
    return card && { ...card, id };
  }

  /** Of one engine at a time: the selected one, else the first that was read. */
  firewall(selection: readonly string[]): FirewallAnswer | undefined {
    const view =
      this.#selected(selection) ?? this.#frames().find(({ topology }) => topology !== undefined);
    return (
      view?.topology && framedFirewall(view.name, this.#label(view), firewallView(view.topology))
    );
  }

  search(text: string): SearchAnswer {
    return framedSearch(
      this.#frames().flatMap((view) => {
        const { name, topology } = view;
        if (topology === undefined) return [];
        const answer = searchTopology(topology, text);
        return [{ frame: name, engine: this.#label(view), answer }];
      }),
    );
  }

  menu(id: string): ElementMenu {
    const found = this.#find(id);
    if (found === undefined) return { items: [] };
    if (isFrameId(id)) return frameMenu(found.view, this.#l10n);
    const { topology, known } = found.view;
    return topology === undefined
      ? { items: [] }
      : elementMenu(known.ref, topology, found.id, this.#l10n);
  }

  traced(source: SourceKey, trace: TraceView): TraceView {
    const view = this.#of(source);
    return view === undefined ? trace : framedTrace(view.name, this.#label(view), trace);
  }

  /** A frame for each engine that is worth one; those that stay keep what they know. */
  #frames(): readonly EngineFrameView[] {
    const { shown } = this.#engines;
    const names = frameNames(shown.map(({ key }) => key));
    this.#views = shown.map((known, index) => {
      const name = names[index] ?? known.key;
      return (
        this.#views.find((view) => view.known === known && view.name === name) ??
        new EngineFrameView(name, known, this.#layouts, () => this.#filter, this.#l10n)
      );
    });
    return this.#views;
  }

  /** What an engine is called beside the others. */
  #label(view: EngineFrameView): string {
    const isSame = ({ title }: EngineFrameView) => title === view.title;
    return this.#views.filter(isSame).length > 1 ? view.longTitle : view.title;
  }

  #find(id: string): { readonly view: EngineFrameView; readonly id: string } | undefined {
    const parsed = parseFramedId(id);
    const view = parsed && this.#frames().find(({ name }) => name === parsed.frame);
    return view && { view, id: parsed.id };
  }

  #of(source: SourceKey): EngineFrameView | undefined {
    return this.#frames().find(({ known }) => known.key === source);
  }

  #selected([first]: readonly string[]): EngineFrameView | undefined {
    return first === undefined ? undefined : this.#find(first)?.view;
  }

  #did(views: readonly EngineFrameView[]): boolean {
    if (views.length === 0) return false;
    this.#undo.push(views.map(({ name }) => name));
    this.#redo = [];
    return true;
  }
}

function idWithin({ name }: EngineFrameView, id: string): readonly string[] {
  const parsed = parseFramedId(id);
  return parsed?.frame === name && !isFrameId(id) ? [parsed.id] : [];
}

function swap(
  from: (readonly string[])[],
  to: (readonly string[])[],
  act: (names: readonly string[]) => void,
): boolean {
  const names = from.pop();
  if (names === undefined) return false;
  act(names);
  to.push(names);
  return true;
}
