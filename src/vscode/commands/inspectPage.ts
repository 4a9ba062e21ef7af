import * as vscode from 'vscode';
import type { CommandServices } from './commandServices';
import { asSubject, pickTarget, resolveSubject } from './commandTarget';
import { detailsPage } from './detailsPage';
import type { InspectDocuments } from './inspectDocuments';

/** *Inspect as Page*: what is known of a network or container, to be read, beside what is open. */
export async function inspectPage(
  services: CommandServices,
  documents: InspectDocuments,
  argument: unknown,
): Promise<void> {
  const subject = asSubject(argument);
  const target =
    subject === undefined
      ? await pickTarget(services.engine, vscode.l10n.t('Inspect as Page'))
      : resolveSubject(services.sources, subject);
  const noun = target?.container ?? target?.network;
  if (target === undefined || noun === undefined) return;
  const kind = target.container === undefined ? 'network' : 'container';
  const page = detailsPage(target.topology, target, vscode.l10n);
  const uri = documents.keep(kind, `${noun.name.value}.md`, page);
  await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
}
