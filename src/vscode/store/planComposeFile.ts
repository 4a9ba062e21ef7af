import type { ComposeReader, ComposeRequest, ComposeResult } from '../../compose/composeRequest';
import { baseName, folderOf } from '../../compose/filePaths';

type ReadProject = (request: ComposeRequest, reader: ComposeReader) => Promise<ComposeResult>;

/**
 * Reads the project a compose file belongs to: what docker compose finds in the file's folder when the
 * file is part of that, else that file alone.
 * @param path absolute
 */
export async function readProjectOfFile(
  path: string,
  reader: ComposeReader,
  environment: ComposeRequest['environment'],
  read: ReadProject,
): Promise<ComposeResult> {
  const workingDirectory = folderOf(path);
  // The extension's own surroundings must not decide which files a picked file stands for.
  const { COMPOSE_FILE: _files, COMPOSE_PROJECT_NAME: _name, ...surroundings } = environment;
  const found = await read({ workingDirectory, environment: surroundings }, reader);
  const belongs = found.filesRead.some((file) => file === path);
  if (belongs) return found;
  return read({ workingDirectory, files: [baseName(path)], environment: surroundings }, reader);
}
