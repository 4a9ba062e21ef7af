import * as vscode from 'vscode';
import type { CommandServices } from './commandServices';
import { askForOne } from './askForOne';
import { detailsPage } from './detailsPage';
import type { InspectDocuments } from './inspectDocuments';

/** *Inspect as Page*: what is known of a network or container, to be read, beside what is open. */
export async function inspectPage(
  services: CommandServices,
  documents: InspectDocuments,
  argument: unknown,
): Promise<void> {
  const subject = await askForOne(services, argument, vscode.l10n.t('Inspect as Page'));
  if (subject === undefined) return;
  const { target, kind, noun } = subject;
  const page = detailsPage(target.topology, target, vscode.l10n);
  const uri = documents.keep(kind, `${noun.name.value}.md`, page);
  // A preview whose document opens while it is drawn for the first time is drawn again, and may stay empty.
  await vscode.workspace.openTextDocument(uri);
  await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
}
