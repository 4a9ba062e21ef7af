import assert from 'node:assert/strict';
import { hostCommands } from '../../../../src/sources/host/hostCommands';
import { readOutput } from '../../../../src/sources/host/readOutput';
import type { CommandResult } from '../../../../src/sources/host/runCommand';

const rules = command('iptables');
const links = command('addr');

function command(part: string) {
  return hostCommands.find((one) => one.part === part) ?? assert.fail(part);
}

function exited(stdout: string, code = 0, stderr = ''): CommandResult {
  return { kind: 'exited', code, stdout, stderr };
}

const whole = '*nat\n:PREROUTING ACCEPT [0:0]\n[3:180] -A PREROUTING -j DOCKER\nCOMMIT\n';

describe('readOutput', () => {
  it('takes JSON, and nothing for an empty list', () => {
    assert.deepEqual(readOutput(links, 'host.addr', exited('[{"ifname":"lo"}]\n'), ''), {
      ok: true,
      value: [{ ifname: 'lo' }],
    });
    assert.deepEqual(readOutput(links, 'host.addr', exited(''), ''), { ok: true, value: [] });
  });

  it('takes rules that are whole, none too', () => {
    for (const text of ['', whole, `# Generated\n${whole}# Completed\n`]) {
      assert.deepEqual(readOutput(rules, 'host.iptables', exited(text), ''), {
        ok: true,
        value: text,
      });
    }
  });

  const refused = 'iptables-save v1.8.9 (nf_tables): Could not fetch rule set generation id: ';
  for (const [situation, fact, result, reason] of [
    ['JSON cut short', links, exited('[{"ifname":"l'), 'badOutput'],
    ['rules cut short', rules, exited(whole.slice(0, 40)), 'badOutput'],
    ['rules without their end', rules, exited(whole.replace('COMMIT\n', '')), 'badOutput'],
    [
      'a user who may not',
      rules,
      exited('', 4, `${refused}Permission denied (you must be root)\n`),
      'notAllowed',
    ],
    [
      'EPERM',
      rules,
      exited('', 1, 'nsenter: reassociate failed: Operation not permitted\n'),
      'notAllowed',
    ],
    ['a password asked for', rules, exited('', 1, 'sudo: a password is required\n'), 'notAllowed'],
    ['no program', rules, { kind: 'notFound' }, 'notFound'],
    ['a program that hangs', rules, { kind: 'timeout', afterMs: 5_000 }, 'timeout'],
    ['a program without end', rules, { kind: 'tooMuch', bytes: 64_000_000 }, 'tooMuch'],
    ['another failure', rules, exited('', 1, 'unknown option\n'), 'failed'],
    ['a program that cannot start', rules, { kind: 'failed', detail: 'EAGAIN' }, 'failed'],
  ] as const) {
    it(`names ${situation}, and what to do`, () => {
      const read = readOutput(fact, 'host.x', result, 'Ask root.');
      assert.ok(!read.ok);
      assert.equal(read.missing.reason, reason);
      assert.equal(read.missing.part, 'host.x');
      assert.match(read.missing.message, /^[A-Z].*\.$|^iptables-save .*\.$/);
      assert.match(read.missing.nextStep, /^[A-Z].*\.$/);
    });
  }

  it('keeps what a program says on one line, short and without control characters', () => {
    const read = readOutput(
      links,
      'host.addr',
      exited('', 1, `\u001b[31m${'x'.repeat(999)}\nmore`),
      '',
    );
    assert.ok(!read.ok);
    assert.doesNotMatch(read.missing.message, /\p{Cc}|more/u);
    assert.ok(read.missing.message.length < 260);
  });
});
