import assert from 'node:assert/strict';
import { OneAtATime } from '../../../../src/vscode/store/oneAtATime';

/** A task that ends when told to. */
function gate() {
  const waiting: (() => void)[] = [];
  let started = 0;
  return {
    task: () => {
      started += 1;
      return new Promise<void>((resolve) => waiting.push(resolve));
    },
    get started() {
      return started;
    },
    async open() {
      waiting.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe('OneAtATime', () => {
  it('runs one more time for all who asked during a run', async () => {
    const work = gate();
    const runner = new OneAtATime(work.task);
    void runner.run();
    void runner.run();
    void runner.run();
    assert.equal(work.started, 1);
    await work.open();
    assert.equal(work.started, 2);
    await work.open();
    assert.equal(work.started, 2);
  });

  it('settles when a run has ended that began after the asking', async () => {
    const work = gate();
    const runner = new OneAtATime(work.task);
    void runner.run();
    let settled = false;
    const asked = runner.run().then(() => {
      settled = true;
    });
    await work.open();
    assert.equal(settled, false);
    await work.open();
    await asked;
    assert.equal(settled, true);
  });

  it('runs again when asked after a run', async () => {
    const work = gate();
    const runner = new OneAtATime(work.task);
    const first = runner.run();
    await work.open();
    await first;
    void runner.run();
    assert.equal(work.started, 2);
  });

  it('waits for the run under way without asking for another', async () => {
    const work = gate();
    const runner = new OneAtATime(work.task);
    await runner.settled();
    void runner.run();
    const settled = runner.settled();
    await work.open();
    await settled;
    assert.equal(work.started, 1);
  });

  it('starts nothing once disposed', async () => {
    const work = gate();
    const runner = new OneAtATime(work.task);
    void runner.run();
    void runner.run();
    runner.dispose();
    await work.open();
    await runner.run();
    assert.equal(work.started, 1);
  });
});
