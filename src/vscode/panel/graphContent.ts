import type { ElementMenu, LayoutWish, SceneUpdate } from '../../protocol/messages';
import type { Card } from '../../scene/card';
import type { TopologyFilter } from '../../scene/filterTopology';
import type { FirewallAnswer } from '../../scene/firewallView';
import type { FontMetrics } from '../../scene/fontMetrics';
import type { SceneOptions } from '../../scene/sceneOptions';
import type { SearchAnswer } from '../../scene/searchTopology';
import type { TraceView } from '../../scene/traceView';
import type { Listening } from '../signal';
import type { GraphSource } from '../store/graphSource';
import type { GraphRef, SourceKey } from '../store/sourceRef';

/** An element of a graph, as the picture of its own source names it. */
export interface Located {
  readonly source: GraphSource;
  readonly id: string;
}

/** What a graph shows: one source, or several in frames. Scene ids are those of the graph's picture. */
export interface GraphContent {
  readonly ref: GraphRef;
  /** For the panel's tab. */
  readonly title: string;
  readonly onDidChange: (listener: () => void) => Listening;
  /** Reads again; never rejects. */
  refresh(): Promise<void>;
  draw(options: SceneOptions, metrics: FontMetrics): Omit<SceneUpdate, 'version'>;
  setFilter(filter: TopologyFilter): void;
  /** True when the next drawing differs. */
  wish(wish: LayoutWish): boolean;
  /** Whose an element is; `undefined` for what belongs to nothing that is shown (any more). */
  locate(id: string): Located | undefined;
  /** The graph's ids of a source's elements; `undefined` when it does not show the source. */
  idsOf(source: SourceKey, ids: readonly string[]): readonly string[] | undefined;
  /** What a command is about that names nothing: with several sources, that of what is selected. */
  focus(selection: readonly string[]): GraphSource;
  card(id: string): Card | undefined;
  firewall(selection: readonly string[]): FirewallAnswer | undefined;
  search(text: string): SearchAnswer;
  /** Of an element, or of the picture itself (`pictureId`). */
  menu(id: string): ElementMenu;
  /** A source's trace with the graph's ids. */
  traced(source: SourceKey, trace: TraceView): TraceView;
  /** Its graph is closed. */
  dispose?(): void;
}
