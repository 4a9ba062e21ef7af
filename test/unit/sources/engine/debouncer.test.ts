import assert from 'node:assert/strict';
import { Debouncer } from '../../../../src/sources/engine/debouncer';
import { FakeClock } from '../../../support/engine/fakeClock';

describe('Debouncer', () => {
  const started = () => {
    const clock = new FakeClock();
    const runs: number[] = [];
    const debouncer = new Debouncer(clock, 300, () => runs.push(clock.now()));
    return { clock, runs, debouncer };
  };

  it('runs once for a burst, 300 ms after its first trigger', () => {
    const { clock, runs, debouncer } = started();
    debouncer.trigger();
    clock.pass(100);
    debouncer.trigger();
    debouncer.trigger();
    clock.pass(1_000);
    assert.deepEqual(runs, [300]);
  });

  it('is not kept from running by triggers that never cease', () => {
    const { clock, runs, debouncer } = started();
    for (let step = 0; step < 100; step += 1) {
      debouncer.trigger();
      clock.pass(10);
    }
    assert.deepEqual(runs, [300, 600, 900]);
  });

  it('runs again for a later trigger', () => {
    const { clock, runs, debouncer } = started();
    debouncer.trigger();
    clock.pass(500);
    debouncer.trigger();
    clock.pass(500);
    assert.deepEqual(runs, [300, 800]);
  });

  it('forgets a pending run when cancelled, and can be used again', () => {
    const { clock, runs, debouncer } = started();
    debouncer.trigger();
    debouncer.cancel();
    clock.pass(1_000);
    assert.deepEqual(runs, []);
    debouncer.trigger();
    clock.pass(300);
    assert.deepEqual(runs, [1_300]);
  });
});
