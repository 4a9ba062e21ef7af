import * as vscode from 'vscode';
import { commands, views } from '../ids';
import { parseSourceKey } from '../store/sourceRef';
import type { NetworksTree } from './networksTree';
import { nodeTarget } from './treeModel';
import type { TreeNode } from './treeNode';

/** The editor's own type for drags within one tree: its id in lower case. */
const mimeType = `application/vnd.code.tree.${views.networks.toLowerCase()}`;

/** Containers dragged onto a network are connected to it, by the same command that asks first. */
export class NetworkDrag implements vscode.TreeDragAndDropController<TreeNode> {
  readonly dragMimeTypes = [mimeType];
  readonly dropMimeTypes = [mimeType];
  readonly #tree: NetworksTree;

  constructor(tree: NetworksTree) {
    this.#tree = tree;
  }

  handleDrag(nodes: readonly TreeNode[], transfer: vscode.DataTransfer): void {
    const dragged = nodes.filter(
      (node) => node.kind === 'member' && parseSourceKey(node.source)?.kind === 'engine',
    );
    if (dragged.length > 0) transfer.set(mimeType, new vscode.DataTransferItem(dragged));
  }

  async handleDrop(onto: TreeNode | undefined, transfer: vscode.DataTransfer): Promise<void> {
    const dragged: unknown = transfer.get(mimeType)?.value;
    const topology = onto && this.#tree.topology(onto.source);
    if (onto === undefined || topology === undefined || !isNodes(dragged)) return;
    const { network } = nodeTarget(topology, onto);
    // What stands on another engine cannot be connected to a network of this one.
    const containers = dragged
      .filter(({ source }) => source === onto.source)
      .flatMap((node) => nodeTarget(topology, node).container ?? []);
    if (network === undefined || containers.length === 0) return;
    await vscode.commands.executeCommand(commands.connect, {
      from: 'fix',
      source: onto.source,
      containerIds: [...new Set(containers.map(({ id }) => id))],
      networkId: network.id,
    });
  }
}

function isNodes(value: unknown): value is readonly TreeNode[] {
  return Array.isArray(value);
}
