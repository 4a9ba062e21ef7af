import * as vscode from 'vscode';
import type { CommandServices } from './commandServices';
import { askForOne } from './askForOne';
import type { InspectDocuments } from './inspectDocuments';
import { inspectRecord } from './inspectRecord';

/** *Inspect*: the engine's own JSON of a network or container, read-only; of a snapshot what it kept. */
export async function inspect(
  services: CommandServices,
  documents: InspectDocuments,
  argument: unknown,
): Promise<void> {
  const subject = await askForOne(services, argument, vscode.l10n.t('Inspect'));
  if (subject === undefined) return;
  const { target, kind, noun } = subject;
  const json = await inspectRecord(services, target, kind, noun.id);
  if (json === undefined) return;
  await documents.show(kind, noun.name.value, json);
}
