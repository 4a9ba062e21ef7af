import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCommandLine } from '../../../src/cli/runCommandLine';
import { oracleJson } from '../../support/oracleSnapshots';

const piped = 'name: piped\nservices:\n  db: { image: x }\n';

describe('what a SOURCE of the command line can be', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'vethscope-cli-'));
    const write = (name: string, text: string) => writeFile(path.join(folder, name), text);
    await Promise.all(
      ['shop/sub', 'none'].map((name) => mkdir(path.join(folder, name), { recursive: true })),
    );
    await write('shop/.env', 'PORT=8000\n');
    await write('shop/compose.yaml', 'services:\n  web: { image: x, ports: ["$PORT:80"] }\n');
    await write('shop/compose.override.yaml', 'services:\n  db: { image: x }\n');
  });
  after(() => rm(folder, { recursive: true }));

  async function run(argv: readonly string[], stdin = '') {
    let out = '';
    let err = '';
    const code = await runCommandLine(argv, {
      stdout: (text) => void (out += text),
      stderr: (text) => void (err += text),
      stdin: () => Promise.resolve(stdin),
      environment: {},
      folder,
      signal: new AbortController().signal,
    });
    return { code, out, err };
  }

  it('is a folder: its project, with overrides and .env', async () => {
    for (const source of ['shop', 'shop/sub']) {
      const done = await run(['graph', source, '--format', 'mermaid']);
      assert.equal(done.code, 0, done.err);
      for (const part of ['shop-web-1', 'shop-db-1', '8000'])
        assert.ok(done.out.includes(part), part);
    }
    const checked = await run(['check', 'shop', 'web -> db yes']);
    assert.equal(checked.code, 0, checked.err);
    assert.match(checked.out, /^shop:\n/);
  });

  it('is standard input once only', async () => {
    for (const verb of ['graph', 'check']) {
      const { code, err } = await run([verb, '-', '-'], piped);
      assert.equal(code, 2);
      assert.equal(err, `vethscope: ${verb}: standard input can be read once only; name - once\n`);
    }
  });

  it('is no folder without a compose file', async () => {
    for (const verb of ['graph', 'check', 'rules']) {
      const { code, out, err } = await run([verb, 'none']);
      assert.equal(code, 2);
      assert.equal(out, '');
      assert.match(
        err,
        /^vethscope: \S+none holds no compose file, nor does a folder above it; name a file\n$/,
      );
    }
  });

  it('is standard input, a compose file or a snapshot', async () => {
    const snapshot = JSON.stringify(oracleJson('docker28/a_three_tier'));
    for (const verb of ['graph', 'check']) {
      assert.match((await run([verb, '-'], piped)).out, verb === 'graph' ? /piped-db-1/ : /^-:\n/);
      const done = await run(
        [verb, '-', ...(verb === 'check' ? ['web -> api yes'] : [])],
        snapshot,
      );
      assert.equal(done.code, 0, done.err);
    }
    const broken = await run(['graph', '-'], 'services: [\n');
    assert.equal(broken.code, 1);
    assert.match(broken.err, /yaml: /);
  });

  it('is not standard input while that holds the questions', async () => {
    for (const verb of ['trace', 'names']) {
      const { code, err } = await run([verb, '-', '--batch'], piped);
      assert.equal(code, 2);
      assert.match(err, /with --batch standard input holds the questions/);
    }
  });

  it('is read by compose as docker compose does', async () => {
    const done = await run(['compose', '-f', '-', '--json'], piped);
    assert.equal(done.code, 0, done.err);
    assert.equal((JSON.parse(done.out) as { name: string }).name, 'piped');
    const none = await run(['compose', '-f', 'none']);
    assert.equal(none.code, 1);
    assert.match(none.err, /^read \S+none: is a directory\n$/);
  });
});
