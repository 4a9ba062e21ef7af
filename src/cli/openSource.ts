import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ComposeReader } from '../compose/composeRequest';
import { CliError, type CliIo } from './cliIo';
import { diskReader } from './diskReader';
import { readStdin } from './readStdin';

/** A SOURCE, as far as its name and its text tell what it is. */
export type OpenedSource =
  | { readonly kind: 'engine' }
  /** Absolute; docker compose's own search for a project starts here. */
  | { readonly kind: 'folder'; readonly folder: string }
  | {
      readonly kind: 'snapshot' | 'compose';
      /** Absolute, also of standard input: files it names are looked for beside it. */
      readonly file: string;
      readonly text: string;
    };

/** What a SOURCE can be, in words. */
export const nameableSource =
  'a snapshot file, a compose file, a folder with a compose project, - for standard input, or the word engine';

/** What stands in place of a file's name for standard input, as with `docker compose -f -`. */
export const standardInput = '-';

/**
 * Reads a source once, so that a pipe will do.
 * @param instead what to name where there is no such file
 * @throws CliError
 */
export async function openSource(
  source: string,
  io: CliIo,
  instead = nameableSource,
): Promise<OpenedSource> {
  if (source === 'engine') return { kind: 'engine' };
  const file = path.resolve(io.folder, source);
  if (source !== standardInput && (await diskReader.isFolder(file))) {
    return { kind: 'folder', folder: file };
  }
  const text =
    source === standardInput
      ? await (io.stdin ?? readStdin)()
      : await readText(file, source, instead);
  // JSON can be both a snapshot and a compose file; only a snapshot has a format of ours.
  const isSnapshot = text.trimStart().startsWith('{') && !/"services"\s*:/.test(text);
  return { kind: isSnapshot ? 'snapshot' : 'compose', file, text };
}

/** The disk, with what was read of it already. */
export function readerOver(texts: ReadonlyMap<string, string>): ComposeReader {
  return {
    ...diskReader,
    readFile: (file) => {
      const text = texts.get(file);
      return text === undefined ? diskReader.readFile(file) : Promise.resolve(text);
    },
  };
}

async function readText(file: string, shown: string, instead: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
    throw new CliError(`cannot read ${shown}: ${reasons[code] ?? code}; name ${instead}`);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
};
