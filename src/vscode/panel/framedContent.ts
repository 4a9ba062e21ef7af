import {
  pictureId,
  type ElementMenu,
  type GraphStatus,
  type LayoutWish,
  type SceneUpdate,
} from '../../protocol/messages';
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
import { framedId, isFrameId, parseFramedId } from '../../scene/frameIds';
import { frameScenes } from '../../scene/frameScenes';
import { legendOf } from '../../scene/legendOf';
import type { SceneOptions } from '../../scene/sceneOptions';
import { searchTopology, type SearchAnswer } from '../../scene/searchTopology';
import type { TraceView } from '../../scene/traceView';
import type { Localiser } from '../localiser';
import type { Listening } from '../signal';
import type { Engines, KnownEngine } from '../store/engines';
import type { GraphSource } from '../store/graphSource';
import { framesRef, type SourceKey } from '../store/sourceRef';
import { elementMenu } from './elementMenu';
import { EngineFrames } from './engineFrames';
import { EngineFrameView } from './engineFrameView';
import type { FilterKeeper } from './filterKeeper';
import { frameCard, frameMenu, framesMenu } from './frameBox';
import type { FrameChoice } from './frameChoice';
import type { GraphContent, Located } from './graphContent';
import type { PictureMemory } from './shownPicture';

/** All engines that are not left out side by side, each in a frame of its own; what is asked goes to the engine it is about. */
export class FramedContent implements GraphContent {
  readonly ref = framesRef;
  readonly #engines: Engines;
  readonly #filters: FilterKeeper;
  readonly #l10n: Localiser;
  readonly #frames: EngineFrames;
  #filter: TopologyFilter;
  #rows: FrameRows | undefined;
  /** Which frames held what when the rows were made. */
  #arranged = '';
  /** Names of the frames that each wish changed something in. */
  #undo: (readonly string[])[] = [];
  #redo: (readonly string[])[] = [];

  constructor(
    engines: Engines,
    choice: FrameChoice,
    layouts: PictureMemory,
    filters: FilterKeeper,
    l10n: Localiser,
  ) {
    this.#l10n = l10n;
    this.#engines = engines;
    this.#filters = filters;
    this.#filter = filters.recall(framesRef);
    const make = (name: string, known: KnownEngine) =>
      new EngineFrameView(name, known, layouts, () => this.#filter, l10n);
    this.#frames = new EngineFrames(engines, choice, make);
  }

  get title(): string {
    return this.#l10n.t('Networks of All Engines');
  }

  readonly onDidChange = (listener: () => void): Listening =>
    this.#frames.onDidChange(() => listener());

  async refresh(): Promise<void> {
    await Promise.all(this.#frames.all.map(({ known }) => known.source.refresh()));
  }

  draw(options: SceneOptions, metrics: FontMetrics): Omit<SceneUpdate, 'version'> {
    const { all: views, leftOut } = this.#frames;
    if (views.length === 0) return { scene: undefined, status: this.#nothingChosen() };
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
        title: this.#count(frames.length, answering.length, leftOut),
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
    for (const view of this.#frames.all) view.setFilter(filter);
    this.#undo = [];
    this.#redo = [];
  }

  wish(wish: LayoutWish): boolean {
    const views = this.#frames.all;
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
    const found = this.#frames.find(id);
    return found && { source: found.view.known.source, id: found.id };
  }

  idsOf(source: SourceKey, ids: readonly string[]): readonly string[] | undefined {
    const view = this.#frames.of(source);
    return view && ids.map((id) => framedId(view.name, id));
  }

  focus(selection: readonly string[]): GraphSource {
    return this.#selected(selection)?.known.source ?? this.#engines.primary.source;
  }

  card(id: string): Card | undefined {
    const found = this.#frames.find(id);
    if (found === undefined) return undefined;
    if (isFrameId(id)) return frameCard(id, found.view, this.#l10n);
    const { topology } = found.view;
    const card = topology && cardFor(topology, found.id);
    return card && { ...card, id };
  }

  /** Of one engine at a time: the selected one, else the first that was read. */
  firewall(selection: readonly string[]): FirewallAnswer | undefined {
    const view =
      this.#selected(selection) ?? this.#frames.all.find(({ topology }) => topology !== undefined);
    return (
      view?.topology &&
      framedFirewall(view.name, this.#frames.label(view), firewallView(view.topology))
    );
  }

  search(text: string): SearchAnswer {
    return framedSearch(
      this.#frames.all.flatMap((view) => {
        const { name, topology } = view;
        if (topology === undefined) return [];
        const answer = searchTopology(topology, text);
        return [{ frame: name, engine: this.#frames.label(view), answer }];
      }),
    );
  }

  menu(id: string): ElementMenu {
    if (id === pictureId) return framesMenu(this.#l10n);
    const found = this.#frames.find(id);
    if (found === undefined) return { items: [] };
    if (isFrameId(id)) return frameMenu(found.view, this.#l10n);
    const { topology, known } = found.view;
    return topology === undefined
      ? { items: [] }
      : elementMenu(known.ref, topology, found.id, this.#l10n);
  }

  traced(source: SourceKey, trace: TraceView): TraceView {
    const view = this.#frames.of(source);
    return view === undefined ? trace : framedTrace(view.name, this.#frames.label(view), trace);
  }

  dispose(): void {
    this.#frames.dispose();
  }

  /** Each part a text of its own, as languages count each in their own way. */
  #count(engines: number, answering: number, leftOut: number): string {
    const l10n = this.#l10n;
    return [
      engines === 1 ? l10n.t('1 engine') : l10n.t('{0} engines', engines),
      answering === 0
        ? l10n.t('none answers')
        : answering === 1
          ? l10n.t('1 answers')
          : l10n.t('{0} answer', answering),
      ...(leftOut === 0 ? [] : [l10n.t('{0} left out', leftOut)]),
    ].join(', ');
  }

  #nothingChosen(): GraphStatus {
    return {
      kind: 'empty',
      message: this.#l10n.t('All engines are left out of this graph.'),
      actions: [{ label: this.#l10n.t('Choose Engines in Graph…'), action: 'chooseFrames' }],
    };
  }

  #selected([first]: readonly string[]): EngineFrameView | undefined {
    return first === undefined ? undefined : this.#frames.find(first)?.view;
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
