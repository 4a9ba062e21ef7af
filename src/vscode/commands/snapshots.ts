import * as vscode from 'vscode';
import type { Snapshot } from '../../model/snapshot';
import { snapshotText, writeSnapshotFile } from '../../sources/snapshotFile';
import type { CommandServices } from './commandServices';
import { asSubject, subjectSource } from './commandTarget';
import { freshReading } from './writeAccess';
import { displayText } from '../../scene/displayText';
import { showInformation, withoutIcons } from '../messages';
import { sourceKey, type SourceKey } from '../store/sourceRef';

/** *Open Snapshot…*: it stands in the tree like an engine, and its graph opens. */
export async function openSnapshot(
  { panels, sources }: CommandServices,
  argument: unknown,
): Promise<void> {
  const uri = argument instanceof vscode.Uri ? argument : await askForSnapshot();
  if (uri === undefined) return;
  const source = await sources.openSnapshot(uri);
  panels.show(source.ref);
}

/** *Save Snapshot…*: what the engine says now, without environments, commands and mounts. */
export async function saveSnapshot(services: CommandServices, argument: unknown): Promise<void> {
  const { snapshot } = await freshReading(services);
  const uri = argument instanceof vscode.Uri ? argument : await askWhereTo(snapshot.takenAt);
  if (uri !== undefined) await saveSnapshotTo(uri, snapshot);
}

/** Writes the file, says so and offers to open it. @throws SnapshotFileError */
export async function saveSnapshotTo(uri: vscode.Uri, snapshot: Snapshot): Promise<void> {
  if (uri.scheme === 'file') await writeSnapshotFile(uri.fsPath, snapshot);
  else await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(snapshotText(snapshot)));
  const open = vscode.l10n.t('Open File');
  const message = vscode.l10n.t('The snapshot is saved in {0}.', uri.fsPath);
  void showInformation(message, open).then((chosen) => {
    if (chosen === open) void vscode.window.showTextDocument(uri);
  });
}

/** *Close Snapshot*: of the row or graph; from the palette that of the graph in front, else one that is picked. */
export async function closeSnapshot(
  { panels, sources }: CommandServices,
  argument: unknown,
): Promise<void> {
  const subject = asSubject(argument);
  const source =
    subject === undefined ? await askForOpenSnapshot({ panels, sources }) : subjectSource(subject);
  if (source === undefined) return;
  panels.find(source)?.dispose();
  sources.closeSnapshot(source);
}

async function askForOpenSnapshot({
  panels,
  sources,
}: Pick<CommandServices, 'panels' | 'sources'>): Promise<SourceKey | undefined> {
  const open = sources.snapshots.map(({ ref, name, uri }) => ({
    label: displayText(name),
    description: displayText(vscode.workspace.asRelativePath(uri)),
    key: sourceKey(ref),
  }));
  const inFront = panels.all.find(({ panel }) => panel.active)?.key;
  const [only] = open;
  if (only === undefined) {
    void showInformation(vscode.l10n.t('No snapshot is open.'));
    return undefined;
  }
  if (open.length === 1) return only.key;
  if (open.some(({ key }) => key === inFront)) return inFront;
  const title = vscode.l10n.t('Close Snapshot');
  return (await vscode.window.showQuickPick(withoutIcons(open), { title }))?.key;
}

async function askForSnapshot(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Open Snapshot'),
    filters: { [vscode.l10n.t('Snapshots')]: ['json'] },
  });
  return chosen?.[0];
}

/** `undefined` when the user gave up. */
export async function askWhereTo(takenAt: string): Promise<vscode.Uri | undefined> {
  const name = `vethscope-${takenAt.slice(0, 19).replace(/[^\dT]/g, '-')}.json`;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save Snapshot'),
    filters: { [vscode.l10n.t('Snapshots')]: ['json'] },
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
}
