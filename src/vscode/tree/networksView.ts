import * as vscode from 'vscode';
import { Disposables } from '../disposables';
import { contextKeys, standardComposeNames, views, type EngineCondition } from '../ids';
import { displayText } from '../../scene/displayText';
import type { EngineState, EngineStore } from '../store/engineStore';
import type { NetworksTree } from './networksTree';
import type { TreeNode } from './treeNode';

/** The view around the tree: its welcome texts, its message, its badge. */
export class NetworksView {
  readonly #store: EngineStore;
  readonly #owned = new Disposables();
  readonly view: vscode.TreeView<TreeNode>;

  constructor(store: EngineStore, tree: NetworksTree) {
    this.#store = store;
    this.view = this.#owned.add(
      vscode.window.createTreeView(views.networks, {
        treeDataProvider: tree,
        showCollapseAll: true,
      }),
    );
    this.#owned.add(store.onDidChange(() => this.#update()));
    this.#owned.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#update()));
    this.#owned.add(vscode.workspace.onDidChangeWorkspaceFolders(() => void lookForComposeFiles()));
    this.#owned.add(
      this.view.onDidChangeVisibility(({ visible }) => {
        if (visible) void lookForComposeFiles();
      }),
    );
    this.#update();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #update(): void {
    const { state } = this.#store;
    void setContext(contextKeys.engine, engineCondition(state));
    this.view.message = viewMessage(state) ?? '';
    const stale = state.kind === 'ready' ? state.stale : undefined;
    this.view.badge =
      stale === undefined
        ? undefined
        : { value: 1, tooltip: vscode.l10n.t('Out of date: {0}', displayText(stale.message)) };
  }
}

function viewMessage(state: EngineState): string | undefined {
  if (state.kind !== 'ready') return undefined;
  if (state.stale !== undefined) {
    const { message, nextStep } = state.stale;
    return displayText(vscode.l10n.t('Out of date: {0} {1}', message, nextStep));
  }
  if (!vscode.workspace.isTrusted) {
    return vscode.l10n.t(
      'Restricted Mode: connecting and disconnecting are off until you trust this workspace.',
    );
  }
  return undefined;
}

/** Which welcome text fits. Nothing is shown while the engine is read. */
function engineCondition(state: EngineState): EngineCondition {
  switch (state.kind) {
    case 'idle':
    case 'loading':
      return 'idle';
    case 'ready':
      return state.topology.networks.length > 0 ? 'ready' : 'empty';
    case 'failed':
      switch (state.error.reason) {
        case 'noEngine':
        case 'permission':
        case 'timeout':
        case 'badAnswer':
        case 'serverError':
        case 'apiTooOld':
          return state.error.reason;
        default:
          return 'failed';
      }
  }
}

async function lookForComposeFiles(): Promise<void> {
  const found = await vscode.workspace.findFiles(
    `**/{${standardComposeNames.join(',')}}`,
    '**/node_modules/**',
    1,
  );
  await setContext(contextKeys.composeFiles, found.length > 0 ? 'some' : 'none');
}

function setContext(key: string, value: string): Thenable<unknown> {
  return vscode.commands.executeCommand('setContext', key, value);
}
