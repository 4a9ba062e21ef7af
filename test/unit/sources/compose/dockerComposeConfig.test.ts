import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { composeFlags } from '../../../../src/compose/composeFlags';
import { dockerComposeConfig } from '../../../../src/sources/compose/dockerComposeConfig';
import { runProcess } from '../../../../src/sources/compose/runProcess';

describe('composeFlags', () => {
  it('asks for the same project, one argument each', () => {
    const flags = composeFlags({
      workingDirectory: '/p',
      files: ['a b.yml', '$(x).yml'],
      envFiles: ['.env'],
      profiles: ['', '*'],
      projectName: 'shop',
      environment: {},
    });
    assert.deepEqual(flags, [
      ...['--file', 'a b.yml', '--file', '$(x).yml', '--env-file', '.env'],
      ...['--profile', '', '--profile', '*', '--project-name', 'shop'],
    ]);
    assert.deepEqual(composeFlags({ workingDirectory: '/p', environment: {} }), []);
  });
});

describe('dockerComposeConfig', () => {
  let folder: string;
  const { signal } = new AbortController();

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'vethscope-compose-'));
  });
  after(() => rm(folder, { recursive: true }));

  /** A program on a PATH of its own. */
  async function program(name: string, script: string): Promise<void> {
    await writeFile(path.join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }

  const ask = (flags: readonly string[] = []) =>
    dockerComposeConfig({ flags, folder, environment: { PATH: folder } }, runProcess, signal);

  beforeEach(async () => {
    for (const name of ['docker', 'docker-compose']) {
      await rm(path.join(folder, name), { force: true });
    }
  });

  it('says that neither program is there', async () => {
    assert.deepEqual(await ask(), { kind: 'missing' });
  });

  it('hands the flags over as they are, without a shell', async () => {
    await program('docker', 'printf "%s\\n" "$@"');
    const answer = await ask(['--file', 'a; echo "b"']);
    const json = ['compose', '--file', 'a; echo "b"', 'config', '--format', 'json', ''].join('\n');
    assert.deepEqual(answer, { kind: 'project', json });
  });

  it('turns to docker-compose where docker has no such plugin', async () => {
    await program('docker', 'echo "docker: unknown command: docker compose" >&2; exit 1');
    assert.deepEqual(await ask(), { kind: 'missing' });
    await program('docker-compose', 'echo "{}"');
    assert.deepEqual(await ask(), { kind: 'project', json: '{}\n' });
  });

  it('keeps the words of a refusal, and leaves warnings out', async () => {
    await program(
      'docker',
      'printf "time=x level=warning msg=y\\nservice \\"a\\" has no image\\n" >&2; exit 15',
    );
    assert.deepEqual(await ask(), { kind: 'refused', message: 'service "a" has no image' });
  });

  it('ends the program when it is cancelled', async () => {
    await program('docker', 'exec sleep 60');
    const abort = new AbortController();
    const asked = dockerComposeConfig(
      { flags: [], folder, environment: { PATH: `${folder}:/usr/bin:/bin` } },
      runProcess,
      abort.signal,
    );
    setTimeout(() => abort.abort(), 100);
    await assert.rejects(asked, { name: 'AbortError' });
  });
});
