import * as vscode from 'vscode';
import { askWhereTo, saveSnapshotTo } from '../commands/snapshots';
import type { EngineStore } from '../store/engineStore';
import type { ShownTrace } from './traces';
import { showInformation } from '../messages';

/** *Save Snapshot…* of a trace: the reading it rests on, and in it what was tried, for a report. */
export async function saveTrace({ reading }: EngineStore, { verified }: ShownTrace): Promise<void> {
  if (reading === undefined) {
    void showInformation(vscode.l10n.t('There is nothing read to save yet.'));
    return;
  }
  const { snapshot } = reading;
  const uri = await askWhereTo(snapshot.takenAt);
  if (uri === undefined) return;
  await saveSnapshotTo(
    uri,
    verified === undefined ? snapshot : { ...snapshot, tried: [verified.tried] },
  );
}
