import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CliError, type CliIo } from './cliIo';

/** Writes to the file named by `-o`, else to standard output. @throws CliError */
export async function writeOutput(
  text: string,
  file: string | undefined,
  io: CliIo,
): Promise<void> {
  if (file === undefined || file === '-') {
    io.stdout(text);
    return;
  }
  try {
    await writeFile(path.resolve(io.folder, file), text);
  } catch (error) {
    throw new CliError(
      `cannot write ${file}: ${(error as NodeJS.ErrnoException).code ?? 'failed'}; choose another place with -o`,
    );
  }
}
