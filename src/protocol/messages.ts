import type { Card } from '../scene/card';
import type { FirewallAnswer } from '../scene/firewallView';
import type { FontMetrics } from '../scene/fontMetrics';
import type { LegendEntry } from '../scene/legendOf';
import type { BoxMove } from '../scene/moveInLayout';
import type { Scene } from '../scene/scene';
import type { SearchAnswer } from '../scene/searchTopology';
import type { SceneDepth } from '../scene/sceneOptions';
import type { TraceView } from '../scene/traceView';
import type { FilterChoices } from '../scene/filterChoices';
import type { FilteredTopology, TopologyFilter } from '../scene/filterTopology';
import type { WebviewStrings } from './strings';

/**
 * Every message between extension and webview. A request is a constant that carries the type of its
 * parameters and of its answer; it always gets an answer or an error (see rpc.ts). The webview is
 * foreign input: what arrives from it passes guards.ts.
 */
export interface RequestType<P, R> {
  readonly method: string;
  /** Types only, never set. */
  readonly types?: { readonly params: P; readonly result: R };
}

export interface NotificationType<P> {
  readonly method: string;
  readonly types?: { readonly params: P };
}

/** What the panel shows besides the scene. */
export type GraphStatus =
  | { readonly kind: 'fresh' }
  | { readonly kind: 'loading' }
  /** The last good scene stands, greyed, because of this; `age` in words, e.g. "2 min". */
  | { readonly kind: 'stale'; readonly message: string; readonly age?: string }
  /** There is nothing to draw, and why; actions are names from `WebviewAction`. */
  | {
      readonly kind: 'empty';
      readonly message: string;
      readonly actions: readonly { readonly label: string; readonly action: EmptyAction }[];
    };

/** `refresh`, `chooseProject`, `chooseFrames` and `exportGraph` are also what the toolbar's buttons send. */
export type EmptyAction =
  | 'refresh'
  | 'openSnapshot'
  | 'showEngineHelp'
  | 'openComposeFile'
  | 'chooseProject'
  | 'chooseEngine'
  | 'chooseFrames'
  | 'exportGraph';

/** Stands for the picture itself in menus: no element of any scene has this id. */
export const pictureId = 'picture:all';

/** Actions on one element or on the picture; the extension decides which are offered, and asks before it writes. */
export type ElementAction =
  | 'connect'
  | 'disconnect'
  | 'createNetwork'
  | 'removeNetwork'
  | 'pruneNetworks'
  | 'inspect'
  | 'inspectPage'
  | 'copyCommand'
  | 'openTerminal'
  | 'revealInTree'
  | 'openSource'
  | 'copyAddress'
  | 'copyName'
  | 'traceFrom'
  | 'traceTo'
  | 'showNames'
  | 'showMatrix'
  | 'showFirewall'
  | 'saveSnapshot'
  | 'closeSnapshot'
  | 'removeEngine'
  | 'readHost'
  | 'showAlone'
  | 'refresh'
  | 'leaveOut'
  | 'chooseFrames'
  | 'chooseEngine';

/** What is done with a trace that is shown; fixes by their place. */
export type TraceAction = 'close' | 'reverse' | 'verify' | 'save' | 'fix';

export interface SceneUpdate {
  /** Grows by one with every scene sent to this webview. */
  readonly version: number;
  readonly scene: Scene | undefined;
  readonly status: GraphStatus;
  /** Absent while there is nothing to filter. */
  readonly filter?: FilterView;
  /** What the scene's shapes and lines mean. */
  readonly legend?: readonly LegendEntry[];
}

/** What the picture leaves out on the user's wish, and what can be wished. */
export interface FilterView {
  readonly filter: TopologyFilter;
  readonly choices: FilterChoices;
  readonly hidden: FilteredTopology['hidden'];
}

export interface ElementMenu {
  readonly items: readonly { readonly action: ElementAction; readonly label: string }[];
}

