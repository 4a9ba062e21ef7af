import assert from 'node:assert/strict';
import type { LayoutMemory } from '../../../../src/scene/layoutMemory';
import type { Topology } from '../../../../src/model/topology';
import { buildTopology } from '../../../../src/topology/buildTopology';
import { LayoutKeeper } from '../../../../src/vscode/panel/layoutKeeper';
import { keptState } from '../../../support/memento';
import { oracleSnapshot } from '../../../support/oracleSnapshots';

function topologyOf(engineKey: string): Topology {
  const origin = { kind: 'engine', label: 'x' } as const;
  return buildTopology(oracleSnapshot('docker28/z_fresh'), origin, engineKey);
}

const memory: LayoutMemory = {
  format: 'vethscope-layout/1',
  lanes: { 'network:a': { shelf: 0, order: 1, columns: 2, rows: 1 } },
  cards: {},
};

describe('LayoutKeeper', () => {
  it('gives back what it was given, to the same engine only', () => {
    const keeper = new LayoutKeeper(keptState());
    keeper.remember({ kind: 'engine' }, topologyOf('one'), memory);
    assert.deepEqual(keeper.recall({ kind: 'engine' }, topologyOf('one')), memory);
    assert.equal(keeper.recall({ kind: 'engine' }, topologyOf('two')), undefined);
    const uri = 'file:///s.json';
    assert.equal(keeper.recall({ kind: 'snapshot', uri }, topologyOf('one')), undefined);
  });

  for (const stored of [null, 7, 'x', {}, { format: 'vethscope-layout/0', lanes: {}, cards: {} }]) {
    it(`starts anew where another version left ${JSON.stringify(stored)}`, () => {
      const state = new Map<string, unknown>();
      const keeper = new LayoutKeeper(keptState(state));
      keeper.remember({ kind: 'engine' }, topologyOf('one'), memory);
      for (const key of state.keys()) state.set(key, stored);
      assert.equal(keeper.recall({ kind: 'engine' }, topologyOf('one')), undefined);
    });
  }
});
