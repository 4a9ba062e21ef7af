import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import type { EngineError } from '../../../../src/sources/engine/engineError';
import { EventFollower } from '../../../../src/sources/engine/eventFollower';
import { FakeClock } from '../../../support/engine/fakeClock';

type Attempt = readonly string[] | Error | 'staysOpen';

/** Lets everything that waits for promises only go on. */
async function settle(): Promise<void> {
  for (let step = 0; step < 20; step += 1) await turn();
}

function followed(attempts: Attempt[]) {
  const clock = new FakeClock();
  const seen: string[] = [];
  const errors: EngineError[] = [];
  let openFor = 0;
  async function* pieces(texts: readonly string[]): AsyncGenerator<Uint8Array> {
    for (const piece of texts) yield Buffer.from(piece, 'utf8');
    await turn();
    clock.pass(openFor);
  }
  async function* endless(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('');
    await new Promise(() => undefined);
  }
  const follower = new EventFollower(
    () => {
      const attempt = attempts.shift() ?? 'staysOpen';
      if (attempt instanceof Error) return Promise.reject(attempt);
      return Promise.resolve(attempt === 'staysOpen' ? endless() : pieces(attempt));
    },
    clock,
    {
      event: (json) => seen.push(JSON.stringify(json)),
      opened: () => seen.push('opened'),
      lost: (error) => {
        errors.push(error);
        seen.push(`lost ${error.reason}`);
      },
    },
  );
  return {
    clock,
    seen,
    errors,
    follower,
    keepOpenFor: (milliseconds: number) => (openFor = milliseconds),
  };
}

const down = () => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

describe('EventFollower', () => {
  it('reads events that come in pieces, several at once, and with letters cut in two', async () => {
    const whole = Buffer.from('{"a":1}\n{"b":2}\n\n"ü"\n');
    const inTheLetter = whole.indexOf('ü') + 1;
    const parts = [
      whole.subarray(0, 12),
      whole.subarray(12, inTheLetter),
      whole.subarray(inTheLetter),
    ];
    const events: unknown[] = [];
    async function* stream(): AsyncGenerator<Uint8Array> {
      for (const part of parts) yield part;
      await new Promise(() => undefined);
    }
    const reader = new EventFollower(() => Promise.resolve(stream()), new FakeClock(), {
      event: (json) => events.push(json),
      opened: () => undefined,
      lost: (error) => assert.fail(error.detail),
    });
    void reader.run();
    await settle();
    assert.deepEqual(events, [{ a: 1 }, { b: 2 }, 'ü']);
    reader.dispose();
  });

  it('opens again after pauses that double from 1 s to 30 s', async () => {
    const { clock, seen, follower } = followed(Array.from({ length: 9 }, down));
    void follower.run();
    const pauses: (number | undefined)[] = [];
    for (let attempt = 0; attempt < 8; attempt += 1) {
      await settle();
      pauses.push(clock.next);
      clock.pass(clock.next ?? 0);
    }
    assert.deepEqual(
      pauses,
      [1, 2, 4, 8, 16, 30, 30, 30].map((seconds) => seconds * 1_000),
    );
    assert.ok(seen.every((entry) => entry === 'lost noEngine'));
    follower.dispose();
  });

  it('takes the end of a stream as a loss, and says when it is open again', async () => {
    const { clock, seen, follower } = followed([['{"a":1}\n'], down(), 'staysOpen']);
    void follower.run();
    await settle();
    clock.pass(1_000);
    await settle();
    clock.pass(2_000);
    await settle();
    assert.deepEqual(seen, ['opened', '{"a":1}', 'lost noEngine', 'lost noEngine', 'opened']);
    follower.dispose();
  });

  it('begins with short pauses again after a stream that held', async () => {
    const { clock, follower, keepOpenFor } = followed([down(), down(), down(), [], []]);
    void follower.run();
    for (const milliseconds of [1_000, 2_000]) {
      await settle();
      clock.pass(milliseconds);
    }
    await settle();
    assert.equal(clock.next, 4_000);
    keepOpenFor(10_000);
    clock.pass(4_000);
    await settle();
    assert.equal(clock.next, 1_000);
    follower.dispose();
  });

  it('counts a stream that ends at once as one more failure', async () => {
    const { clock, follower } = followed([[], [], []]);
    void follower.run();
    await settle();
    clock.pass(1_000);
    await settle();
    assert.equal(clock.next, 2_000);
    follower.dispose();
  });

  it('names garbage in the stream', async () => {
    const { seen, follower } = followed([['<html>\n']]);
    void follower.run();
    await settle();
    assert.deepEqual(seen, ['opened', 'lost badAnswer']);
    follower.dispose();
  });

  it('does not gather a line without an end', async () => {
    const { seen, follower } = followed([['x'.repeat(700_000), 'x'.repeat(700_000)]]);
    void follower.run();
    await settle();
    assert.deepEqual(seen, ['opened', 'lost badAnswer']);
    follower.dispose();
  });

  it('ends a long pause when the engine was seen to answer, but no pause before 1 s', async () => {
    const { clock, seen, follower } = followed([down(), down(), down(), 'staysOpen']);
    void follower.run();
    await settle();
    clock.pass(1_000);
    await settle();
    clock.pass(2_000);
    await settle();
    assert.equal(clock.next, 4_000);
    clock.pass(500);
    follower.nudge();
    await settle();
    assert.ok(!seen.includes('opened'));
    clock.pass(500);
    follower.nudge();
    await settle();
    assert.ok(seen.includes('opened'));
    follower.dispose();
  });

  for (const moment of ['while it pauses', 'while the stream is open']) {
    it(`ends for good when disposed of ${moment}`, async () => {
      const { clock, seen, follower } = followed(
        moment === 'while it pauses' ? [down()] : [['{"a":1}\n']],
      );
      const run = follower.run();
      if (moment === 'while it pauses') await settle();
      follower.dispose();
      await run;
      const before = [...seen];
      clock.pass(60_000);
      await settle();
      assert.deepEqual(seen, before);
      assert.equal(clock.next, undefined);
    });
  }

  it('tries no more when the one who hears of the loss disposes of it', async () => {
    const clock = new FakeClock();
    let attempts = 0;
    const follower: EventFollower = new EventFollower(
      () => {
        attempts += 1;
        return Promise.reject(down());
      },
      clock,
      { event: () => undefined, opened: () => undefined, lost: () => follower.dispose() },
    );
    await follower.run();
    assert.equal(attempts, 1);
    assert.equal(clock.next, undefined);
  });
});
