import * as vscode from 'vscode';
import { Disposables } from '../disposables';
import {
  contextKeys,
  engineConditions,
  standardComposeNames,
  views,
  type EngineCondition,
} from '../ids';
import { displayText } from '../../scene/displayText';
import type { EngineError } from '../../sources/engine/engineError';
import type { Engines, KnownEngine } from '../store/engines';
import { engineSpecName } from '../store/engineSpec';
import type { EngineState } from '../store/engineStore';
import { NetworkDrag } from './networkDrag';
import { staleAge } from '../store/staleAge';
import type { NetworksTree } from './networksTree';
import type { TreeNode } from './treeNode';

/** The view around the tree: its welcome texts, its message, its badge. */
export class NetworksView {
  readonly #engines: Engines;
  readonly #owned = new Disposables();
  readonly view: vscode.TreeView<TreeNode>;

  constructor(engines: Engines, tree: NetworksTree) {
    this.#engines = engines;
    this.view = this.#owned.add(
      vscode.window.createTreeView(views.networks, {
        treeDataProvider: tree,
        showCollapseAll: true,
        canSelectMany: true,
        dragAndDropController: new NetworkDrag(tree),
      }),
    );
    this.#owned.add(engines.onDidChange(() => this.#update()));
    this.#owned.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#update()));
    this.#owned.add(vscode.workspace.onDidChangeWorkspaceFolders(() => void lookForComposeFiles()));
    this.#owned.add(
      this.view.onDidChangeVisibility(({ visible }) => {
        if (visible) void lookForComposeFiles();
        this.#look(visible);
      }),
    );
    this.#look(this.view.visible);
    this.#update();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #look(isVisible: boolean): void {
    this.#engines.look(this, isVisible ? () => true : undefined);
  }

  #update(): void {
    const { all, primary, shown } = this.#engines;
    void setContext(contextKeys.severalEngines, all.length > 1);
    void setContext(contextKeys.engine, engineCondition(primary.store.state));
    const stale = shown.flatMap((engine) => {
      const { state } = engine.store;
      return state.kind === 'ready' && state.stale !== undefined
        ? [{ engine, error: state.stale, age: staleAge(state, Date.now(), vscode.l10n) }]
        : [];
    });
    const words = (error: EngineError) => `${error.message} ${error.nextStep}`;
    const texts = stale.map(({ engine, error, age }) =>
      shown.length === 1
        ? vscode.l10n.t('Out of date for {0}: {1}', age, words(error))
        : vscode.l10n.t('{0} is out of date for {1}: {2}', nameOf(engine), age, words(error)),
    );
    this.view.message =
      texts.length > 0 ? displayText(texts.join(' ')) : (restriction(primary.store.state) ?? '');
    this.view.badge =
      stale.length === 0
        ? undefined
        : {
            value: stale.length,
            tooltip: displayText(
              vscode.l10n.t('Out of date: {0}', stale.map(({ error }) => error.message).join(' ')),
            ),
          };
  }
}

/** As its row is called. */
function nameOf({ ref, store }: KnownEngine): string {
  return ref.engine === undefined
    ? (store.reading?.engine.address ?? '')
    : engineSpecName(ref.engine);
}

function restriction(state: EngineState): string | undefined {
  return state.kind === 'ready' && !vscode.workspace.isTrusted
    ? vscode.l10n.t(
        'Restricted Mode: connecting and disconnecting are off until you trust this workspace.',
      )
    : undefined;
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
      return engineConditions.find((one) => one === state.error.reason) ?? 'failed';
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

function setContext(key: string, value: string | boolean): Thenable<unknown> {
  return vscode.commands.executeCommand('setContext', key, value);
}
