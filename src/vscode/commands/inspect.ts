import * as vscode from 'vscode';
import { sourceKey } from '../store/sourceRef';
import type { CommandServices } from './commandServices';
import { asSubject, pickTarget, resolveSubject, type CommandTarget } from './commandTarget';
import type { InspectDocuments } from './inspectDocuments';

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
  const json =
    target.source === services.engine.key
      ? await readFromEngine(services, kind, noun.id)
      : recordFromSnapshot(services, target, kind, noun.id);
  if (json === undefined) return;
  await documents.show(kind, noun.name.value, json);
}

async function readFromEngine(
  { store }: CommandServices,
  kind: 'network' | 'container',
  id: string,
): Promise<unknown> {
  return store.reading?.engine.inspect(kind, id, new AbortController().signal);
}

function recordFromSnapshot(
  { sources }: CommandServices,
  { source }: CommandTarget,
  kind: 'network' | 'container',
  id: string,
): unknown {
  const opened = sources.snapshots.find(({ ref }) => sourceKey(ref) === source)?.snapshot;
  return kind === 'network'
    ? opened?.networks.find((record) => record.Id === id)
    : opened?.containers.find((record) => record.Id === id);
}
