import assert from 'node:assert/strict';
import { CliError, exitCode } from '../../../src/cli/cliIo';
import { runNames } from '../../../src/cli/namesCommand';
import { runTrace } from '../../../src/cli/traceCommand';
import { SnapshotFolder } from '../../support/snapshotFolder';

interface Run {
  readonly code: number;
  readonly text: string;
  /** Lines of JSON. */
  readonly lines: readonly Record<string, unknown>[];
}

describe('asking on the command line', () => {
  const folder = new SnapshotFolder('docker28/a_three_tier');

  async function run(command: typeof runTrace, argv: readonly string[], input = ''): Promise<Run> {
    const { code, text } = await folder.run((io) =>
      command(['s.json', ...argv], io, () => Promise.resolve(input)),
    );
    const json = text.split('\n').filter((line) => line.startsWith('{'));
    const lines = json.map((line) => JSON.parse(line) as Record<string, unknown>);
    return { code, text, lines };
  }

  describe('trace', () => {
    it('answers every line of a batch that is not blank, in order, under its id', async () => {
      const { code, lines } = await run(
        runTrace,
        ['--batch', '--json'],
        [
          '{"id":"a","from":"web","to":"api","proto":"tcp","port":80}',
          '',
          '{"id":2,"from":"web","to":"172.21.0.3","proto":"icmp"}',
          'nonsense',
          '{"id":4,"from":"web"}',
          '{"id":5,"from":"web","to":"db","proto":"tcp","port":70000}',
          '{"id":6,"from":"nobody","to":"10.0.0.1","proto":"udp","port":1}',
          '{"id":7,"from":"web","to":"10.0.0.1","proto":"gre"}',
        ].join('\n'),
      );
      assert.equal(code, exitCode.fine);
      assert.deepEqual(
        lines.map(({ id, verdict }) => [id, verdict]),
        [
          ['a', 'delivered'],
          [2, 'dropped'],
          [null, 'unknown'],
          [4, 'unknown'],
          [5, 'unknown'],
          [6, 'unknown'],
          [7, 'unknown'],
        ],
      );
      for (const { why } of lines) assert.match(String(why), /\S/);
    });

    it('names the rule that decided', async () => {
      const question = '{"id":1,"from":"web","to":"172.21.0.3","proto":"tcp","port":80}';
      const { lines } = await run(runTrace, ['--batch'], question);
      assert.deepEqual(lines[0]?.['decidedBy'], {
        family: 4,
        table: 'raw',
        chain: 'PREROUTING',
        index: 4,
        rule: '-A PREROUTING -d 172.21.0.3/32 ! -i br-b31d7a4967d5 -j DROP',
      });
    });

    it('says the way in words, and exits with the answer', async () => {
      const yes = await run(runTrace, ['--from', 'web', '--to', 'api:80']);
      assert.equal(yes.code, exitCode.fine);
      assert.match(yes.text, /^delivered api, seen from 172\.20\.0\.2: /);
      const no = await run(runTrace, ['--from', 'web', '--to', '172.21.0.3:80']);
      assert.equal(no.code, exitCode.no);
      assert.match(no.text, /decided by raw PREROUTING 4/);
    });

    it('says that a name gives nothing, and what becomes of its address', async () => {
      const { code, text } = await run(runTrace, ['--from', 'web', '--to', 'db:80']);
      assert.equal(code, exitCode.no);
      assert.match(
        text,
        /^unresolved: .*\n.*traced to its address 172\.21\.0\.3 instead:\ndropped: /,
      );
      assert.match(text, /decided by raw PREROUTING 4/);
      const nobody = await run(runTrace, ['--from', 'web', '--to', 'nobody:80']);
      assert.match(nobody.text, /^unresolved: [^\n]*\n$/);
    });

    it('names whose each step is', async () => {
      const { text } = await run(runTrace, ['--from', 'web', '--to', 'api:80']);
      assert.match(text, /^ {2}> web: sends to 172\.20\.0\.3 by 172\.20\.0\.0\/16 dev eth0$/m);
      assert.match(text, /^ {2}> host: front takes it from web to api$/m);
    });

    it('knows internet and host as ends', async () => {
      const out = await run(runTrace, ['--from', 'web', '--to', 'internet']);
      assert.match(out.text, /^arrives/);
      const { text } = await run(runTrace, ['--from', 'internet', '--to', 'host:81', '--json']);
      assert.match(text, /"address": ?"203\.0\.113\.2"/);
    });

    it('cannot answer without the host what only the host tells', async () => {
      const { code } = await run(runTrace, ['--from', 'web', '--to', '198.18.0.1:80', '--no-host']);
      assert.equal(code, exitCode.noAnswer);
    });

    const mistakes: readonly (readonly [string, string, RegExp])[] = [
      ['wb', 'api:80', /no container is called "wb"; name one of api, db, stopped, web$/],
      ['web', 'api:80x', /--to "api:80x": Write it like web, db:5432/],
      ['web', 'api:70000', /--to "api:70000": A port is a number from 1 to 65535/],
    ];
    for (const [from, to, message] of mistakes) {
      it(`says what is wrong with ${from} to ${to}`, () =>
        assert.rejects(run(runTrace, ['--from', from, '--to', to]), { message }));
    }

    it('takes the protocol from the target, and outside for the internet', async () => {
      const udp = await run(runTrace, ['--from', 'web', '--to', 'api:53/udp', '--json']);
      assert.match(udp.text, /^\{"verdict":"(?!unresolved)/);
      const { text } = await run(runTrace, ['--from', 'outside', '--to', 'host:81']);
      assert.equal(text, (await run(runTrace, ['--from', 'internet', '--to', 'host:81'])).text);
    });

    for (const argv of [
      ['--from', 'web'],
      ['--from', 'nobody', '--to', 'api:80'],
      ['--from', 'web', '--to', 'api', '--proto', 'tcp'],
      ['--from', 'web', '--to', 'api:80', '--family', '5'],
    ]) {
      it(`cannot answer ${argv.join(' ')}`, () => assert.rejects(run(runTrace, argv), CliError));
    }
  });

  describe('names', () => {
    it('answers a batch', async () => {
      const { code, lines } = await run(
        runNames,
        ['--batch'],
        [
          '{"id":1,"from":"web","name":"api","qtype":"A"}',
          '{"id":2,"from":"web","name":"api"}',
          '{"id":3,"from":"web","name":"api","qtype":"MX"}',
          '{"id":4,"from":"nobody","name":"api","qtype":"A"}',
          '[]',
        ].join('\n'),
      );
      assert.equal(code, exitCode.fine);
      assert.deepEqual(
        lines.map(({ id, result, answers }) => [id, result, answers]),
        [
          [1, 'ok', ['172.20.0.3']],
          [2, 'ok', ['172.20.0.3']],
          [3, null, []],
          [4, null, []],
          [null, null, []],
        ],
      );
    });

    it('answers one question in words', async () => {
      const found = await run(runNames, ['--from', 'web', '--name', 'api']);
      assert.equal(found.code, exitCode.fine);
      assert.match(found.text, /^ok 172\.20\.0\.3 \(127\.0\.0\.11\): /);
      const absent = await run(runNames, ['--from', 'web', '--name', 'api', '--type', 'hosts']);
      assert.equal(absent.code, exitCode.no);
    });

    it('cannot answer for a container that does not exist', () =>
      assert.rejects(run(runNames, ['--from', 'nobody', '--name', 'api']), {
        name: 'CliError',
        message: /; name one of api, db, stopped, web$/,
      }));
  });
});
