import type { TreeNode } from './treeNode';

/** Parents are known by their id, the roots' by this. */
const rootId = '';

/**
 * What of the tree the editor was given. The editor forgets every row below one that it is told to fill
 * anew, and a menu that is open on such a row then chooses for nothing; so only what changed is told.
 */
export class ShownRows {
  /** The editor knows a row by the very object it was given. */
  readonly #nodes = new Map<string, TreeNode>();
  readonly #children = new Map<string, readonly TreeNode[]>();
  readonly #texts = new Map<string, string>();

  /** The object that the editor knows a row by; the node itself when it was given none. */
  known(node: TreeNode): TreeNode {
    const known = this.#nodes.get(node.id);
    return known !== undefined && isSame(known, node) ? known : node;
  }

  /** The rows to hand over below a parent, or as roots. */
  give(parent: TreeNode | undefined, nodes: readonly TreeNode[]): TreeNode[] {
    const given = nodes.map((node) => this.known(node));
    const place = parent?.id ?? rootId;
    const stay = new Set(given.map(({ id }) => id));
    for (const { id } of this.#children.get(place) ?? []) if (!stay.has(id)) this.#forget(id);
    for (const node of given) this.#nodes.set(node.id, node);
    this.#children.set(place, given);
    return given;
  }

  /** A row is handed over; `text` is all that is seen of it. */
  draw({ id }: TreeNode, text: string): void {
    this.#texts.set(id, text);
  }

  /** Rows to fill anew, because they look different or other rows stand below them. */
  changed(
    childrenOf: (parent: TreeNode | undefined) => readonly TreeNode[],
    textOf: (node: TreeNode) => string,
  ): readonly TreeNode[] | 'all' {
    const roots = this.#children.get(rootId);
    if (roots === undefined) return [];
    if (this.#hasOthers(roots, childrenOf(undefined))) return 'all';
    const below = (node: TreeNode): readonly TreeNode[] => {
      const text = this.#texts.get(node.id);
      if (text !== undefined && text !== textOf(node)) return [node];
      const given = this.#children.get(node.id) ?? [];
      return this.#children.has(node.id) && this.#hasOthers(given, childrenOf(node))
        ? [node]
        : given.flatMap(below);
    };
    return roots.flatMap(below);
  }

  #hasOthers(given: readonly TreeNode[], now: readonly TreeNode[]): boolean {
    return (
      now.length !== given.length || now.some((node, index) => this.known(node) !== given[index])
    );
  }

  #forget(id: string): void {
    for (const child of this.#children.get(id) ?? []) this.#forget(child.id);
    this.#children.delete(id);
    this.#nodes.delete(id);
    this.#texts.delete(id);
  }
}

function isSame(a: TreeNode, b: TreeNode): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
