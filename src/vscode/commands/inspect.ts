import * as vscode from 'vscode';
import type { CommandServices } from './commandServices';
import { asSubject, pickTarget, resolveSubject } from './commandTarget';
import type { InspectDocuments } from './inspectDocuments';
import { inspectRecord } from './inspectRecord';

/** *Inspect*: the engine's own JSON of a network or container, read-only; of a snapshot what it kept. */
export async function inspect(
  services: CommandServices,
  documents: InspectDocuments,
  argument: unknown,
): Promise<void> {
  const subject = asSubject(argument);
  const target =
    subject === undefined
      ? await pickTarget(services.engine, vscode.l10n.t('Inspect'))
      : resolveSubject(services.sources, subject);
  const noun = target?.container ?? target?.network;
  if (target === undefined || noun === undefined) return;
  const kind = target.container === undefined ? 'network' : 'container';
  const json = await inspectRecord(services, target, kind, noun.id);
  if (json === undefined) return;
  await documents.show(kind, noun.name.value, json);
}
