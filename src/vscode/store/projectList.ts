import * as vscode from 'vscode';
import { baseName, folderOf } from '../../compose/filePaths';
import { composeProjects } from '../config';
import { standardComposeNames } from '../ids';
import type { ComposeRef } from './sourceRef';

export interface ListedProject {
  readonly ref: ComposeRef;
  readonly label: string;
  /** Where it comes from: the files of a configured project. */
  readonly description: string;
}

const maxListed = 200;

/**
 * Every compose project of the workspace, folder by folder: those of the settings, then those that
 * docker compose finds, then compose files that belong to neither.
 */
export async function listProjects(): Promise<readonly ListedProject[]> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const configured = folders.flatMap(({ uri, name }) =>
    composeProjects(uri).map((project): ListedProject => {
      const place = folders.length > 1 ? `${name}: ` : '';
      return {
        ref: { kind: 'compose', uri: uri.toString(), project: project.id },
        label: project.id,
        description: vscode.l10n.t('from the settings: {0}', place + project.files.join(', ')),
      };
    }),
  );
  const found = await vscode.workspace.findFiles(
    '**/{docker-compose,compose}*.{yml,yaml}',
    '**/node_modules/**',
    maxListed,
  );
  const files = withoutOverrides(found).map((uri): ListedProject => ({
    ref: { kind: 'compose', uri: uri.toString() },
    label: vscode.workspace.asRelativePath(uri),
    description: '',
  }));
  return [...configured, ...files.sort((a, b) => a.label.localeCompare(b.label))];
}

/** Override files are part of the project beside them. */
function withoutOverrides(found: readonly vscode.Uri[]): readonly vscode.Uri[] {
  const standard: ReadonlySet<string> = new Set(standardComposeNames);
  const folders = new Set(
    found.filter(({ path }) => standard.has(baseName(path))).map(({ path }) => folderOf(path)),
  );
  return found.filter(({ path }) => {
    const isOverride = /^(docker-)?compose\.override\.ya?ml$/.test(baseName(path));
    return !isOverride || !folders.has(folderOf(path));
  });
}
