import assert from 'node:assert/strict';
import { exitCode } from '../../../src/cli/cliIo';
import { runMatrix } from '../../../src/cli/matrixCommand';
import { SnapshotFolder } from '../../support/snapshotFolder';

describe('the matrix on the command line', () => {
  const folder = new SnapshotFolder('docker28/a_three_tier');

  async function run(...argv: readonly string[]): Promise<string> {
    const { code, text } = await folder.run((io) => runMatrix(['s.json', ...argv], io));
    assert.equal(code, exitCode.fine);
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
