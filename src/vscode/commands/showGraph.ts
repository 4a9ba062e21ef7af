import * as vscode from 'vscode';
import { displayText } from '../../scene/displayText';
import { containerId, networkId } from '../../scene/sceneIds';
import { standardComposeNames } from '../ids';
import { listProjects } from '../store/projectList';
import { isComposeDocument, projectOfFile } from '../store/projectOfFile';
import type { KnownEngine } from '../store/engines';
import { engineRef, framesRef, graphKey, type ComposeRef } from '../store/sourceRef';
import { sceneIdsOf } from '../tree/treeModel';
import type { CommandServices } from './commandServices';
import { asSubject, pickTarget } from './commandTarget';
import { showInformation, withoutIcons } from '../messages';

/** *Show Network Graph*: of the file given, else of the active editor, else of one that is picked. */
export async function showGraph({ panels }: CommandServices, argument: unknown): Promise<void> {
  const uri = argument instanceof vscode.Uri ? argument : activeComposeFile();
  const ref = uri === undefined ? await pickProject() : await projectOfFile(uri);
  if (ref !== undefined) panels.show(ref);
}

export function showEngineGraph({ panels }: CommandServices): void {
  panels.show(engineRef);
}

/** *Show All Engines in Graph*: a frame for each. */
export function showEngines({ panels }: CommandServices): void {
  panels.show(framesRef);
}

/**
 * *Show in Graph*: opens the graph of the row's source, unless one that shows it is open, and selects the row's
 * thing; from the palette it asks for one.
 */
export async function showInGraph(
  { engine, panels, sources }: CommandServices,
  argument: unknown,
): Promise<void> {
  const subject = asSubject(argument);
  const wanted =
    subject?.from === 'tree'
      ? { key: subject.node.source, ids: sceneIdsOf(subject.node) }
      : await askWhatToShow(engine);
  const source = wanted && sources.find(wanted.key);
  if (wanted === undefined || source === undefined) return;
  const { key, ids } = wanted;
  const open = panels.find(key) === undefined ? panels.find(graphKey(framesRef)) : undefined;
  const framed = open?.content.idsOf(key, ids);
  const panel = panels.show(framed === undefined ? source.ref : framesRef);
  panel.select(framed ?? ids, true);
}

async function askWhatToShow(engine: KnownEngine) {
  const target = await pickTarget(engine, vscode.l10n.t('Show in Graph'));
  if (target === undefined) return undefined;
  const { source: key, container, network } = target;
  const id = container === undefined ? network && networkId(network) : containerId(container);
  return { key, ids: id === undefined ? [] : [id] };
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
  panels.show(await projectOfFile(uri));
}

/** The compose file in the active editor. */
export function activeComposeFile(): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document !== undefined && isComposeDocument(document) ? document.uri : undefined;
}

/** One of the workspace's projects; without any, a file from anywhere. */
async function pickProject(): Promise<ComposeRef | undefined> {
  const projects = await listProjects();
  const [only] = projects;
  if (only !== undefined && projects.length === 1) return only.ref;
  const title = vscode.l10n.t('Show Network Graph');
  if (only === undefined) {
    const openFile = vscode.l10n.t('Open File…');
    const chosen = await showInformation(
      vscode.l10n.t(
        'There is no compose file in this workspace. Docker compose looks for {0}.',
        standardComposeNames.join(', '),
      ),
      openFile,
    );
    if (chosen !== openFile) return undefined;
    const [uri] = (await vscode.window.showOpenDialog({ title })) ?? [];
    return uri && projectOfFile(uri);
  }
  const placeHolder = vscode.l10n.t('Project to draw');
  const items = projects.map(({ label, description, ref }) => ({
    label: displayText(label),
    description: displayText(description),
    ref,
  }));
  return (await vscode.window.showQuickPick(withoutIcons(items), { title, placeHolder }))?.ref;
}
