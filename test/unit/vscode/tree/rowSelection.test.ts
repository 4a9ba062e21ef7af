import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { RowSelection } from '../../../../src/vscode/tree/rowSelection';

interface Row {
  readonly id: string;
}

const [a, b, c]: readonly [Row, Row, Row] = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];

/** A tree that takes its time to select a row, and tells of it before it is done. */
function slowTree() {
  const waiting: { row: Row; done: () => void }[] = [];
  const heard: (readonly [row: string, isOwn: boolean])[] = [];
  const log: string[] = [];
  const rows = new RowSelection<Row>(
    (row) => {
      if (row === c) return Promise.reject(new Error('no such row'));
      return new Promise((done) => waiting.push({ row, done }));
    },
    (line) => log.push(line),
  );
  const tell = (row: Row) => heard.push([row.id, rows.isOwn([row])]);
  const next = async () => {
    const first = waiting.shift();
    assert.ok(first);
    tell(first.row);
    first.done();
    await nextTurn();
  };
  return { rows, heard, log, waiting, tell, next };
}

describe('RowSelection', () => {
  it('knows each of two rows that a graph selected quickly for its own, and ends at the last', async () => {
    const { rows, heard, waiting, next } = slowTree();
    rows.select(a);
    rows.select(c);
    rows.select(b);
    assert.equal(waiting.length, 1, 'one at a time');
    await next();
    await next();
    assert.deepEqual(heard, [
      ['a', true],
      ['b', true],
    ]);
  });

  it('takes what the user selects for theirs, also a row that it selected before', async () => {
    const { rows, heard, next, tell } = slowTree();
    rows.select(a);
    await next();
    tell(b);
    tell(a);
    assert.deepEqual(heard.slice(1), [
      ['b', false],
      ['a', false],
    ]);
    assert.equal(rows.isOwn([a, b]), false);
  });

  it('selects no row any more that was asked for before the user chose another', async () => {
    const { rows, waiting, next, tell } = slowTree();
    rows.select(a);
    rows.select(b);
    tell({ id: 'z' });
    await next();
    assert.equal(waiting.length, 0);
  });

  it('goes on after a row that is gone', async () => {
    const { rows, log, waiting } = slowTree();
    rows.select(c);
    await nextTurn();
    assert.deepEqual(log, ['a row was not selected: Error: no such row']);
    rows.select(a);
    assert.equal(waiting.length, 1);
  });
});
