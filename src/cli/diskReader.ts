import { readFile, stat } from 'node:fs/promises';
import type { ComposeReader } from '../compose/composeRequest';

/** Reads from the disk and, for `-f -`, from standard input; what is no file counts as missing. */
export const diskReader: ComposeReader = {
  async readFile(path) {
    try {
      if (path === '-') return await readFile('/dev/stdin', 'utf8');
      if (!(await stat(path)).isFile()) return undefined;
      return await readFile(path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error) return undefined;
      throw error;
    }
  },
};
