import type { Topology } from '../../src/model/topology';
import { buildScene } from '../../src/scene/buildScene';
import { cardFor } from '../../src/scene/cardFor';
import { defaultFontMetrics } from '../../src/scene/defaultFontMetrics';
import { defaultSceneOptions } from '../../src/scene/sceneOptions';
import { memberNodes, networkNodes } from '../../src/vscode/tree/treeModel';
import { treeRow } from '../../src/vscode/tree/treeRow';
import { english } from '../unit/vscode/englishTexts';

const caption = { label: '', description: '', live: true };

/** Looks at a topology as the editor does: the whole graph, every card, every row of the tree. */
export function lookAt(topology: Topology): void {
  const { scene } = buildScene(topology, defaultSceneOptions, defaultFontMetrics);
  for (const { id } of scene.elements) cardFor(topology, id);
  for (const node of networkNodes(topology, 'engine')) {
    treeRow(node, topology, caption, english);
    if (node.kind !== 'network') continue;
    for (const member of memberNodes(topology, 'engine', node.networkKey)) {
      treeRow(member, topology, caption, english);
    }
  }
}
