import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';

/** The first of the programs that is on the PATH; nothing is run. */
export async function findProgram(
  names: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string | undefined> {
  const folders = (environment['PATH'] ?? environment['Path'] ?? '').split(path.delimiter);
  const endings = process.platform === 'win32' ? ['.exe'] : [''];
  for (const name of names) {
    for (const folder of folders.filter((one) => path.isAbsolute(one))) {
      for (const ending of endings) {
        if (await isExecutable(path.join(folder, name + ending))) return name;
      }
    }
  }
  return undefined;
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    // Not there, or not to be run: the next folder may have it.
    return false;
  }
}
