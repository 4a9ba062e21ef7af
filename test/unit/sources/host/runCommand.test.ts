import assert from 'node:assert/strict';
import { systemClock } from '../../../../src/sources/engine/clock';
import { commandRunner } from '../../../../src/sources/host/runCommand';
import { FakeClock } from '../../../support/engine/fakeClock';

const patient = new AbortController().signal;
const limits = { timeoutMs: 5_000, largestBytes: 1_000 };

describe('commandRunner', () => {
  const run = commandRunner(systemClock, limits);

  it('gives what a program prints and its exit code', async () => {
    const command = { program: 'sh', args: ['-c', 'echo out; echo err >&2; exit 3'] };
    assert.deepEqual(await run(command, patient), {
      kind: 'exited',
      code: 3,
      stdout: 'out\n',
      stderr: 'err\n',
    });
  });

  it('hands arguments over as they are', async () => {
    const result = await run({ program: 'echo', args: ['$(id)', ';', '*'] }, patient);
    assert.equal(result.kind === 'exited' ? result.stdout : '', '$(id) ; *\n');
  });

  it('passes on nothing of the environment', async () => {
    const result = await run({ program: 'env', args: [] }, patient);
    const names = (result.kind === 'exited' ? result.stdout : '').match(/^\w+(?==)/gm) ?? [];
    assert.deepEqual(names.filter((name) => !['PWD', 'SHLVL', '_'].includes(name)).sort(), [
      'LC_ALL',
      'PATH',
    ]);
  });

  it('says so when there is no such program', async () => {
    assert.deepEqual(await run({ program: 'vethscope-no-such', args: [] }, patient), {
      kind: 'notFound',
    });
  });

  it('kills what hangs after 5 s, with what it started', async () => {
    const clock = new FakeClock();
    const hanging = commandRunner(clock, limits)(
      { program: 'sh', args: ['-c', 'trap "" TERM; sleep 600 & echo $!; wait'] },
      patient,
    );
    assert.equal(clock.next, 5_000);
    clock.pass(4_999);
    const early = await Promise.race([hanging, new Promise((resolve) => setTimeout(resolve, 50))]);
    assert.equal(early, undefined);
    clock.pass(1);
    assert.deepEqual(await hanging, { kind: 'timeout', afterMs: 5_000 });
  });

  it('kills what never stops talking', async () => {
    assert.deepEqual(await run({ program: 'yes', args: [] }, patient), {
      kind: 'tooMuch',
      bytes: 1_000,
    });
  });

  it('kills when cancelled', async () => {
    const abort = new AbortController();
    const running = run({ program: 'sleep', args: ['600'] }, abort.signal);
    abort.abort();
    await assert.rejects(running, /cancelled/);
  });
});