// extension → webview
export const sceneChanged: NotificationType<SceneUpdate> = { method: 'sceneChanged' };
/** Selects elements by scene id; the webview scrolls the first one into view without taking the focus. */
export const selectionChanged: NotificationType<{
  readonly ids: readonly string[];
  readonly reveal: boolean;
}> = {
  method: 'selectionChanged',
};

/** The user asked for the firewall rules elsewhere: the webview opens their panel. */
export const firewallShown: NotificationType<Record<string, never>> = { method: 'firewallShown' };

/** The trace to show beside the drawing; `undefined` ends it. */
export const traceChanged: NotificationType<{ readonly trace?: TraceView }> = {
  method: 'traceChanged',
};

// webview → extension
/**
 * The first message. `restoreKey` is kept in the webview's state as `restoreKey`, so that a panel
 * serializer finds there what the panel showed; the webview itself does nothing with it.
 */
export const ready: RequestType<
  {
    readonly metrics: FontMetrics;
    /** Width by height of the page: what the first layout is made for. */
    readonly aspect: number;
  },
  { readonly strings: WebviewStrings; readonly restoreKey?: string }
> = {
  method: 'ready',
};
export const metricsChanged: NotificationType<{ readonly metrics: FontMetrics }> = {
  method: 'metricsChanged',
};
export const elementSelected: NotificationType<{ readonly ids: readonly string[] }> = {
  method: 'elementSelected',
};
export const cardRequested: RequestType<{ readonly id: string }, Card | undefined> = {
  method: 'cardRequested',
};
/** Absent while there is no topology. */
export const firewallRequested: RequestType<Record<string, never>, FirewallAnswer | undefined> = {
  method: 'firewallRequested',
};
/** Finds what holds the text in the whole topology, drawn or not. */
export const searchRequested: RequestType<{ readonly text: string }, SearchAnswer> = {
  method: 'searchRequested',
};
export const menuRequested: RequestType<{ readonly id: string }, ElementMenu> = {
  method: 'menuRequested',
};
export const actionChosen: NotificationType<{
  readonly id: string;
  readonly action: ElementAction;
}> = {
  method: 'actionChosen',
};
/** A fix by its place among those of the trace, and by what it says there: since, it may be another trace. */
export interface ChosenFix {
  readonly place: number;
  readonly text: string;
}
export const traceActionChosen: NotificationType<{
  readonly action: TraceAction;
  readonly fix?: ChosenFix;
}> = {
  method: 'traceActionChosen',
};
export const emptyActionChosen: NotificationType<{ readonly action: EmptyAction }> = {
  method: 'emptyActionChosen',
};
/** The user asked to see another part. Answered after the scene with it is sent; kept for the workspace. */
export const filterChanged: RequestType<
  { readonly filter: TopologyFilter },
  Record<string, never>
> = {
  method: 'filterChanged',
};
/** The scene with this depth is asked for; the extension remembers it. */
export const depthChosen: NotificationType<{ readonly depth: SceneDepth }> = {
  method: 'depthChosen',
};
/** Scene ids of the networks that are looked at from near, those in the middle first: none from afar. */
export const lookedAt: NotificationType<{ readonly networks: readonly string[] }> = {
  method: 'lookedAt',
};
/** A wish about where boxes stand; the next scene follows when something is done. */
export type LayoutWish =
  BoxMove | { readonly kind: 'undo' } | { readonly kind: 'redo' } | { readonly kind: 'reset' };

export const layoutWished: RequestType<LayoutWish, { readonly done: boolean }> = {
  method: 'layoutWished',
};
/** A container was dropped on a network it is not on; both by scene id. The extension asks before it connects. */
export const connectWished: NotificationType<{
  readonly container: string;
  readonly network: string;
}> = {
  method: 'connectWished',
};
/** Errors the webview could not handle, for the log. */
export const webviewFailed: NotificationType<{ readonly message: string }> = {
  method: 'webviewFailed',
};
