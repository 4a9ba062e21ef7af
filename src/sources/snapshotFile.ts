import { jsonText } from '../model/jsonText';
import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { parseSnapshot, snapshotFormat, type Snapshot } from '../model/snapshot';
import { SnapshotFileError } from './snapshotFileError';

/** A snapshot of a host with thousands of containers has about 20 MB. */
const maxSnapshotBytes = 128 * 1024 * 1024;

const otherFormat = /^vethscope-snapshot\/\d{1,9}$/;

/** How many faulty fields a message names. */
const maxNamedFields = 3;

/**
 * Reads a saved snapshot. The allow-list applies here too, so a file made by hand brings nothing in.
 * @throws SnapshotFileError
 */
export async function readSnapshotFile(
  path: string,
  maxBytes: number = maxSnapshotBytes,
): Promise<Snapshot> {
  return snapshotFromText(await readText(path, maxBytes), path);
}

/**
 * The snapshot that a file's text holds. `name` is what messages call the file.
 * @throws SnapshotFileError `notJson`, `otherVersion` or `notSnapshot`
 */
export function snapshotFromText(text: string, name: string): Snapshot {
  const json = parseJson(text, name);
  const result = parseSnapshot(json);
  if (result.ok) return result.snapshot;
  const format = isObject(json) ? json['format'] : undefined;
  if (format !== snapshotFormat && typeof format === 'string' && otherFormat.test(format)) {
    throw new SnapshotFileError(
      'otherVersion',
      `${name} was written by another version of Vethscope: its format is ${format}, and this version reads ${snapshotFormat}.`,
      'Use the version that wrote it, or take the snapshot again.',
    );
  }
  if (format !== snapshotFormat) {
    throw new SnapshotFileError(
      'notSnapshot',
      `${name} is no snapshot: its field format is not ${JSON.stringify(snapshotFormat)}.`,
      'Open a file that Save Snapshot or `vethscope snapshot` wrote.',
    );
  }
  const named = result.problems.slice(0, maxNamedFields);
  const more = result.problems.length - named.length;
  throw new SnapshotFileError(
    'notSnapshot',
    `${name} is a damaged snapshot: ${named
      .map(({ path, message }) => `${path === '' ? 'the whole' : path}: ${message}`)
      .join('; ')}${more > 0 ? `; and ${more} more` : ''}.`,
    'Take the snapshot again.',
  );
}

/** The text of a snapshot file: allow-listed, indented by two, with a newline at the end. */
export function snapshotText(snapshot: Snapshot): string {
  const result = parseSnapshot(snapshot);
  if (!result.ok) {
    throw new SnapshotFileError(
      'notSnapshot',
      `The snapshot cannot be saved: ${result.problems[0]?.path ?? 'it'} is not as expected.`,
      'Take the snapshot again.',
    );
  }
  return `${jsonText(result.snapshot, 2)}\n`;
}

/**
 * Writes a snapshot; the file is there whole or not at all (written beside it, then renamed).
 * @throws SnapshotFileError
 */
export async function writeSnapshotFile(path: string, snapshot: Snapshot): Promise<void> {
  const text = snapshotText(snapshot);
  const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    // Only the user may read it: a snapshot tells how a machine is wired.
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(text, 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw new SnapshotFileError(
      'notWritten',
      `${path} cannot be written: ${ioReason(error)}.`,
      'Choose another folder or file name.',
      { cause: error },
    );
  }
}

/** @throws SnapshotFileError `tooLarge` */
export function checkSnapshotSize(
  size: number,
  name: string,
  maxBytes: number = maxSnapshotBytes,
): void {
  if (size <= maxBytes) return;
  throw new SnapshotFileError(
    'tooLarge',
    `${name} is too large for a snapshot: ${size} bytes, more than ${maxBytes}.`,
    'Open a file that Save Snapshot or `vethscope snapshot` wrote.',
  );
}

async function readText(path: string, maxBytes: number): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      checkSnapshotSize(size, path, maxBytes);
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof SnapshotFileError) throw error;
    throw new SnapshotFileError(
      ioCode(error) === 'ENOENT' ? 'notFound' : 'unreadable',
      `${path} cannot be read: ${ioReason(error)}.`,
      'Check the path and who may read the file.',
      { cause: error },
    );
  }
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch (error) {
    throw new SnapshotFileError(
      'notJson',
      `${name} is no snapshot: it is not JSON.`,
      'Open a file that Save Snapshot or `vethscope snapshot` wrote.',
      { cause: error },
    );
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function ioCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function ioReason(error: unknown): string {
  switch (ioCode(error)) {
    case 'ENOENT':
      return 'there is no such file or folder';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'EISDIR':
      return 'it is a folder';
    case 'ENOSPC':
      return 'the disk is full';
    case 'EROFS':
      return 'the file system is read-only';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
