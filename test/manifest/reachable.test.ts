import assert from 'node:assert/strict';
import { buildTopology } from '../../src/topology/buildTopology';
import { hostId } from '../../src/scene/sceneIds';
import { commands, type CommandId } from '../../src/vscode/ids';
import { commandOf } from '../../src/vscode/panel/actionCommands';
import { elementMenu } from '../../src/vscode/panel/elementMenu';
import { sourceMenu } from '../../src/vscode/panel/sourceMenu';
import type { SourceRef } from '../../src/vscode/store/sourceRef';
import {
  detachedNodes,
  memberNodes,
  networkNodes,
  sceneIdsOf,
} from '../../src/vscode/tree/treeModel';
import { sourceNode, type TreeNode } from '../../src/vscode/tree/treeNode';
import { treeRow } from '../../src/vscode/tree/treeRow';
import { oracleSnapshot } from '../support/oracleSnapshots';
import { english } from '../unit/vscode/englishTexts';
import { manifest, menuEntries, textOf } from './manifest';

/** Offered by rows of the tree, and with good reason not by menus of a graph. */
const onlyInTheTree: ReadonlyMap<string, string> = new Map([
  [commands.showInGraph, 'there one is in the graph already; its counterpart is Show in Tree'],
]);

/** Not in the palette, where another command asks for both ends. */
const paletteVariants: ReadonlyMap<string, CommandId> = new Map([
  [commands.traceFrom, commands.traceConnection],
  [commands.traceTo, commands.traceConnection],
]);

const sources: readonly (readonly [string, SourceRef])[] = [
  ['the chosen engine', { kind: 'engine' }],
  ['a further engine', { kind: 'engine', engine: 'ssh://me@two' }],
  ['a snapshot', { kind: 'snapshot', uri: 'file:///s.json' }],
];
const oracles = [
  'docker28/a_three_tier',
  'docker20/f_modes',
  'docker20/n_swarm_overlay',
  'podman5/a_three_tier',
];

describe('what a row of the tree offers', () => {
  const entries = menuEntries.filter(({ menu }) => menu === 'view/item/context');

  for (const [whose, ref] of sources) {
    it(`is in the graph’s menu of the same thing, too: ${whose}`, () => {
      const offered = new Set<string>();
      for (const oracle of oracles) {
        for (const { row, tree, graph } of rowsOf(oracle, ref)) {
          const missing = tree.filter((one) => !graph.includes(one) && !onlyInTheTree.has(one));
          assert.deepEqual(missing, [], `${oracle}: ${row}`);
          for (const one of tree) offered.add(one);
        }
      }
      assert.ok(offered.size > 10, 'rows offer next to nothing');
    });
  }

  it('is in the palette, or has a counterpart there', () => {
    const hidden = new Set(
      menuEntries.flatMap(({ menu, command, when }) =>
        menu === 'commandPalette' && when === 'false' ? [command] : [],
      ),
    );
    for (const { command } of entries) {
      const there = paletteVariants.get(command) ?? command;
      assert.ok(!hidden.has(there), command);
    }
  });

  it('is all of it looked at here', () => {
    const seen = new Set(
      sources.flatMap(([, ref]) =>
        oracles.flatMap((oracle) => rowsOf(oracle, ref).flatMap(({ tree }) => tree)),
      ),
    );
    const never = entries.filter(({ command }) => !seen.has(command));
    assert.deepEqual(never, []);
  });

  it('has the same words in the graph', () => {
    const titles = new Map(
      manifest.contributes.commands.map(({ command, title }) => [command, textOf(title)]),
    );
    const topology = topologyOf('docker28/a_three_tier');
    const ids = [hostId, 'network:front', 'container:api'];
    const items = sources.flatMap(([, ref]) => [
      ...sourceMenu(ref, true, english).items,
      ...ids.flatMap((id) => elementMenu(ref, topology, id, english).items),
    ]);
    for (const { action, label } of items) {
      const command = commandOf(action);
      if (command !== undefined) assert.equal(label, titles.get(command));
    }
    assert.ok(items.length > 40);
  });

  it('is compared well enough to miss one', () => {
    const [{ tree = [], graph = [] } = {}] = rowsOf('docker28/a_three_tier', { kind: 'engine' });
    assert.ok(tree.includes(commands.createNetwork));
    assert.ok(!graph.includes(commands.connect));
  });

  function rowsOf(oracle: string, ref: SourceRef) {
    const topology = topologyOf(oracle);
    const caption = {
      label: 'x',
      description: '',
      live: ref.kind === 'engine',
      ...(ref.kind === 'engine' && ref.engine !== undefined ? { further: true } : {}),
    };
    return nodesOf(topology).map((node) => {
      const contextValue = treeRow(node, topology, caption, english)?.contextValue ?? '';
      const tree: readonly string[] = entries
        .filter(({ when = '' }) => viewItem(when).test(contextValue))
        .map(({ command }) => command);
      const items =
        node.kind === 'source'
          ? sourceMenu(ref, true, english).items
          : sceneIdsOf(node).flatMap((id) => elementMenu(ref, topology, id, english).items);
      const graph: readonly string[] = items.flatMap(({ action }) => commandOf(action) ?? []);
      return { row: `${node.id} ${contextValue}`, tree, graph };
    });
  }
});

function topologyOf(oracle: string) {
  return buildTopology(oracleSnapshot(oracle), { kind: 'engine', label: 'x' }, 'key');
}

/** Every row of a tree; the engine’s or snapshot’s own first. */
function nodesOf(topology: ReturnType<typeof topologyOf>): readonly TreeNode[] {
  return [
    sourceNode('engine'),
    ...networkNodes(topology, 'engine'),
    ...topology.networks.flatMap(({ key }) => memberNodes(topology, 'engine', key)),
    ...detachedNodes(topology, 'engine'),
  ];
}

/** Of a condition on a row what it asks of the row’s tags. */
function viewItem(when: string): RegExp {
  const pattern = /viewItem =~ \/(.+)\//.exec(when)?.[1];
  assert.ok(pattern !== undefined, when);
  return new RegExp(pattern);
}
