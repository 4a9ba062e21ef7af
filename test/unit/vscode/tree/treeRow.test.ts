import assert from 'node:assert/strict';
import { buildTopology } from '../../../../src/topology/buildTopology';
import type { Topology } from '../../../../src/model/topology';
import {
  detachedNodes,
  memberNodes,
  networkNodes,
  nodeForScene,
  parentOf,
  sceneIdsOf,
} from '../../../../src/vscode/tree/treeModel';
import { sourceNode, type TreeNode } from '../../../../src/vscode/tree/treeNode';
import { treeRow } from '../../../../src/vscode/tree/treeRow';
import { oracleNames, oracleSnapshot } from '../../../support/oracleSnapshots';
import { english } from '../englishTexts';

const caption = { label: 'Docker', description: 'unix:///d.sock', live: true };

function topologyOf(name: string): Topology {
  const label = name.replace('/', ' ');
  return buildTopology(oracleSnapshot(name), { kind: 'engine', label }, 'key');
}

function childrenOf(topology: Topology, node: TreeNode): readonly TreeNode[] {
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

function allNodes(topology: Topology): readonly TreeNode[] {
  const below = (node: TreeNode): readonly TreeNode[] => [
    node,
    ...childrenOf(topology, node).flatMap(below),
  ];
  return below(sourceNode('engine'));
}

/** The tree as text, two spaces a level. */
function drawn(name: string): string {
  const topology = topologyOf(name);
  const lines = (node: TreeNode, depth: number): string[] => {
    const row = treeRow(node, topology, caption, english) ?? assert.fail(node.id);
    const text = [row.label, row.description].filter((part) => part !== '').join('  ');
    return [
      '  '.repeat(depth) + text,
      ...childrenOf(topology, node).flatMap((child) => lines(child, depth + 1)),
    ];
  };
  return ['', ...lines(sourceNode('engine'), 0).slice(1)].join('\n');
}

describe('the tree', () => {
  it('shows a container on two networks under both', () => {
    assert.equal(drawn('docker28/a_three_tier'), golden.threeTier);
  });

  it('shows host, none and containers that share a sandbox', () => {
    assert.equal(drawn('docker20/f_modes'), golden.modes);
  });

  it('shows stopped, paused and disconnected containers', () => {
    assert.equal(drawn('docker28/o_paused_and_disconnected'), golden.paused);
  });

  for (const name of oracleNames()) {
    it(`holds everything of ${name} under ids of their own`, () => {
      const topology = topologyOf(name);
      const nodes = allNodes(topology);
      assert.equal(new Set(nodes.map(({ id }) => id)).size, nodes.length);
      for (const { key } of topology.networks) {
        assert.ok(
          nodes.some((node) => node.kind === 'network' && node.networkKey === key),
          key,
        );
      }
      for (const { key } of topology.endpoints) {
        assert.ok(
          nodes.some((node) => node.kind === 'member' && node.endpointKey === key),
          key,
        );
      }
      for (const { key } of topology.containers) {
        assert.ok(
          nodes.some((node) => node.kind === 'member' && node.containerKey === key),
          key,
        );
      }
    });

    it(`finds in ${name} every row again by its parent and by its scene id`, () => {
      const topology = topologyOf(name);
      for (const node of allNodes(topology)) {
        const parent = parentOf(node);
        if (parent !== undefined) {
          assert.ok(
            childrenOf(topology, parent).some(({ id }) => id === node.id),
            node.id,
          );
        }
        const last = sceneIdsOf(node).at(-1);
        if (last === undefined) continue;
        const found = nodeForScene(topology, 'engine', last) ?? assert.fail(last);
        assert.deepEqual(sceneIdsOf(found).at(-1) ?? sceneIdsOf(node), last);
      }
    });
  }

  it('offers to connect and disconnect only on a live engine, and where it is possible', () => {
    const topology = topologyOf('docker20/f_modes');
    const tags = (live: boolean) =>
      new Map(
        allNodes(topology).flatMap((node) => {
          const row = treeRow(node, topology, { ...caption, live }, english);
          return row === undefined ? [] : [[`${node.kind} ${row.label}`, row.contextValue]];
        }),
      );
    const engine = tags(true);
    assert.equal(engine.get('network host'), 'network.live');
    assert.equal(engine.get('network none'), 'network.live');
    assert.equal(engine.get('network bridge'), 'network.live.connectable.addressed');
    for (const value of tags(false).values()) assert.doesNotMatch(value, /live|connectable/);
  });

  it('writes out what would reorder the text', () => {
    const snapshot = oracleSnapshot('docker28/a_three_tier');
    const networks = snapshot.networks.map((network) => ({
      ...network,
      Name: `a\u202Eb\n${network.Name}`,
    }));
    const topology = buildTopology(
      { ...snapshot, networks },
      { kind: 'engine', label: 'x' },
      'key',
    );
    const [first] = networkNodes(topology, 'engine');
    const row = first && treeRow(first, topology, caption, english);
    assert.match(row?.label ?? '', /^a<U\+202E>b<U\+000A>/);
  });
});

const golden = {
  threeTier: `
  back  bridge · 172.21.0.0/16 · 2
    api  172.21.0.2 · running
    db  172.21.0.3 · running
  front  bridge · 172.20.0.0/16 · 3
    api  172.20.0.3 · running
    stopped  created
    web  172.20.0.2 · running
  bridge  bridge · 172.17.0.0/16 · unused
  host  host · unused
  none  null · unused`,
  modes: `
  fn  bridge · 172.20.0.0/16 · 3
    base  172.20.0.2 · running
    side  shares the network of base · running
    peer  172.20.0.3 · running
  bridge  bridge · 172.17.0.0/16 · unused
  host  host · 1
    hm  running
  none  null · 1
    nn  running`,
  paused: `
  front  bridge · 172.20.0.0/16 · 2
    late  172.20.0.4 · paused
    live  172.20.0.2 · running
  bridge  bridge · 172.17.0.0/16 · unused
  host  host · unused
  none  null · unused
  On no network
    gone  running`,
};
