import * as vscode from 'vscode';
import { baseName, folderOf, resolvePath } from '../../compose/filePaths';
import { composeProjects } from '../config';
import { standardComposeNames } from '../ids';
import { ComposeFiles } from './composeFiles';
import { loadComposeReader } from './loadComposeReader';
import { readProject } from './readProject';
import type { ComposeRef } from './sourceRef';

/** Names of compose files that people use, e.g. `compose.dev.yml`; the same pattern as in package.json's menus. */
const composeName = /^(docker-)?compose[^/]*\.ya?ml$/i;

/** Whether a document looks like a compose file that lies on the disk. */
export function isComposeDocument({ uri, languageId }: vscode.TextDocument): boolean {
  if (uri.scheme !== 'file') return false;
  return composeName.test(baseName(uri.path)) || languageId === 'dockercompose';
}

/**
 * The project a file belongs to: one that the folder's settings name it in, else what docker compose
 * finds in its folder, by that project's first file, else the file alone.
 */
export async function projectOfFile(uri: vscode.Uri): Promise<ComposeRef> {
  const own: ComposeRef = { kind: 'compose', uri: uri.toString() };
  const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri;
  if (folder !== undefined) {
    const project = composeProjects(folder).find(({ files }) =>
      files.some((file) => resolvePath(folder.fsPath, file) === uri.fsPath),
    );
    if (project !== undefined) {
      return { kind: 'compose', uri: folder.toString(), project: project.id };
    }
  }
  if (standardComposeNames.some((name) => name === baseName(uri.path))) return own;
  const { read } = await loadComposeReader()();
  const choice = { kind: 'file', path: uri.fsPath } as const;
  const files = new ComposeFiles(folder?.fsPath ?? folderOf(uri.fsPath));
  const { result, alone } = await readProject(choice, files, process.env, undefined, read);
  const [main] = result.project?.files ?? [];
  return alone || main === undefined
    ? own
    : { kind: 'compose', uri: vscode.Uri.file(main).toString() };
}
