import assert from 'node:assert/strict';
import { readMatrixState, storedMatrixState } from '../../../webview/matrixState';

describe('what the page of a matrix keeps', () => {
  it('comes back as it was', () => {
    const state = readMatrixState({
      family: 6,
      choice: {
        sources: 'web',
        targets: 'db',
        only: 'blocked',
        grouping: 'network',
        sorting: 'most',
        toggled: ['from:network:=back'],
      },
      scroll: { top: 40, left: 124 },
      restoreKey: 'engine',
    });
    const again = readMatrixState(JSON.parse(JSON.stringify(storedMatrixState(state))));
    assert.deepEqual(again, state);
    assert.deepEqual([...again.choice.toggled], ['from:network:=back']);
  });

  for (const foreign of [null, 7, 'x', { family: 5, choice: { only: 'x', toggled: [1] } }, []])
    it(`is as at first where ${JSON.stringify(foreign)} was kept`, () => {
      assert.deepEqual(readMatrixState(foreign), readMatrixState(undefined));
    });
});
