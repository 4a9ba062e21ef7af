import type { ComposeRequest } from './composeRequest';

/** Flags of docker compose that ask for the same project. */
export function composeFlags(request: ComposeRequest): readonly string[] {
  const { files = [], envFiles = [], profiles = [], projectName, projectDirectory } = request;
  const each = (flag: string, values: readonly string[]) =>
    values.flatMap((value) => [flag, value]);
  return [
    ...each('--file', files),
    ...each('--env-file', envFiles),
    ...each('--profile', profiles),
    ...(projectName === undefined ? [] : ['--project-name', projectName]),
    ...(projectDirectory === undefined ? [] : ['--project-directory', projectDirectory]),
  ];
}
