import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exitCode, type CliIo } from '../../../src/cli/cliIo';
import { runMatrix } from '../../../src/cli/matrixCommand';
import { oracleJson } from '../../support/oracleSnapshots';

describe('the matrix on the command line', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'vethscope-cli-'));
    const snapshot = JSON.stringify(oracleJson('docker28/a_three_tier'));
    await writeFile(path.join(folder, 's.json'), snapshot);
  });

  after(() => rm(folder, { recursive: true }));

  async function run(...argv: readonly string[]): Promise<string> {
    let text = '';
    const io: CliIo = {
      stdout: (part) => void (text += part),
      stderr: () => assert.fail('nothing is said on stderr'),
      environment: {},
      folder,
      signal: new AbortController().signal,
    };
    assert.equal(await runMatrix(['s.json', ...argv], io), exitCode.fine);
    return text;
  }

  it('is a Markdown table unless asked otherwise', async () => {
    const [head = '', rule = ''] = (await run()).split('\n');
    assert.match(head, /^\| IPv4 \|/);
    assert.match(rule, /^\| --- \|/);
  });

  it('is CSV, or JSON with the same cells', async () => {
    const lines = (await run('--format', 'csv')).trim().split('\r\n');
    const json = JSON.parse(await run('--json')) as {
      format: string;
      sources: unknown[];
      cells: { verdict: string; by: string | null }[][];
    };
    assert.equal(json.format, 'vethscope-matrix/1');
    assert.equal(lines.length - 1, json.sources.length);
    assert.ok(json.cells.flat().some(({ verdict, by }) => verdict === 'dropped' && by !== null));
  });

  it('refuses formats and families it does not know', async () => {
    await assert.rejects(run('--format', 'xml'), /one of csv, markdown, json/);
    await assert.rejects(run('--family', '5'), /4 or 6/);
  });
});
