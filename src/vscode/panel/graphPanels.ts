import * as vscode from 'vscode';
import type { ElementAction, EmptyAction, TraceAction } from '../../protocol/messages';
import { Disposables } from '../disposables';
import { graphPanelType } from '../ids';
import { parseSourceKey, sourceKey, type SourceKey, type SourceRef } from '../store/sourceRef';
import type { Sources } from '../store/sources';
import { GraphPanel } from './graphPanel';
import { FilterKeeper } from './filterKeeper';
import { LayoutKeeper } from './layoutKeeper';

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
  readonly fix: number | undefined;
}

/** All graphs, one per source; brings them back after a restart of the editor. */
export class GraphPanels implements vscode.WebviewPanelSerializer {
  readonly #context: vscode.ExtensionContext;
  readonly #sources: Sources;
  readonly #log: vscode.LogOutputChannel;
  readonly #layouts: LayoutKeeper;
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
    this.#layouts = new LayoutKeeper(context.workspaceState);
    this.#filters = new FilterKeeper(context.workspaceState);
    this.#owned.add(vscode.window.registerWebviewPanelSerializer(graphPanelType, this));
    this.#owned.add(sources.engines.onDidRemove(({ key }) => this.#panels.get(key)?.dispose()));
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
  show(ref: SourceRef, instead?: GraphPanel): GraphPanel {
    const open = this.#panels.get(sourceKey(ref));
    if (open !== undefined) {
      if (!open.panel.visible) open.panel.reveal(undefined, true);
      if (instead !== open) instead?.dispose();
      return open;
    }
    const panel = vscode.window.createWebviewPanel(
      graphPanelType,
      this.#sources.open(ref).title,
      { viewColumn: instead?.panel.viewColumn ?? vscode.ViewColumn.Beside, preserveFocus: true },
      {},
    );
    const shown = this.#attach(ref, panel);
    instead?.dispose();
    return shown;
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const key =
      typeof state === 'object' && state !== null && 'restoreKey' in state
        ? state.restoreKey
        : undefined;
    const ref = parseSourceKey(key);
    // A panel's state is foreign: it names no engine that the settings do not name.
    const isStranger = ref?.kind === 'engine' && this.#sources.find(sourceKey(ref)) === undefined;
    if (ref === undefined || isStranger || this.#panels.has(sourceKey(ref))) panel.dispose();
    else this.#attach(ref, panel);
    return Promise.resolve();
  }

  dispose(): void {
    for (const panel of this.all) panel.dispose();
    this.#owned.dispose();
  }

  #attach(ref: SourceRef, webviewPanel: vscode.WebviewPanel): GraphPanel {
    const key = sourceKey(ref);
    const panel = new GraphPanel(this.#sources.open(ref), webviewPanel, {
      extensionUri: this.#context.extensionUri,
      layouts: this.#layouts,
      filters: this.#filters,
      log: this.#log,
      elementsSelected: (from, ids) => this.#selected.fire({ panel: from, ids }),
      actionChosen: (from, id, action) => this.#action.fire({ panel: from, id, action }),
      emptyActionChosen: (from, action) => this.#emptyAction.fire({ panel: from, action }),
      traceActionChosen: (from, action, fix) =>
        this.#traceAction.fire({ panel: from, action, fix }),
      connectWished: (from, container, network) =>
        this.#connect.fire({ panel: from, container, network }),
      sceneSent: (from) => this.#sent.fire(from),
    });
    this.#panels.set(key, panel);
    webviewPanel.onDidDispose(() => {
      this.#panels.delete(key);
      // Nobody looks at a compose file's plan without its graph; snapshots stay in the tree.
      if (ref.kind === 'compose') this.#sources.leaveCompose(key, 'graph');
    });
    return panel;
  }

  #emitter<T>(): vscode.EventEmitter<T> {
    return this.#owned.add(new vscode.EventEmitter<T>());
  }
}
