import assert from 'node:assert/strict';
import { mkdtemp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  readSnapshotFile,
  snapshotFromText,
  snapshotText,
  writeSnapshotFile,
} from '../../../src/sources/snapshotFile';
import { SnapshotFileError } from '../../../src/sources/snapshotFileError';
import { oracleNames, oracleSnapshot } from '../../support/oracleSnapshots';

describe('snapshot files', () => {
  let folder = '';
  const at = (name: string) => path.join(folder, name);

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'vst-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  async function failure(promise: Promise<unknown>): Promise<SnapshotFileError> {
    try {
      await promise;
    } catch (error) {
      assert.ok(error instanceof SnapshotFileError, String(error));
      assert.match(error.nextStep, /\.$/);
      return error;
    }
    return assert.fail('nothing was refused');
  }

  it('gives back what was written', async () => {
    for (const name of oracleNames().slice(0, 5)) {
      const snapshot = oracleSnapshot(name);
      await writeSnapshotFile(at('s.json'), snapshot);
      assert.deepEqual(await readSnapshotFile(at('s.json')), snapshot);
    }
  });

  it('writes JSON indented by two, for nobody else to read, and leaves no draft', async () => {
    await writeSnapshotFile(at('s.json'), oracleSnapshot('docker28/z_fresh'));
    const text = await readFile(at('s.json'), 'utf8');
    assert.match(text, /^\{\n {2}"format": "vethscope-snapshot\/1",\n/);
    assert.match(text, /\n\}\n$/);
    assert.equal((await stat(at('s.json'))).mode & 0o077, 0);
    assert.deepEqual(await readdir(folder), ['s.json']);
  });

  it('keeps out what the allow-list does not name, when reading and when writing', async () => {
    const snapshot = oracleSnapshot('docker28/a_three_tier');
    const [first, ...rest] = snapshot.containers;
    const more = { ...snapshot, containers: [{ ...first, Env: ['SECRET=1'] }, ...rest] };
    assert.ok(!snapshotText(more as typeof snapshot).includes('SECRET'));
    await writeFile(at('s.json'), JSON.stringify(more));
    assert.ok(!JSON.stringify(await readSnapshotFile(at('s.json'))).includes('SECRET'));
  });

  it('replaces an older file, and keeps it when the new one cannot be written', async () => {
    await writeFile(at('s.json'), 'old');
    await writeSnapshotFile(at('s.json'), oracleSnapshot('docker28/z_fresh'));
    assert.notEqual(await readFile(at('s.json'), 'utf8'), 'old');
    await mkdir(at('folder'));
    const error = await failure(
      writeSnapshotFile(at('folder'), oracleSnapshot('docker28/z_fresh')),
    );
    assert.equal(error.reason, 'notWritten');
    assert.deepEqual((await readdir(folder)).sort(), ['folder', 's.json']);
  });

  it('names a folder that is not there', async () => {
    const error = await failure(
      writeSnapshotFile(at('no/s.json'), oracleSnapshot('docker28/z_fresh')),
    );
    assert.equal(error.reason, 'notWritten');
    assert.match(error.message, /there is no such file or folder/);
  });

  it('names a file that is not there, and a folder in its place', async () => {
    assert.equal((await failure(readSnapshotFile(at('nosuch')))).reason, 'notFound');
    assert.equal((await failure(readSnapshotFile(folder))).reason, 'unreadable');
  });

  it('does not read what is too large', async () => {
    await writeFile(at('s.json'), 'x'.repeat(101));
    const error = await failure(readSnapshotFile(at('s.json'), 100));
    assert.equal(error.reason, 'tooLarge');
    assert.match(error.message, /101 bytes/);
  });

  const damaged = { ...oracleSnapshot('docker28/z_fresh'), networks: [{ Id: 1 }, {}, {}] };
  const table: Readonly<Record<string, readonly [string, string, RegExp]>> = {
    'no JSON': ['services:\n  web: {}\n', 'notJson', /is not JSON/],
    'cut off JSON': ['{"format":"vethscope-snapshot/1"', 'notJson', /is not JSON/],
    'nothing at all': ['', 'notJson', /is not JSON/],
    'no format of ours': [
      '{"format":"vethscope-snapshot/x"}',
      'notSnapshot',
      /field format is not/,
    ],
    'other JSON': ['{"name":"package"}', 'notSnapshot', /field format is not/],
    'a list': ['[]', 'notSnapshot', /field format is not/],
    'a format of the future': [
      '{"format":"vethscope-snapshot/2"}',
      'otherVersion',
      /another version of Vethscope: its format is vethscope-snapshot\/2/,
    ],
    'a damaged snapshot': [
      JSON.stringify(damaged),
      'notSnapshot',
      /damaged snapshot: networks\.0\.Id: .*; networks\.0\.Name: .*; and 3 more\./,
    ],
  };
  for (const [situation, [text, reason, message]] of Object.entries(table)) {
    it(`says what is wrong with ${situation}`, () => {
      assert.throws(
        () => snapshotFromText(text, 's.json'),
        (error) => {
          assert.ok(error instanceof SnapshotFileError);
          assert.equal(error.reason, reason);
          assert.match(error.message, message);
          return true;
        },
      );
    });
  }

  it('reads a file that begins with a byte order mark', () => {
    const snapshot = oracleSnapshot('docker28/z_fresh');
    assert.deepEqual(snapshotFromText(`\uFEFF${snapshotText(snapshot)}`, 's.json'), snapshot);
  });
});
