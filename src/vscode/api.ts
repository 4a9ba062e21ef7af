import type * as vscode from 'vscode';
import type { ComposeProblem } from '../model/composeProject';
import type { Topology } from '../model/topology';
import type { SceneUpdate } from '../protocol/messages';
import type { TraceView } from '../scene/traceView';
import type { Drift } from '../topology/compareTopologies';
import type { GraphPanels } from './panel/graphPanels';
import type { EngineState } from './store/engineStore';
import type { SourceKey } from './store/sourceRef';
import type { Sources } from './store/sources';

/** What `activate()` gives to other extensions and to tests. It only tells, it changes nothing. */
export interface VethscopeApi {
  readonly version: 1;
  /** `idle` until somebody wanted to see the engine. */
  readonly engineState: EngineState['kind'];
  /** The last good reading of the engine that is chosen. */
  readonly engine: Topology | undefined;
  /** The chosen engine and the further ones. */
  readonly engines: readonly OpenEngine[];
  /** Every graph that is open. */
  readonly graphs: readonly OpenGraph[];
  /** A graph was sent a new picture. */
  readonly onDidSendScene: vscode.Event<unknown>;
}

export interface OpenEngine {
  /** `engine`, or `engine:<name>` of a further one. */
  readonly source: SourceKey;
  readonly state: EngineState['kind'];
  readonly topology: Topology | undefined;
  /** A view shows it now, so that it is asked whether it still answers when it says nothing. */
  readonly lookedAt: boolean;
}

export interface OpenGraph {
  /** `engine`, `engine:<name>`, `compose:<uri>`, `snapshot:<uri>`, or `frames` for all engines at once. */
  readonly source: SourceKey;
  /** Of all engines at once, that of the one that is selected. */
  readonly topology: Topology | undefined;
  readonly problems: readonly ComposeProblem[];
  /** Where a compose project and what runs of it differ, while they are compared. */
  readonly drift: Drift | undefined;
  /** What the page was sent last; absent until it is ready. */
  readonly sent: SceneUpdate | undefined;
  readonly selection: readonly string[];
  /** The trace that stands beside the drawing. */
  readonly trace: TraceView | undefined;
}

export function makeApi(sources: Sources, panels: GraphPanels): VethscopeApi {
  const { engines } = sources;
  const { store } = engines.primary;
  return {
    version: 1,
    get engineState() {
      return store.state.kind;
    },
    get engine() {
      return store.reading?.topology;
    },
    get engines() {
      return engines.all.map(({ key, store: { state, reading, isLookedAt } }) => ({
        source: key,
        state: state.kind,
        topology: reading?.topology,
        lookedAt: isLookedAt,
      }));
    },
    get graphs() {
      return panels.all.map(({ key, source, sent, selection, trace }) => ({
        source: key,
        topology: source.view().topology,
        drift: source.view().drift,
        problems: sources.composeFiles.find(({ ref }) => ref === source.ref)?.problems ?? [],
        sent,
        selection,
        trace,
      }));
    },
    onDidSendScene: panels.onDidSendScene,
  };
}
