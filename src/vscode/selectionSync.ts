import { pictureId } from '../protocol/messages';
import { isFrameId } from '../scene/frameIds';
import { hostId } from '../scene/sceneIds';
import { Disposables } from './disposables';
import type { SourceReveals } from './editor/openSource';
import type { GraphPanel } from './panel/graphPanel';
import type { GraphPanels } from './panel/graphPanels';
import { sourceKey } from './store/sourceRef';
import type { Sources } from './store/sources';
import type { NetworksTree } from './tree/networksTree';
import type { NetworksView } from './tree/networksView';
import { RowSelection } from './tree/rowSelection';
import { nodeForScene, sceneIdsOf } from './tree/treeModel';
import type { TreeNode } from './tree/treeNode';

/** One selection: what is selected in the tree is in the graph, and back; a graph's also in its files. */
export class SelectionSync {
  readonly #owned = new Disposables();
  readonly #view: NetworksView;
  readonly #tree: NetworksTree;
  readonly #panels: GraphPanels;
  readonly #sources: Sources;
  readonly #reveals: SourceReveals;
  readonly #rows: RowSelection<TreeNode>;

  constructor(
    view: NetworksView,
    tree: NetworksTree,
    panels: GraphPanels,
    sources: Sources,
    reveals: SourceReveals,
    log: (message: string) => void,
  ) {
    this.#view = view;
    this.#tree = tree;
    this.#panels = panels;
    this.#sources = sources;
    this.#reveals = reveals;
    const show = (row: TreeNode) => view.view.reveal(row, { select: true, focus: false });
    this.#rows = this.#owned.add(new RowSelection(show, log));
    this.#owned.add(
      view.view.onDidChangeSelection(({ selection }) => {
        const [node] = selection;
        if (node === undefined || this.#rows.isOwn(selection)) return;
        const together = selection.filter(({ source }) => source === node.source);
        for (const panel of this.#panels.all) {
          const ids = panel.content.idsOf(node.source, together.flatMap(sceneIdsOf));
          if (ids !== undefined) panel.select(ids, true);
        }
      }),
    );
    this.#owned.add(panels.onDidSelect(({ panel, ids }) => this.#fromGraph(panel, ids)));
  }

  /** Selects the element's row and shows the view. */
  async revealInTree(panel: GraphPanel, id: string): Promise<void> {
    const node = this.#nodeFor(panel, id);
    if (node !== undefined) await this.#view.view.reveal(node, { select: true, focus: true });
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #fromGraph(panel: GraphPanel, [id]: readonly string[]): void {
    if (id === undefined) return;
    if (panel.ref.kind === 'compose') {
      const source = this.#sources.findCompose(panel.key);
      const place = source?.placeOf(id);
      if (place !== undefined) void this.#reveals.reveal(place, source?.reading.filesRead ?? []);
      return;
    }
    // A hidden view stays hidden: nobody asked for it.
    const node = this.#view.view.visible ? this.#nodeFor(panel, id) : undefined;
    if (node !== undefined) this.#rows.select(node);
  }

  #nodeFor(panel: GraphPanel, id: string) {
    const located = panel.content.locate(id);
    if (located === undefined) return undefined;
    const key = sourceKey(located.source.ref);
    const topology = this.#tree.topology(key);
    const isWhole = id === pictureId || isFrameId(id);
    const node = topology && nodeForScene(topology, key, isWhole ? hostId : located.id);
    return node && this.#tree.known(node);
  }
}
