import * as vscode from 'vscode';
import { parseFromWebview } from '../../protocol/guards';
import {
  actionChosen,
  cardRequested,
  depthChosen,
  connectWished,
  elementSelected,
  emptyActionChosen,
  filterChanged,
  firewallRequested,
  firewallShown,
  lookedAt,
  layoutWished,
  menuRequested,
  metricsChanged,
  ready,
  sceneChanged,
  searchRequested,
  selectionChanged,
  traceActionChosen,
  traceChanged,
  webviewFailed,
  type ChosenFix,
  type ElementAction,
  type EmptyAction,
  type LayoutWish,
  type RequestType,
  type SceneUpdate,
  type TraceAction,
} from '../../protocol/messages';
import { Rpc } from '../../protocol/rpc';
import type { FontMetrics } from '../../scene/fontMetrics';
import type { TraceView } from '../../scene/traceView';
import { defaultSceneOptions, type SceneOptions } from '../../scene/sceneOptions';
import { Disposables } from '../disposables';
import type { GraphSource } from '../store/graphSource';
import {
  graphKey,
  sourceKey,
  type GraphRef,
  type SourceKey,
  type SourceRef,
} from '../store/sourceRef';
import { permittedMenu } from './actionCommands';
import type { GraphContent } from './graphContent';
import type { LayoutKeeper } from './layoutKeeper';
import { panelHtml, panelRoots } from './panelHtml';
import { webviewStrings } from './webviewStrings';

export interface GraphPanelHost {
  readonly extensionUri: vscode.Uri;
  readonly layouts: LayoutKeeper;
  readonly log: vscode.LogOutputChannel;
  elementsSelected(panel: GraphPanel, ids: readonly string[]): void;
  actionChosen(panel: GraphPanel, id: string, action: ElementAction): void;
  emptyActionChosen(panel: GraphPanel, action: EmptyAction): void;
  traceActionChosen(panel: GraphPanel, action: TraceAction, fix: ChosenFix | undefined): void;
  connectWished(panel: GraphPanel, container: string, network: string): void;
  sceneSent(panel: GraphPanel): void;
  /** It came into sight, went out of it, or shows something else. */
  sightChanged(panel: GraphPanel): void;
}

/** One graph: a webview panel that shows one source, or several in frames. The page may come and go; this object stays. */
export class GraphPanel {
  readonly content: GraphContent;
  readonly panel: vscode.WebviewPanel;
  readonly #host: GraphPanelHost;
  readonly #owned = new Disposables();
  readonly #rpc: Rpc;
  #metrics: FontMetrics | undefined;
  #options: SceneOptions = defaultSceneOptions;
  #sent: SceneUpdate | undefined;
  #selection: readonly string[] = [];
  /** Selected while there was no page to tell. */
  #untold: { readonly reveal: boolean } | undefined;
  #trace: TraceView | undefined;
  /** Asked for while there was no page to tell. */
  #opensFirewall = false;

