import * as vscode from 'vscode';
import type { DriftItem } from '../../topology/drift';
import { Disposables } from '../disposables';
import type { SourceReveals } from '../editor/openSource';
import { contextKeys, views } from '../ids';
import type { GraphPanels } from '../panel/graphPanels';
import type { ComposeSource } from '../store/composeSource';
import { sourceKey } from '../store/sourceRef';
import type { Sources } from '../store/sources';
import { itemRow, projectRow, type DriftRow } from './driftRow';

type DriftNode =
  | { readonly kind: 'project'; readonly source: ComposeSource }
  | { readonly kind: 'item'; readonly source: ComposeSource; readonly item: DriftItem };

/** The projects that are compared with what runs, and what `up` would change in each. */
export class DriftView implements vscode.TreeDataProvider<DriftNode> {
  readonly #sources: Sources;
  readonly #panels: GraphPanels;
  readonly #reveals: SourceReveals;
  readonly #owned = new Disposables();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<void>());
  readonly #view: vscode.TreeView<DriftNode>;
  #isShown = false;

  constructor(sources: Sources, panels: GraphPanels, reveals: SourceReveals) {
    this.#sources = sources;
    this.#panels = panels;
    this.#reveals = reveals;
    this.#view = this.#owned.add(
      vscode.window.createTreeView(views.drift, { treeDataProvider: this }),
    );
    this.#owned.add(sources.onDidChange(() => this.#update()));
    this.#owned.add(
      this.#view.onDidChangeSelection(({ selection: [node] }) => {
        if (node?.kind === 'item') void this.#show(node.source, node.item);
      }),
    );
  }

  readonly onDidChangeTreeData = this.#changed.event;

  getChildren(node?: DriftNode): DriftNode[] {
    if (node === undefined) {
      return this.#compared().map((source) => ({ kind: 'project', source }));
    }
    if (node.kind === 'item') return [];
    const { source } = node;
    const items = source.view().drift?.items ?? [];
    return items.map((item) => ({ kind: 'item', source, item }));
  }

  getTreeItem(node: DriftNode): vscode.TreeItem {
    const row = rowOf(node);
    const { Expanded, None } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(row.label, node.kind === 'project' ? Expanded : None);
    item.description = row.description;
    item.iconPath = new vscode.ThemeIcon(row.icon);
    item.accessibilityInformation = { label: row.accessibleLabel };
    item.contextValue = node.kind;
    item.tooltip = `${row.label}\n${row.description}`;
    return item;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #compared(): readonly ComposeSource[] {
    return this.#sources.composeFiles.filter(({ isCompared }) => isCompared);
  }

  #update(): void {
    const compared = this.#compared();
    const isShown = compared.length > 0;
    if (!isShown && !this.#isShown) return;
    this.#isShown = isShown;
    void vscode.commands.executeCommand('setContext', contextKeys.drift, isShown);
    this.#changed.fire();
  }

  /** In the graph and in the file; the focus stays. */
  async #show(source: ComposeSource, { noun, key, at }: DriftItem): Promise<void> {
    this.#panels.find(sourceKey(source.ref))?.select([`${noun}:${key}`], true);
    if (at !== undefined) await this.#reveals.reveal(at, source.reading.filesRead);
  }
}

function rowOf(node: DriftNode): DriftRow {
  const { l10n } = vscode;
  switch (node.kind) {
    case 'project':
      return projectRow(node.source.label, node.source.view().drift, l10n);
    case 'item':
      return itemRow(node.item, l10n);
  }
}
