import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CliIo } from '../../src/cli/cliIo';
import { oracleJson } from './oracleSnapshots';

/** A folder with an engine's snapshot in `s.json`, for the time of a suite, and commands that run in it. */
export class SnapshotFolder {
  #folder = '';

  constructor(snapshot: string) {
    before(async () => {
      this.#folder = await mkdtemp(path.join(tmpdir(), 'vethscope-cli-'));
      await writeFile(path.join(this.#folder, 's.json'), JSON.stringify(oracleJson(snapshot)));
    });
    after(() => rm(this.#folder, { recursive: true }));
  }

  /** Runs a command that says nothing on stderr. */
  async run(
    command: (io: CliIo) => Promise<number>,
  ): Promise<{ readonly code: number; readonly text: string }> {
    let text = '';
    const code = await command({
      stdout: (part) => void (text += part),
      stderr: () => assert.fail('nothing is said on stderr'),
      environment: {},
      folder: this.#folder,
      signal: new AbortController().signal,
    });
    return { code, text };
  }
}
