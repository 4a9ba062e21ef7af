import type { ComposeReader, ComposeRequest, ComposeResult } from '../../compose/composeRequest';
import { baseName, folderOf } from '../../compose/filePaths';
import type { ConfiguredProject } from './configuredProject';

export type ReadCompose = (
  request: ComposeRequest,
  reader: ComposeReader,
) => Promise<ComposeResult>;

/** Which project is meant; paths are absolute. */
export type ProjectChoice =
  | { readonly kind: 'file'; readonly path: string }
  | {
      readonly kind: 'configured';
      readonly folder: string;
      readonly project: ConfiguredProject;
    };

export interface ProjectReading {
  readonly result: ComposeResult;
  /** What docker compose would have to be asked for the same. */
  readonly request: ComposeRequest;
  /** The file is no part of what docker compose finds in its folder. */
  readonly alone: boolean;
}

/** A profile no service can have: takes the place of those that the environment would choose. */
const noProfile = '';

/**
 * Reads the project that is meant. For a file: what docker compose finds in the file's folder when the
 * file is part of that, else that file alone.
 * @param profiles in place of those the project or its environment names
 */
export async function readProject(
  choice: ProjectChoice,
  reader: ComposeReader,
  environment: ComposeRequest['environment'],
  profiles: readonly string[] | undefined,
  read: ReadCompose,
): Promise<ProjectReading> {
  // The extension's own surroundings must not decide which files a picked file stands for.
  const { COMPOSE_FILE: _files, COMPOSE_PROJECT_NAME: _name, ...surroundings } = environment;
  const chosen =
    profiles === undefined ? {} : { profiles: profiles.length === 0 ? [noProfile] : profiles };
  if (choice.kind === 'configured') {
    const { files, envFiles, name, profiles: own } = choice.project;
    const request: ComposeRequest = {
      workingDirectory: choice.folder,
      files,
      profiles: own,
      ...chosen,
      ...(envFiles.length === 0 ? {} : { envFiles }),
      ...(name === undefined ? {} : { projectName: name }),
      environment: surroundings,
    };
    return { result: await read(request, reader), request, alone: false };
  }
  const common = {
    workingDirectory: folderOf(choice.path),
    ...chosen,
    environment: surroundings,
  };
  const found = await read(common, reader);
  if (found.filesRead.includes(choice.path)) {
    return { result: found, request: common, alone: false };
  }
  const request = { ...common, files: [baseName(choice.path)] };
  return { result: await read(request, reader), request, alone: true };
}
