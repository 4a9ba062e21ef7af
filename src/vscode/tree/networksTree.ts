import * as vscode from 'vscode';
import type { Topology } from '../../model/topology';
import { cardFor } from '../../scene/cardFor';
import type { Card } from '../../scene/card';
import { hostId } from '../../scene/sceneIds';
import { Disposables } from '../disposables';
import { displayText } from '../../scene/displayText';
import type { Engines } from '../store/engines';
import type { EngineState } from '../store/engineStore';
import { sourceKey, type SourceKey } from '../store/sourceRef';
import type { Sources } from '../store/sources';
import { cardMarkdown } from './cardMarkdown';
import { engineCaption, engineProduct } from './engineCaption';
import { detachedNodes, memberNodes, networkNodes, parentOf, sceneIdsOf } from './treeModel';
import { sourceNode, type TreeNode } from './treeNode';
import { treeRow, type SourceCaption } from './treeRow';

/** Engines and opened snapshots → networks → containers. Never talks to an engine itself. */
export class NetworksTree implements vscode.TreeDataProvider<TreeNode> {
  readonly #engines: Engines;
  readonly #sources: Sources;
  readonly #owned = new Disposables();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<void>());

  constructor(engines: Engines, sources: Sources) {
    this.#engines = engines;
    this.#sources = sources;
    this.#owned.add(engines.onDidChange(() => this.#changed.fire()));
    this.#owned.add(sources.onDidChange(() => this.#changed.fire()));
  }

  readonly onDidChangeTreeData = this.#changed.event;

  /** The topology behind a source's rows. */
  topology(source: SourceKey): Topology | undefined {
    const engine = this.#engines.find(source);
    return engine === undefined
      ? this.#sources.find(source)?.view().topology
      : engine.store.reading?.topology;
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node === undefined) return this.#roots();
    const topology = this.topology(node.source);
    if (topology === undefined) return [];
    switch (node.kind) {
      case 'source':
        return [...networkNodes(topology, node.source)];
      case 'network':
        return [...memberNodes(topology, node.source, node.networkKey)];
      case 'detached':
        return [...detachedNodes(topology, node.source)];
      case 'member':
        return [];
    }
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return parentOf(node);
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    const caption = this.#caption(node.source);
    const topology = this.topology(node.source);
    const row = treeRow(node, topology, caption, vscode.l10n);
    const state = this.#failure(node.source) === undefined ? collapsibleState(node) : leaf;
    const item = new vscode.TreeItem(row?.label ?? '', state);
    item.id = node.id;
    if (row === undefined) return item;
    item.description = row.description;
    item.iconPath = new vscode.ThemeIcon(row.icon);
    item.contextValue = row.contextValue;
    item.accessibilityInformation = { label: row.accessibleLabel };
    return item;
  }

  /** Tooltips are made when they are asked for. */
  resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    const topology = this.topology(node.source);
    if (topology === undefined) {
      const failure = this.#failure(node.source);
      if (failure !== undefined) item.tooltip = new vscode.MarkdownString().appendText(failure);
      return item;
    }
    const ids = node.kind === 'source' ? [hostId] : sceneIdsOf(node);
    const cards = ids
      .map((id) => cardFor(topology, id))
      .filter((card): card is Card => card !== undefined);
    if (cards.length > 0) item.tooltip = cardMarkdown(cards);
    return item;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** Nothing at all shows the welcome view, which says why. */
  async #roots(): Promise<TreeNode[]> {
    const { primary, shown } = this.#engines;
    for (const { store } of this.#engines.all) store.start();
    const snapshots = this.#sources.snapshots.map(({ ref }) => sourceNode(sourceKey(ref)));
    if (shown.length === 1 && snapshots.length === 0) {
      // The view shows its progress bar meanwhile. Of several engines none keeps the others waiting.
      if (primary.store.state.kind === 'loading') await primary.store.settled();
      if (!hasNetworks(primary.store.state)) return [];
    }
    return [...shown.map(({ key }) => sourceNode(key)), ...snapshots];
  }

  /** What failed, and what to do about it. */
  #failure(source: SourceKey): string | undefined {
    const state = this.#engines.find(source)?.store.state;
    return state?.kind === 'failed'
      ? displayText(`${state.error.message} ${state.error.nextStep}`)
      : undefined;
  }

  #caption(source: SourceKey): SourceCaption {
    const engine = this.#engines.find(source);
    if (engine !== undefined) return engineCaption(engine, vscode.l10n);
    const snapshot = this.#sources.snapshots.find(({ ref }) => sourceKey(ref) === source);
    const topology = this.topology(source);
    return {
      label: displayText(snapshot?.name ?? ''),
      description: topology === undefined ? '' : engineProduct(topology),
      live: false,
    };
  }
}

function hasNetworks(state: EngineState): boolean {
  return state.kind === 'ready' && state.topology.networks.length > 0;
}

const leaf = vscode.TreeItemCollapsibleState.None;

function collapsibleState(node: TreeNode): vscode.TreeItemCollapsibleState {
  switch (node.kind) {
    case 'source':
      return vscode.TreeItemCollapsibleState.Expanded;
    case 'network':
    case 'detached':
      return vscode.TreeItemCollapsibleState.Collapsed;
    case 'member':
      return vscode.TreeItemCollapsibleState.None;
  }
}
