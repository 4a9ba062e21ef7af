import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { Heartbeat } from '../../../../src/vscode/store/heartbeat';
import { FakeClock } from '../../../support/engine/fakeClock';

/** A heartbeat of an engine that answers as told, at once. */
function beating() {
  const clock = new FakeClock();
  const told: string[] = [];
  const engine = { answers: true, asked: 0, aborted: 0 };
  const heartbeat = new Heartbeat({
    clock,
    everyMs: 30_000,
    silentMs: () => 5_000,
    ask: async (signal) => {
      engine.asked += 1;
      signal.addEventListener('abort', () => (engine.aborted += 1));
      await turn();
      return engine.answers;
    },
    changed: () => told.push(engine.answers ? 'answers' : 'silent'),
  });
  const pass = async (milliseconds: number) => {
    clock.pass(milliseconds);
    for (let step = 0; step < 4; step += 1) await turn();
  };
  return { clock, told, engine, heartbeat, pass };
}

describe('Heartbeat', () => {
  it('plans nothing while nobody looks', async () => {
    const { clock, engine, heartbeat, pass } = beating();
    assert.equal(clock.next, undefined);
    heartbeat.answered();
    assert.equal(clock.next, undefined);
    heartbeat.start();
    await pass(100_000);
    heartbeat.stop();
    const asked = engine.asked;
    assert.equal(clock.next, undefined);
    await pass(100_000);
    assert.equal(engine.asked, asked);
  });

  it('asks at its pace, and once however often it is started', async () => {
    const { engine, heartbeat, told, pass } = beating();
    heartbeat.start();
    heartbeat.start();
    for (let beat = 1; beat <= 10; beat += 1) {
      await pass(29_999);
      assert.equal(engine.asked, beat - 1);
      await pass(1);
      assert.equal(engine.asked, beat);
    }
    assert.deepEqual(told, [], 'an engine that is well is no news');
  });

  it('waits for its pace after any other answer', async () => {
    const { engine, heartbeat, pass } = beating();
    heartbeat.start();
    await pass(29_000);
    heartbeat.answered();
    await pass(29_000);
    assert.equal(engine.asked, 0);
    await pass(1_000);
    assert.equal(engine.asked, 1);
  });

  it('tells once that it is silent, asks more often, and tells once that it is back', async () => {
    const { engine, heartbeat, told, pass } = beating();
    heartbeat.start();
    engine.answers = false;
    await pass(30_000);
    assert.deepEqual(told, ['silent']);
    await pass(5_000);
    await pass(5_000);
    assert.deepEqual([told, engine.asked], [['silent'], 3]);
    engine.answers = true;
    await pass(5_000);
    assert.deepEqual(told, ['silent', 'answers']);
    await pass(29_999);
    assert.equal(engine.asked, 4);
  });

  it('asks soon when somebody looks again after long, else at its pace', async () => {
    const { engine, heartbeat, pass } = beating();
    heartbeat.start();
    await pass(30_000);
    heartbeat.stop();
    await pass(10_000);
    heartbeat.start();
    await pass(19_999);
    assert.equal(engine.asked, 1, 'hiding and showing is no reason to ask');
    await pass(1);
    assert.equal(engine.asked, 2);
    heartbeat.stop();
    await pass(3_600_000);
    heartbeat.start();
    await pass(0);
    assert.equal(engine.asked, 3);
  });

  it('breaks off the question under way when nobody looks any more, and tells nothing', async () => {
    const { clock, engine, heartbeat, told } = beating();
    heartbeat.start();
    engine.answers = false;
    clock.pass(30_000);
    heartbeat.stop();
    for (let step = 0; step < 4; step += 1) await turn();
    assert.deepEqual([engine.asked, engine.aborted, told], [1, 1, []]);
    assert.equal(clock.next, undefined);
  });

  it('keeps its pace when the clock is set back or forward', async () => {
    const { clock, engine, heartbeat, pass } = beating();
    heartbeat.start();
    for (const jumped of [-86_400_000, 4e12]) {
      const now = clock.now.bind(clock);
      clock.now = () => now() + jumped;
      await pass(30_000);
    }
    assert.equal(engine.asked, 2);
    heartbeat.stop();
    const now = clock.now.bind(clock);
    clock.now = () => now() - 8e12;
    heartbeat.start();
    await pass(30_000);
    assert.equal(engine.asked, 3, 'waits no longer than its pace');
  });

  it('knows since when an engine is silent, as long as somebody looks', async () => {
    const { engine, heartbeat, pass } = beating();
    assert.equal(heartbeat.answeredAt, undefined);
    heartbeat.start();
    await pass(30_000);
    engine.answers = false;
    await pass(35_000);
    assert.equal(heartbeat.answeredAt, 30_000);
    heartbeat.stop();
    assert.equal(heartbeat.answeredAt, undefined);
    heartbeat.forget();
    heartbeat.start();
    assert.equal(heartbeat.answeredAt, undefined);
    heartbeat.stop();
  });
});
