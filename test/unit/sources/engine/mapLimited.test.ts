import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { mapLimited } from '../../../../src/sources/engine/mapLimited';

describe('mapLimited', () => {
  it('runs as many at once as it may, never more, and keeps the order', async () => {
    let now = 0;
    let most = 0;
    const items = Array.from({ length: 50 }, (_, index) => index);
    const results = await mapLimited(items, 8, async (item) => {
      now += 1;
      most = Math.max(most, now);
      // The later ones of each group finish first.
      for (let wait = 0; wait < 8 - (item % 8); wait += 1) await turn();
      now -= 1;
      return item * 2;
    });
    assert.equal(most, 8);
    assert.deepEqual(
      results,
      items.map((item) => item * 2),
    );
  });

  it('starts nothing more after a failure', async () => {
    const started: number[] = [];
    await assert.rejects(
      mapLimited([0, 1, 2, 3, 4, 5], 2, async (item) => {
        started.push(item);
        await turn();
        if (item === 1) throw new Error('one');
      }),
      /one/,
    );
    await turn();
    await turn();
    assert.deepEqual(started, [0, 1, 2].slice(0, started.length));
    assert.ok(started.length <= 3);
  });

  it('does nothing for no items', async () => {
    assert.deepEqual(await mapLimited([], 8, () => Promise.reject(new Error('called'))), []);
  });
});
