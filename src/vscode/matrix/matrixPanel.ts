import { setImmediate as nextTurn } from 'node:timers/promises';
import * as vscode from 'vscode';
import { ConnectivityMatrix } from '../../analysis/matrix/connectivityMatrix';
import { targetLabel } from '../../analysis/matrix/exportMatrix';
import type { Tracer } from '../../analysis/trace/tracer';
import type { TraceWish } from '../../analysis/tracePlan';
import type { AddressFamily } from '../../model/network';
import type { Topology } from '../../model/topology';
import { parseFromMatrix } from '../../protocol/matrixGuards';
import {
  cellChosen,
  familyChosen,
  matrixActionChosen,
  matrixChanged,
  matrixReady,
  type MatrixAction,
  type MatrixUpdate,
} from '../../protocol/matrixMessages';
import { webviewFailed } from '../../protocol/messages';
import { Rpc } from '../../protocol/rpc';
import { displayText } from '../../scene/displayText';
import { matrixView, type MatrixView } from '../../scene/matrixView';
import { Disposables } from '../disposables';
import { panelHtml, panelRoots } from '../panel/panelHtml';
import type { GraphSource, SourceView } from '../store/graphSource';
import { sourceKey } from '../store/sourceRef';
import { matrixStrings } from './matrixStrings';

export interface MatrixPanelHost {
  readonly extensionUri: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
  /** One for each topology. */
  tracer(topology: Topology): Tracer;
  wished(panel: MatrixPanel, wish: TraceWish): void;
  acted(panel: MatrixPanel, action: MatrixAction): void;
}

interface Made {
  readonly topology: Topology;
  readonly matrix: ConnectivityMatrix;
  readonly view: MatrixView;
  readonly version: number;
}

/** One matrix: a webview panel about one source. The page may come and go; this object stays. */
export class MatrixPanel {
  readonly source: GraphSource;
  readonly panel: vscode.WebviewPanel;
  readonly #host: MatrixPanelHost;
  readonly #owned = new Disposables();
  readonly #rpc: Rpc;
  #family: AddressFamily | undefined;
  #made: Made | undefined;
  /** Version that the page has. */
  #sent = 0;
  #version = 0;
  #making = false;
  #again = false;

  constructor(source: GraphSource, panel: vscode.WebviewPanel, host: MatrixPanelHost) {
    this.source = source;
    this.panel = panel;
    this.#host = host;
    this.#rpc = new Rpc(
      (message) => void panel.webview.postMessage(message),
      (message) => host.log.warn(`matrix: ${message}`),
      parseFromMatrix,
    );
    this.#owned.add(this.#rpc);
    this.#owned.add(panel.webview.onDidReceiveMessage((message) => this.#rpc.receive(message)));
    this.#owned.add(source.onDidChange(() => this.#send()));
    this.#owned.add(panel.onDidDispose(() => this.#owned.dispose()));
    this.#answer();
    panel.title = this.#title;
    panel.iconPath = vscode.Uri.joinPath(host.extensionUri, 'media', 'icon.png');
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: panelRoots(host.extensionUri),
    };
    panel.webview.html = panelHtml(panel.webview, host.extensionUri, 'matrix');
  }

  /** What the page shows; absent until it was made. */
  get shown(): ConnectivityMatrix | undefined {
    return this.#made?.matrix;
  }

  dispose(): void {
    this.panel.dispose();
  }

  get #title(): string {
    return vscode.l10n.t('Connectivity: {0}', this.source.title);
  }

  #answer(): void {
    this.#rpc.handle(matrixReady, ({ family }) => {
      this.#family = family;
      this.#sent = 0;
      // The page shows what comes after its answer.
      setImmediate(() => this.#send());
      return { strings: matrixStrings(vscode.l10n), restoreKey: sourceKey(this.source.ref) };
    });
    this.#rpc.on(familyChosen, ({ family }) => {
      this.#family = family;
      this.#send();
    });
    this.#rpc.on(cellChosen, ({ version, source, target }) => {
      const made = this.#made;
      // A cell of a matrix that is no longer shown may mean somebody else by now.
      if (made?.version !== version) return;
      const wish = wishOf(made.matrix, source, target);
      if (wish !== undefined) this.#host.wished(this, wish);
    });
    this.#rpc.on(matrixActionChosen, ({ action }) => this.#host.acted(this, action));
    this.#rpc.on(webviewFailed, ({ message }) => this.#host.log.error(`matrix page: ${message}`));
  }

  /** A hidden panel's page is gone; it says that it is ready again when it is shown. */
  get #hasPage(): boolean {
    return this.#family !== undefined && this.panel.visible && !this.#owned.isDisposed;
  }

  #send(): void {
    if (!this.#hasPage) return;
    if (this.#making) {
      this.#again = true;
      return;
    }
    this.#making = true;
    void this.#makeAndSend().finally(() => {
      this.#making = false;
      if (!this.#again) return;
      this.#again = false;
      this.#send();
    });
  }

  async #makeAndSend(): Promise<void> {
    const family = this.#family;
    const now = this.source.view();
    const { topology } = now;
    try {
      if (topology === undefined || family === undefined) {
        this.#notify({ version: (this.#sent = ++this.#version), notes: notesOf(now) });
        return;
      }
      if (this.#made?.topology !== topology || this.#made.matrix.family !== family) {
        // The last one stays on screen meanwhile.
        this.#notify({
          version: this.#sent,
          notes: [vscode.l10n.t('Asking who can talk to whom…')],
        });
        await nextTurn();
        const matrix = new ConnectivityMatrix(topology, family, this.#host.tracer(topology));
        const view = await matrixView(matrix, () => nextTurn());
        this.#made = { topology, matrix, view, version: ++this.#version };
      }
      if (!this.#hasPage) return;
      const { version, view } = this.#made;
      const isNew = version !== this.#sent;
      this.#sent = version;
      this.#notify({ version, notes: notesOf(now), ...(isNew ? { matrix: view } : {}) });
    } catch (error) {
      this.#host.log.error(error instanceof Error ? error : String(error));
      this.#notify({
        version: (this.#sent = ++this.#version),
        notes: [vscode.l10n.t('The matrix could not be made. The log says more.')],
      });
    }
  }

  #notify(update: Omit<MatrixUpdate, 'title'>): void {
    if (this.#hasPage) this.#rpc.notify(matrixChanged, { title: this.#title, ...update });
  }
}

/** Whose word the matrix rests on, and whether it still holds. */
function notesOf({ status, topology }: SourceView): readonly string[] {
  const { l10n } = vscode;
  const told = (() => {
    switch (status.kind) {
      case 'fresh':
        return [];
      case 'loading':
        return [l10n.t('Reading…')];
      case 'stale':
        return [l10n.t('Out of date: {0}', displayText(status.message))];
      case 'empty':
        return [displayText(status.message)];
    }
  })();
  const predicted = topology !== undefined && topology.kernel === undefined;
  return predicted
    ? [
        ...told,
        l10n.t('The host was not read: this rests on the rules that the engine is known to write.'),
      ]
    : told;
}

function wishOf(matrix: ConnectivityMatrix, source: number, target: number): TraceWish | undefined {
  const question = matrix.question(source, target);
  const column = matrix.targets[target];
  if (question === undefined || column === undefined) return undefined;
  const { from, to, proto, port } = question;
  const host = to.includes(':') ? `[${to}]` : to;
  return {
    from: from.startsWith('outside:') ? 'internet' : from,
    to: port === undefined ? to : `${host}:${port}/${proto === 'icmp' ? 'tcp' : proto}`,
    family: matrix.family,
    toName: targetLabel(column),
  };
}
