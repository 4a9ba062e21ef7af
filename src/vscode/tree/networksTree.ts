import * as vscode from 'vscode';
import type { Topology } from '../../model/topology';
import { cardFor } from '../../scene/cardFor';
import type { Card } from '../../scene/card';
import { hostId } from '../../scene/sceneIds';
import { Disposables } from '../disposables';
import { displayText } from '../../scene/displayText';
import type { EngineStore } from '../store/engineStore';
import { sourceKey, type SourceKey } from '../store/sourceRef';
import type { Sources } from '../store/sources';
import { cardMarkdown } from './cardMarkdown';
import { detachedNodes, memberNodes, networkNodes, parentOf, sceneIdsOf } from './treeModel';
import { sourceNode, type TreeNode } from './treeNode';
import { treeRow, type SourceCaption } from './treeRow';

/** Engine and opened snapshots → networks → containers. Never talks to an engine itself. */
export class NetworksTree implements vscode.TreeDataProvider<TreeNode> {
  readonly #store: EngineStore;
  readonly #sources: Sources;
  readonly #owned = new Disposables();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<void>());

  constructor(store: EngineStore, sources: Sources) {
    this.#store = store;
    this.#sources = sources;
    this.#owned.add(store.onDidChange(() => this.#changed.fire()));
    this.#owned.add(sources.onDidChange(() => this.#changed.fire()));
  }

  readonly onDidChangeTreeData = this.#changed.event;

  /** The topology behind a source's rows. */
  topology(source: SourceKey): Topology | undefined {
    if (source === sourceKey(this.#sources.engine.ref)) return this.#store.reading?.topology;
    return this.#sources.find(source)?.view().topology;
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
    const row = treeRow(node, this.topology(node.source), caption, vscode.l10n);
    const item = new vscode.TreeItem(row?.label ?? '', collapsibleState(node));
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
    if (topology === undefined) return item;
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
    this.#store.start();
    // The view shows its progress bar meanwhile.
    if (this.#store.state.kind === 'loading') await this.#store.settled();
    const { state } = this.#store;
    const snapshots = this.#sources.snapshots.map(({ ref }) => sourceNode(sourceKey(ref)));
    const isWorthARow = state.kind === 'ready' && state.topology.networks.length > 0;
    if (!isWorthARow && snapshots.length === 0) return [];
    return [sourceNode(sourceKey(this.#sources.engine.ref)), ...snapshots];
  }

  #caption(source: SourceKey): SourceCaption {
    const snapshot = this.#sources.snapshots.find(({ ref }) => sourceKey(ref) === source);
    const topology = this.topology(source);
    const engine = topology === undefined ? vscode.l10n.t('Engine') : engineName(topology);
    if (snapshot !== undefined) {
      return { label: displayText(snapshot.name), description: engine, live: false };
    }
    const { state } = this.#store;
    switch (state.kind) {
      case 'ready':
        return {
          label: engine,
          description:
            state.stale === undefined
              ? state.engine.address
              : vscode.l10n.t('out of date: {0}', state.stale.message),
          live: true,
        };
      case 'failed':
        return { label: engine, description: state.error.message, live: true };
      case 'idle':
      case 'loading':
        return { label: engine, description: '', live: true };
    }
  }
}

function engineName({ engine }: Topology): string {
  const product = engine.product === 'podman' ? 'Podman' : 'Docker';
  return `${product} ${engine.version.value}`;
}

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
