import assert from 'node:assert/strict';
import { ShownRows } from '../../../../src/vscode/tree/shownRows';
import {
  memberNode,
  networkNode,
  sourceNode,
  type TreeNode,
} from '../../../../src/vscode/tree/treeNode';

/** Rows below each row, and what each says besides its id. */
class World {
  readonly members = new Map<string, string[]>([
    ['front', ['web']],
    ['back', ['db']],
  ]);
  readonly sources = ['engine'];
  readonly said = new Map<string, string>();
  readonly rows = new ShownRows();

  readonly childrenOf = (parent: TreeNode | undefined): readonly TreeNode[] => {
    switch (parent?.kind) {
      case undefined:
        return this.sources.map(sourceNode);
      case 'source':
        return [...this.members.keys()].map((key) => networkNode(parent.source, key));
      case 'network':
        return (this.members.get(parent.networkKey) ?? []).map((containerKey) =>
          memberNode(parent.source, { networkKey: parent.networkKey, containerKey }),
        );
      case 'detached':
      case 'member':
        return [];
    }
  };
  readonly textOf = ({ id }: TreeNode) => this.said.get(id) ?? '';

  /** As the editor does it: below a row that is filled anew all is asked for again. */
  fill(parent?: TreeNode): TreeNode[] {
    if (parent !== undefined) this.rows.draw(parent, this.textOf(parent));
    const given = this.rows.give(parent, this.childrenOf(parent));
    return [...given, ...given.flatMap((node) => this.fill(node))];
  }

  changed(): readonly string[] | 'all' {
    const changed = this.rows.changed(this.childrenOf, this.textOf);
    return changed === 'all' ? changed : changed.map(({ id }) => id);
  }
}

const front = networkNode('engine', 'front');
const back = networkNode('engine', 'back');
const web = memberNode('engine', { networkKey: 'front', containerKey: 'web' });

describe('the rows that were shown', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
    world.fill();
  });

  it('are left alone while nothing that is seen changed', () => {
    assert.deepEqual(world.changed(), []);
  });

  it('are nothing to fill before anybody asked for them', () => {
    const unseen = new World();
    unseen.said.set(front.id, 'other');
    assert.deepEqual(unseen.changed(), []);
  });

  it('are filled anew alone where one looks different', () => {
    world.said.set(web.id, 'exited');
    assert.deepEqual(world.changed(), [web.id]);
  });

  it('are filled anew below the network that somebody joined or left', () => {
    world.members.set('front', ['web', 'api']);
    assert.deepEqual(world.changed(), [front.id]);
    world.members.set('back', []);
    assert.deepEqual(world.changed(), [front.id, back.id]);
  });

  it('are told once, by the uppermost', () => {
    world.said.set(front.id, '2');
    world.members.set('front', ['web', 'api']);
    world.said.set(web.id, 'exited');
    assert.deepEqual(world.changed(), [front.id]);
  });

  it('are filled anew from the engine on when a network came or went', () => {
    world.members.delete('back');
    assert.deepEqual(world.changed(), [sourceNode('engine').id]);
  });

  it('are all filled anew when an engine came or went', () => {
    world.sources.push('engine:other');
    assert.equal(world.changed(), 'all');
  });

  it('are told until the editor has asked for them, and not again', () => {
    world.members.set('front', []);
    assert.deepEqual(world.changed(), [front.id]);
    assert.deepEqual(world.changed(), [front.id]);
    world.fill(front);
    assert.deepEqual(world.changed(), []);
  });

  it('are the same objects for as long as they are shown', () => {
    const before = world.fill();
    const after = world.fill();
    assert.equal(after.length, 5);
    for (const [index, node] of after.entries()) assert.equal(node, before[index]);
    assert.equal(world.rows.known({ ...web }), world.rows.known(web));
  });

  it('are other objects when what they stand for is told by another key', () => {
    const known = world.rows.known(web);
    const other = { ...web, endpointKey: 'web@front' };
    assert.notEqual(world.rows.known(other), known);
    assert.equal(world.rows.known(other), other);
  });

  it('are forgotten with all below them when they are gone', () => {
    const known = world.rows.known(web);
    world.members.delete('front');
    world.fill();
    world.members.set('front', ['web']);
    assert.deepEqual(world.changed(), [sourceNode('engine').id]);
    assert.notEqual(world.rows.known({ ...web }), known);
  });
});
