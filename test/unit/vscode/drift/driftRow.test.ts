import assert from 'node:assert/strict';
import type { Drift } from '../../../../src/topology/compareTopologies';
import type { DriftItem } from '../../../../src/topology/drift';
import { itemRow, projectRow } from '../../../../src/vscode/drift/driftRow';
import { english } from '../englishTexts';

const item: DriftItem = {
  mark: 'changed',
  noun: 'network',
  key: 'shop/front',
  message: 'A network\u202e is other.',
  up: 'up makes it anew.',
};

describe('rows of the list of differences', () => {
  it('say what differs and what up does, without what could mislead', () => {
    assert.deepEqual(itemRow(item, english), {
      label: 'A network<U+202E> is other.',
      description: 'up makes it anew.',
      icon: 'diff-modified',
      accessibleLabel: 'changed: A network<U+202E> is other. up makes it anew.',
    });
    assert.equal(itemRow({ ...item, mark: 'missing' }, english).icon, 'diff-removed');
    assert.equal(itemRow({ ...item, mark: 'extra' }, english).icon, 'diff-added');
  });

  const drift = (found: boolean, count: number): Drift => ({
    project: 'shop',
    found,
    items: Array.from({ length: count }, () => item),
  });
  const cases: readonly (readonly [Drift | undefined, string])[] = [
    [undefined, 'the engine was not read'],
    [drift(false, 3), 'nothing of it is on the engine'],
    [drift(true, 0), 'runs as its files say'],
    [drift(true, 1), '1 difference'],
    [drift(true, 2), '2 differences'],
  ];
  for (const [given, expected] of cases) {
    it(`say of a project: ${expected}`, () => {
      assert.equal(projectRow('shop', given, english).description, expected);
    });
  }
});
