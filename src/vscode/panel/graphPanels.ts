import * as vscode from 'vscode';
import type { ChosenFix, ElementAction, EmptyAction, TraceAction } from '../../protocol/messages';
import { Disposables } from '../disposables';
import { graphPanelType } from '../ids';
import type { KnownEngine } from '../store/engines';
import { graphKey, parseGraphKey, type GraphRef, type SourceKey } from '../store/sourceRef';
import type { Sources } from '../store/sources';
import { GraphPanel } from './graphPanel';
import { FilterKeeper } from './filterKeeper';
import { FrameChoice } from './frameChoice';
import { FramedContent } from './framedContent';
import type { GraphContent } from './graphContent';
import { KeptState } from './keptState';
import { LayoutKeeper } from './layoutKeeper';
import { SourceContent } from './sourceContent';

export interface ElementEvent {
  readonly panel: GraphPanel;
  readonly id: string;
  readonly action: ElementAction;
}

export interface ConnectEvent {
  readonly panel: GraphPanel;
  /** Scene ids. */
  readonly container: string;
  readonly network: string;
}

export interface TraceEvent {
  readonly panel: GraphPanel;
  readonly action: TraceAction;
  readonly fix: ChosenFix | undefined;
}

/** All graphs, one per source; brings them back after a restart of the editor. */
export class GraphPanels implements vscode.WebviewPanelSerializer {
  /** Which engines the graph of all of them shows. */
  readonly frameChoice: FrameChoice;
  readonly #context: vscode.ExtensionContext;
  readonly #sources: Sources;
  readonly #log: vscode.LogOutputChannel;
  readonly #layouts: LayoutKeeper;
  /** Of engines in frames: those of their own graphs are theirs. */
  readonly #framedLayouts: LayoutKeeper;
  readonly #filters: FilterKeeper;
  readonly #owned = new Disposables();
  readonly #panels = new Map<SourceKey, GraphPanel>();
  readonly #selected = this.#emitter<{ panel: GraphPanel; ids: readonly string[] }>();
  readonly #action = this.#emitter<ElementEvent>();
  readonly #emptyAction = this.#emitter<{ panel: GraphPanel; action: EmptyAction }>();
  readonly #traceAction = this.#emitter<TraceEvent>();
  readonly #connect = this.#emitter<ConnectEvent>();
  readonly #sent = this.#emitter<GraphPanel>();

  constructor(context: vscode.ExtensionContext, sources: Sources, log: vscode.LogOutputChannel) {
    this.#context = context;
    this.#sources = sources;
    this.#log = log;
    const state = new KeptState(context.workspaceState, (problem) => log.error(problem));
    this.#layouts = new LayoutKeeper(state);
    this.#framedLayouts = new LayoutKeeper(state, 'frames/');
    this.#filters = new FilterKeeper(state);
    this.frameChoice = this.#owned.add(new FrameChoice(state));
    this.#owned.add(vscode.window.registerWebviewPanelSerializer(graphPanelType, this));
    this.#owned.add(
      sources.engines.onDidRemove(({ key }) => {
        this.#panels.get(key)?.dispose();
        // When it is added again it is wanted.
        this.frameChoice.choose(new Map([[key, true]]));
      }),
    );
  }

  readonly onDidSelect = this.#selected.event;
  readonly onDidChooseAction = this.#action.event;
  readonly onDidChooseEmptyAction = this.#emptyAction.event;
  readonly onDidChooseTraceAction = this.#traceAction.event;
  readonly onDidWishConnect = this.#connect.event;
  readonly onDidSendScene = this.#sent.event;

  get all(): readonly GraphPanel[] {
    return [...this.#panels.values()];
  }

  find(key: SourceKey): GraphPanel | undefined {
    return this.#panels.get(key);
  }

  /**
   * Opens the source's graph beside the editor, or shows the one there is; the focus stays.
   * @param instead a graph whose place it takes
   */
  show(ref: GraphRef, instead?: GraphPanel): GraphPanel {
    const open = this.#panels.get(graphKey(ref));
    if (open !== undefined) {
      if (!open.panel.visible) open.panel.reveal(undefined, true);
      if (instead !== open) instead?.dispose();
      return open;
    }
    const content = this.#contentOf(ref);
    const panel = vscode.window.createWebviewPanel(
      graphPanelType,
      content.title,
      { viewColumn: instead?.panel.viewColumn ?? vscode.ViewColumn.Beside, preserveFocus: true },
      {},
    );
    const shown = this.#attach(content, panel);
    instead?.dispose();
    return shown;
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const key =
      typeof state === 'object' && state !== null && 'restoreKey' in state
        ? state.restoreKey
        : undefined;
    const ref = parseGraphKey(key);
    // A panel's state is foreign: it names no engine that the settings do not name.
    const isStranger = ref?.kind === 'engine' && this.#sources.find(graphKey(ref)) === undefined;
    if (ref === undefined || isStranger || this.#panels.has(graphKey(ref))) panel.dispose();
    else this.#attach(this.#contentOf(ref), panel);
    return Promise.resolve();
  }

  dispose(): void {
    for (const panel of this.all) panel.dispose();
    this.#owned.dispose();
  }

  #attach(content: GraphContent, webviewPanel: vscode.WebviewPanel): GraphPanel {
    const { ref } = content;
    const key = graphKey(ref);
    const panel = new GraphPanel(content, webviewPanel, {
      extensionUri: this.#context.extensionUri,
      layouts: this.#layouts,
      log: this.#log,
      elementsSelected: (from, ids) => this.#selected.fire({ panel: from, ids }),
      actionChosen: (from, id, action) => this.#action.fire({ panel: from, id, action }),
      emptyActionChosen: (from, action) => this.#emptyAction.fire({ panel: from, action }),
      traceActionChosen: (from, action, fix) =>
        this.#traceAction.fire({ panel: from, action, fix }),
      connectWished: (from, container, network) =>
        this.#connect.fire({ panel: from, container, network }),
      sceneSent: (from) => this.#sent.fire(from),
      sightChanged: (from) => this.#look(from),
    });
    this.#panels.set(key, panel);
    this.#look(panel);
    webviewPanel.onDidDispose(() => {
      this.#panels.delete(key);
      this.#sources.engines.look(panel);
      // Nobody looks at a compose file's plan without its graph; snapshots stay in the tree.
      if (ref.kind === 'compose') this.#sources.leaveCompose(key, 'graph');
    });
    return panel;
  }

  /** A compose project's graph shows what of it runs on the chosen engine. */
  #look(panel: GraphPanel): void {
    const { engines } = this.#sources;
    const { content, ref } = panel;
    const shows = ({ key }: KnownEngine) =>
      ref.kind === 'compose' ? key === engines.primary.key : content.idsOf(key, []) !== undefined;
    engines.look(panel, panel.panel.visible ? shows : undefined);
  }

  #contentOf(ref: GraphRef): GraphContent {
    return ref.kind === 'frames'
      ? new FramedContent(
          this.#sources.engines,
          this.frameChoice,
          this.#framedLayouts,
          this.#filters,
          vscode.l10n,
        )
      : new SourceContent(this.#sources.open(ref), this.#layouts, this.#filters);
  }

  #emitter<T>(): vscode.EventEmitter<T> {
    return this.#owned.add(new vscode.EventEmitter<T>());
  }
}
