import * as vscode from 'vscode';
import type { TraceWish } from '../../analysis/tracePlan';
import type { MatrixAction } from '../../protocol/matrixMessages';
import { displayText } from '../../scene/displayText';
import type { CommandServices } from '../commands/commandServices';
import type { InspectDocuments } from '../commands/inspectDocuments';
import { Disposables } from '../disposables';
import { matrixPanelType } from '../ids';
import type { GraphSource } from '../store/graphSource';
import { parseSourceKey, sourceKey, type SourceKey, type SourceRef } from '../store/sourceRef';
import type { MatrixPanel } from './matrixPanel';
import { showInformation } from '../messages';

/** All matrices, one per source; brings them back after a restart of the editor. */
export class MatrixPanels implements vscode.WebviewPanelSerializer {
  readonly #services: CommandServices;
  readonly #documents: InspectDocuments;
  readonly #extensionUri: vscode.Uri;
  readonly #owned = new Disposables();
  readonly #panels = new Map<SourceKey, vscode.WebviewPanel>();

  constructor(services: CommandServices, documents: InspectDocuments, extensionUri: vscode.Uri) {
    this.#services = services;
    this.#documents = documents;
    this.#extensionUri = extensionUri;
    this.#owned.add(vscode.window.registerWebviewPanelSerializer(matrixPanelType, this));
    this.#owned.add(
      services.engines.onDidRemove(({ key }) => {
        this.#panels.get(key)?.dispose();
      }),
    );
  }

  /** Opens the source's matrix, or shows the one there is; not over its graph. */
  async show(ref: SourceRef): Promise<void> {
    const open = this.#panels.get(sourceKey(ref));
    if (open !== undefined) {
      open.reveal();
      return;
    }
    const graph = this.#services.panels.find(sourceKey(ref))?.panel;
    const panel = vscode.window.createWebviewPanel(
      matrixPanelType,
      vscode.l10n.t('Connectivity'),
      graph?.active === true && graph.viewColumn !== vscode.ViewColumn.One
        ? vscode.ViewColumn.One
        : graph?.active === true
          ? vscode.ViewColumn.Beside
          : vscode.ViewColumn.Active,
      {},
    );
    await this.#attach(ref, panel);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const key =
      typeof state === 'object' && state !== null && 'restoreKey' in state
        ? state.restoreKey
        : undefined;
    const ref = parseSourceKey(key);
    // A panel's state is foreign: it names no engine that the settings do not name.
    const { engines } = this.#services;
    const isStranger = ref?.kind === 'engine' && engines.find(sourceKey(ref)) === undefined;
    if (ref === undefined || isStranger || this.#panels.has(sourceKey(ref))) panel.dispose();
    else await this.#attach(ref, panel);
  }

  dispose(): void {
    for (const panel of this.#panels.values()) panel.dispose();
    this.#owned.dispose();
  }

  async #attach(ref: SourceRef, webviewPanel: vscode.WebviewPanel): Promise<void> {
    const { engines, sources, traces, log } = this.#services;
    const key = sourceKey(ref);
    this.#panels.set(key, webviewPanel);
    webviewPanel.onDidDispose(() => {
      this.#panels.delete(key);
      engines.look(webviewPanel);
      if (ref.kind === 'compose') sources.leaveCompose(key, 'matrix');
    });
    const look = () => {
      const about = ref.kind === 'compose' ? engines.primary.key : key;
      engines.look(webviewPanel, webviewPanel.visible ? (one) => one.key === about : undefined);
    };
    webviewPanel.onDidChangeViewState(look);
    look();
    const { MatrixPanel } = await import('./matrixPanel');
    if (this.#panels.get(key) !== webviewPanel) return;
    const source: GraphSource =
      ref.kind === 'compose' ? sources.openCompose(ref, 'matrix') : sources.open(ref);
    new MatrixPanel(source, webviewPanel, {
      extensionUri: this.#extensionUri,
      log,
      tracer: (topology) => traces.tracer(topology),
      wished: (panel, wish) => this.#trace(panel, wish),
      acted: (panel, action) =>
        void this.#act(panel, action).catch((error: unknown) => this.#services.errors.show(error)),
    });
  }

  /** In the graph, which stands beside the matrix and not over it. */
  #trace({ source, panel }: MatrixPanel, wish: TraceWish): void {
    const { panels, traces } = this.#services;
    const graph = panels.find(sourceKey(source.ref))?.panel;
    if (graph !== undefined && !graph.visible && graph.viewColumn === panel.viewColumn) {
      graph.reveal(vscode.ViewColumn.Beside, true);
    }
    const shown = traces.show(source.ref, wish);
    if (typeof shown === 'string') void showInformation(displayText(shown));
  }

  async #act({ source, shown }: MatrixPanel, action: MatrixAction): Promise<void> {
    switch (action) {
      case 'refresh':
        await source.refresh();
        return;
      case 'graph':
        this.#services.panels.show(source.ref);
        return;
      case 'csv':
      case 'markdown': {
        if (shown === undefined) return;
        const { exportMatrix } = await import('../../analysis/matrix/exportMatrix');
        const name = `IPv${shown.family}.${action === 'csv' ? 'csv' : 'md'}`;
        await this.#documents.showText('matrix', name, exportMatrix(shown, action));
      }
    }
  }
}
