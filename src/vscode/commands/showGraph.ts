import * as vscode from 'vscode';
import { standardComposeNames } from '../ids';
import { engineRef, sourceKey } from '../store/sourceRef';
import { sceneIdsOf } from '../tree/treeModel';
import type { CommandServices } from './commandServices';
import { asSubject } from './commandTarget';

/** Also names like `compose.dev.yml`; the same pattern as in package.json's menus. */
const composeName = /^(docker-)?compose[^/]*\.ya?ml$/i;
const maxListed = 200;

/** *Show Network Graph*: of the file given, else of the active editor, else of one that is picked. */
export async function showGraph({ panels }: CommandServices, argument: unknown): Promise<void> {
  const uri =
    argument instanceof vscode.Uri ? argument : (activeComposeFile() ?? (await pickFile()));
  if (uri === undefined) return;
  panels.show({ kind: 'compose', uri: uri.toString() });
}

export function showEngineGraph({ panels }: CommandServices): void {
  panels.show(engineRef);
}

/** *Show in Graph*: opens the graph of the row's source and selects what the row stands for. */
export function showInGraph({ panels, sources }: CommandServices, argument: unknown): void {
  const subject = asSubject(argument);
  const key = subject?.from === 'tree' ? subject.node.source : sourceKey(engineRef);
  const source = sources.find(key);
  if (source === undefined) return;
  const panel = panels.show(source.ref);
  if (subject?.from === 'tree') panel.select(sceneIdsOf(subject.node), true);
}

/** Asks for a compose file anywhere on the disk. */
export async function openComposeFile({ panels }: CommandServices): Promise<void> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Open Compose File'),
      filters: { [vscode.l10n.t('Compose files')]: ['yml', 'yaml'] },
    })) ?? [];
  if (uri === undefined) return;
  await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.One });
  panels.show({ kind: 'compose', uri: uri.toString() });
}

function activeComposeFile(): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined || document.isUntitled) return undefined;
  const name = document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1);
  const isCompose = composeName.test(name) || document.languageId === 'dockercompose';
  return isCompose ? document.uri : undefined;
}

async function pickFile(): Promise<vscode.Uri | undefined> {
  const found = await vscode.workspace.findFiles(
    '**/{docker-,}compose*.{yml,yaml}',
    '**/node_modules/**',
    maxListed,
  );
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const title = vscode.l10n.t('Show Network Graph');
  if (only === undefined) {
    const openFile = vscode.l10n.t('Open File…');
    const chosen = await vscode.window.showInformationMessage(
      vscode.l10n.t(
        'There is no compose file in this workspace. Docker compose looks for {0}.',
        standardComposeNames.join(', '),
      ),
      openFile,
    );
    if (chosen !== openFile) return undefined;
    return (await vscode.window.showOpenDialog({ title }))?.[0];
  }
  const items = found
    .map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const placeHolder = vscode.l10n.t('Compose file to draw');
  return (await vscode.window.showQuickPick(items, { title, placeHolder }))?.uri;
}
