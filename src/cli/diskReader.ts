import { readFile, stat } from 'node:fs/promises';
import type { ComposeReader } from '../compose/composeRequest';

/** Reads from the disk; what is no file counts as missing. */
export const diskReader: ComposeReader & Required<Pick<ComposeReader, 'isFolder'>> = {
  async readFile(path) {
    try {
      if (!(await stat(path)).isFile()) return undefined;
      return await readFile(path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error) return undefined;
      throw error;
    }
  },
  async isFolder(path) {
    try {
      return (await stat(path)).isDirectory();
    } catch (error) {
      if (error instanceof Error && 'code' in error) return false;
      throw error;
    }
  },
};
