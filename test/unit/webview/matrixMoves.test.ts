import assert from 'node:assert/strict';
import { moveInGrid } from '../../../webview/matrixMoves';
import { shownRange } from '../../../webview/shownRange';

const size = { rows: 10, columns: 4, page: 3 };

describe('keys in a grid', () => {
  const cases: readonly (readonly [string, boolean, readonly [number, number]])[] = [
    ['ArrowUp', false, [4, 2]],
    ['ArrowDown', false, [6, 2]],
    ['ArrowLeft', false, [5, 1]],
    ['ArrowRight', false, [5, 3]],
    ['PageUp', false, [2, 2]],
    ['PageDown', false, [8, 2]],
    ['Home', false, [5, 0]],
    ['End', false, [5, 3]],
    ['Home', true, [0, 0]],
    ['End', true, [9, 3]],
  ];
  for (const [key, ctrlKey, [row, column]] of cases)
    it(`${ctrlKey ? 'Ctrl+' : ''}${key} moves`, () => {
      assert.deepEqual(moveInGrid({ row: 5, column: 2 }, { key, ctrlKey }, size), { row, column });
    });

  it('go to the heads and not beyond', () => {
    const corner = { row: -1, column: -1 };
    assert.deepEqual(moveInGrid({ row: 0, column: -1 }, { key: 'ArrowUp' }, size), corner);
    assert.deepEqual(moveInGrid(corner, { key: 'ArrowUp' }, size), corner);
    assert.deepEqual(moveInGrid(corner, { key: 'ArrowLeft' }, size), corner);
    assert.deepEqual(moveInGrid({ row: 9, column: 3 }, { key: 'ArrowDown' }, size), {
      row: 9,
      column: 3,
    });
  });

  it('leaves other keys to the page', () => {
    assert.equal(moveInGrid({ row: 0, column: 0 }, { key: 'Tab' }, size), undefined);
  });
});

describe('what is in sight of a long list', () => {
  it('is what the window shows, some beyond, and what must be there', () => {
    assert.deepEqual(shownRange(1000, 10, 500, 30, 1, [0, 999]), [0, 49, 50, 51, 52, 53, 54, 999]);
  });

  it('ends where the list ends, and is nothing of nothing', () => {
    assert.deepEqual(shownRange(3, 10, 0, 500, 5, [7]), [0, 1, 2]);
    assert.deepEqual(shownRange(0, 10, 0, 500, 5, [0]), []);
  });
});