  constructor(content: GraphContent, panel: vscode.WebviewPanel, host: GraphPanelHost) {
    this.content = content;
    this.panel = panel;
    this.#host = host;
    this.#rpc = new Rpc(
      (message) => void panel.webview.postMessage(message),
      (message) => host.log.warn(`graph: ${message}`),
      parseFromWebview,
    );
    this.#owned.add(this.#rpc);
    this.#owned.add(panel.webview.onDidReceiveMessage((message) => this.#rpc.receive(message)));
    this.#owned.add(
      content.onDidChange(() => {
        this.#send();
        host.sightChanged(this);
      }),
    );
    this.#owned.add(panel.onDidChangeViewState(() => host.sightChanged(this)));
    this.#owned.add(panel.onDidDispose(() => this.#owned.dispose()));
    this.#owned.add({ dispose: () => content.dispose?.() });
    this.#answer();
    panel.title = content.title;
    panel.iconPath = vscode.Uri.joinPath(host.extensionUri, 'media', 'icon.png');
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: panelRoots(host.extensionUri),
    };
    panel.webview.html = panelHtml(panel.webview, host.extensionUri);
  }

  get ref(): GraphRef {
    return this.content.ref;
  }

  get key(): SourceKey {
    return graphKey(this.ref);
  }

  /** What a command is about that names nothing; of several sources, that of what is selected. */
  get source(): GraphSource {
    return this.content.focus(this.#selection);
  }

  /** What was sent last; absent until the page is ready. */
  get sent(): SceneUpdate | undefined {
    return this.#sent;
  }

  /** Asks the page; the answer is foreign input. */
  ask<P, R>(type: RequestType<P, R>, parameters: P): Promise<unknown> {
    return this.#rpc.request(type, parameters);
  }

  /** What the scene was laid out with; absent until the page is ready. */
  get metrics(): FontMetrics | undefined {
    return this.#metrics;
  }

  get selection(): readonly string[] {
    return this.#selection;
  }

  /** The trace it shows. */
  get trace(): TraceView | undefined {
    return this.#trace;
  }

  /** Selects elements without taking the focus. A page that is not there yet is told when it is. */
  select(ids: readonly string[], reveal: boolean): void {
    this.#setSelection(ids);
    this.#untold = undefined;
    if (this.#hasPage()) this.#rpc.notify(selectionChanged, { ids, reveal });
    else this.#untold = { reveal };
  }

  /** Opens the firewall rules beside the drawing. A page that is not there yet opens them when it is. */
  showFirewall(): void {
    this.#opensFirewall = !this.#hasPage();
    if (this.#hasPage()) this.#rpc.notify(firewallShown, {});
  }

  /** Shows a source's trace beside the drawing; a page that comes later is told. */
  showTrace(ref: SourceRef, trace: TraceView): void {
    this.#trace = this.content.traced(sourceKey(ref), trace);
    this.#tellTrace();
  }

  endTrace(): void {
    this.#trace = undefined;
    this.#tellTrace();
  }

  /** Moves boxes, or takes moves back; true when something changed, and then it is drawn. */
  wishLayout(wish: LayoutWish): boolean {
    const isDone = this.content.wish(wish);
    if (isDone) this.#send();
    return isDone;
  }

  dispose(): void {
    this.panel.dispose();
  }

  /** What is beside the drawing may be about the source that is selected, so the page asks for it anew. */
  #setSelection(ids: readonly string[]): void {
    const before = this.source;
    this.#selection = ids;
    if (this.source !== before) this.#send();
  }

  #answer(): void {
    const { content, ref } = this;
    const host = this.#host;
    this.#rpc.handle(ready, ({ metrics, aspect }) => {
      this.#metrics = metrics;
      const depth = host.layouts.depth(ref);
      this.#options = { ...defaultSceneOptions, aspect, depth, shedsDetail: true };
      // The page draws what comes after its answer.
      setImmediate(() => {
        this.#send();
        if (this.#untold !== undefined) this.select(this.#selection, this.#untold.reveal);
        if (this.#opensFirewall) this.showFirewall();
        if (this.#trace !== undefined) this.#tellTrace();
      });
      return { strings: webviewStrings(), restoreKey: this.key };
    });
    this.#rpc.on(metricsChanged, ({ metrics }) => {
      this.#metrics = metrics;
      this.#send();
    });
    this.#rpc.on(depthChosen, ({ depth }) => {
      host.layouts.rememberDepth(ref, depth);
      this.#options = { ...this.#options, depth };
      this.#send();
    });
    this.#rpc.on(lookedAt, ({ networks }) => {
      this.#options = { ...this.#options, unfolded: networks };
      if (this.#sent?.scene?.sheds === true) this.#send();
    });
    this.#rpc.handle(cardRequested, ({ id }) => content.card(id));
    this.#rpc.handle(firewallRequested, () => content.firewall(this.#selection));
    this.#rpc.handle(searchRequested, ({ text }) => content.search(text));
    this.#rpc.handle(menuRequested, ({ id }) =>
      permittedMenu(content.menu(id), vscode.workspace.isTrusted),
    );
    this.#rpc.handle(filterChanged, ({ filter }) => {
      content.setFilter(filter);
      this.#send();
      return {};
    });
    this.#rpc.handle(layoutWished, (wish) => ({ done: this.wishLayout(wish) }));
    this.#rpc.on(connectWished, ({ container, network }) =>
      host.connectWished(this, container, network),
    );
    this.#rpc.on(elementSelected, ({ ids }) => {
      this.#setSelection(ids);
      host.elementsSelected(this, ids);
    });
    this.#rpc.on(actionChosen, ({ id, action }) => host.actionChosen(this, id, action));
    this.#rpc.on(traceActionChosen, ({ action, fix }) => host.traceActionChosen(this, action, fix));
    this.#rpc.on(emptyActionChosen, ({ action }) => host.emptyActionChosen(this, action));
    this.#rpc.on(webviewFailed, ({ message }) => host.log.error(`graph page: ${message}`));
  }

  /** A hidden panel's page is gone; it says `ready` again when it is shown. A closed panel cannot be asked. */
  #hasPage(): boolean {
    return this.#metrics !== undefined && !this.#owned.isDisposed && this.panel.visible;
  }

  #tellTrace(): void {
    const trace = this.#trace;
    if (this.#hasPage()) this.#rpc.notify(traceChanged, trace === undefined ? {} : { trace });
  }

  #send(): void {
    if (this.#metrics === undefined || !this.#hasPage()) return;
    const version = (this.#sent?.version ?? 0) + 1;
    const { log } = this.#host;
    try {
      this.#sent = { version, ...this.content.draw(this.#options, this.#metrics) };
    } catch (error) {
      log.error(error instanceof Error ? error : String(error));
      const message = vscode.l10n.t('The picture could not be drawn. The log says more.');
      this.#sent = { version, scene: undefined, status: { kind: 'empty', message, actions: [] } };
    }
    this.#rpc.notify(sceneChanged, this.#sent);
    this.#host.sceneSent(this);
  }
}
