import * as vscode from 'vscode';
import type { Snapshot } from '../../model/snapshot';
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
import { ShownRows } from './shownRows';
import { detachedNodes, memberNodes, networkNodes, parentOf, sceneIdsOf } from './treeModel';
import { sourceNode, type TreeNode } from './treeNode';
import { treeRow, type SourceCaption, type TreeRow } from './treeRow';

/** Engines and opened snapshots → networks → containers. Never talks to an engine itself. */
export class NetworksTree implements vscode.TreeDataProvider<TreeNode> {
  readonly #engines: Engines;
  readonly #sources: Sources;
  readonly #owned = new Disposables();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<TreeNode[] | undefined>());
  readonly #shown = new ShownRows();
  /** Rows whose tooltip was asked for: the editor keeps it until the row is filled anew. */
  readonly #pointedAt = new Set<string>();

  constructor(engines: Engines, sources: Sources) {
    this.#engines = engines;
    this.#sources = sources;
    this.#owned.add(engines.onDidChange(() => this.#update()));
    this.#owned.add(sources.onDidChange(() => this.#update()));
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
    if (node === undefined) await this.#settled();
    return this.#shown.give(node, this.#childrenOf(node));
  }

  getParent(node: TreeNode): TreeNode | undefined {
    const parent = parentOf(node);
    return parent && this.#shown.known(parent);
  }

  /** The row as the editor knows it. */
  known(node: TreeNode): TreeNode {
    return this.#shown.known(node);
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    this.#pointedAt.delete(node.id);
    this.#shown.draw(node, this.#textOf(node));
    const row = this.#rowOf(node);
    const item = new vscode.TreeItem(row?.label ?? '', this.#collapsibleState(node));
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
    const tooltip = this.#tooltipOf(node);
    if (tooltip !== undefined) item.tooltip = tooltip;
    this.#pointedAt.add(node.id);
    this.#shown.draw(node, this.#textOf(node));
    return item;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** The view shows its progress bar meanwhile. Of several engines none keeps the others waiting. */
  async #settled(): Promise<void> {
    const { all, primary, shown } = this.#engines;
    for (const { store } of all) store.start();
    if (shown.length > 1 || this.#sources.snapshots.length > 0) return;
    if (primary.store.state.kind === 'loading') await primary.store.settled();
  }

  #update(): void {
    const changed = this.#shown.changed(
      (parent) => this.#childrenOf(parent),
      (node) => this.#textOf(node),
    );
    if (changed === 'all') this.#changed.fire(undefined);
    else if (changed.length > 0) this.#changed.fire([...changed]);
  }

  #childrenOf(node: TreeNode | undefined): readonly TreeNode[] {
    if (node === undefined) return this.#roots();
    const topology = this.topology(node.source);
    if (topology === undefined) return [];
    switch (node.kind) {
      case 'source':
        return networkNodes(topology, node.source);
      case 'network':
        return memberNodes(topology, node.source, node.networkKey);
      case 'detached':
        return detachedNodes(topology, node.source);
      case 'member':
        return [];
    }
  }

  /** Nothing at all shows the welcome view, which says why. */
  #roots(): readonly TreeNode[] {
    const { primary, shown } = this.#engines;
    const snapshots = this.#sources.snapshots.map(({ ref }) => sourceNode(sourceKey(ref)));
    const alone = shown.length === 1 && snapshots.length === 0;
    if (alone && !hasNetworks(primary.store.state)) return [];
    return [...shown.map(({ key }) => sourceNode(key)), ...snapshots];
  }

  #rowOf(node: TreeNode): TreeRow | undefined {
    return treeRow(node, this.topology(node.source), this.#caption(node.source), vscode.l10n);
  }

  /** All that is seen of a row; its tooltip where that was looked at. */
  #textOf(node: TreeNode): string {
    const tooltip = this.#pointedAt.has(node.id) ? this.#tooltipOf(node)?.value : undefined;
    return JSON.stringify([this.#rowOf(node), this.#collapsibleState(node), tooltip]);
  }

  #collapsibleState(node: TreeNode): vscode.TreeItemCollapsibleState {
    return this.#failure(node.source) === undefined ? collapsibleState(node) : leaf;
  }

  #tooltipOf(node: TreeNode): vscode.MarkdownString | undefined {
    const topology = this.topology(node.source);
    if (topology === undefined) {
      const failure = this.#failure(node.source);
      return failure === undefined ? undefined : new vscode.MarkdownString().appendText(failure);
    }
    const ids = node.kind === 'source' ? [hostId] : sceneIdsOf(node);
    const cards = ids
      .map((id) => cardFor(topology, id))
      .filter((card): card is Card => card !== undefined);
    return cards.length > 0 ? cardMarkdown(cards) : undefined;
  }

  /** What failed, and what to do about it. */
  #failure(source: SourceKey): string | undefined {
    const engine = this.#engines.find(source);
    if (engine === undefined) return this.#snapshotFailure(source);
    const { state } = engine.store;
    return state.kind === 'failed'
      ? displayText(`${state.error.message} ${state.error.nextStep}`)
      : undefined;
  }

  #snapshotFailure(source: SourceKey): string | undefined {
    const status = this.#sources.find(source)?.view().status;
    return status?.kind === 'empty' ? displayText(status.message) : undefined;
  }

  #caption(source: SourceKey): SourceCaption {
    const engine = this.#engines.find(source);
    if (engine !== undefined) return engineCaption(engine, vscode.l10n);
    const snapshot = this.#sources.snapshots.find(({ ref }) => sourceKey(ref) === source);
    const label = displayText(snapshot?.name ?? '');
    const failure = this.#failure(source);
    if (failure !== undefined) return { label, description: failure, live: false, failed: true };
    const topology = this.topology(source);
    const taken = snapshot?.snapshot === undefined ? '' : takenAt(snapshot.snapshot);
    const description = topology === undefined ? '' : `${engineProduct(topology)} · ${taken}`;
    return { label, description, live: false };
  }
}

/** In the editor's language and this machine's time; as it stands in the file when that is no time. */
function takenAt({ takenAt: text }: Snapshot): string {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) return displayText(text);
  return time.toLocaleString(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' });
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
