import * as vscode from 'vscode';
import type { Container } from '../../model/container';
import type { Network } from '../../model/network';
import type { ContainerRecord } from '../../model/records/containerRecord';
import type { Snapshot } from '../../model/snapshot';
import { displayText } from '../../scene/displayText';
import { createArguments } from '../../sources/engine/dockerArguments';
import { networkAgain } from '../../sources/engine/networkAgain';
import { undoDisconnect } from '../../sources/engine/undo';
import { sourceKey } from '../store/sourceRef';
import type { CommandServices } from './commandServices';
import { asSubject, pickTarget, resolveSubject, type CommandTarget } from './commandTarget';
import { connectLine, copyLine, disconnectLine, dockerLine, removeLine } from './dockerLine';
import { inspectRecord } from './inspectRecord';
import { networksOf } from './membershipChoices';
import { askPick, goBack } from './steps';
import { showInformation } from '../messages';

/**
 * *Copy as docker Command*: what would make the thing as it is, or take it away again. It only reads.
 */
export async function copyCommand(services: CommandServices, argument: unknown): Promise<void> {
  const { l10n } = vscode;
  const title = l10n.t('Copy as docker Command');
  const subject = asSubject(argument);
  const target =
    subject === undefined
      ? await pickTarget(services.engine, title)
      : resolveSubject(services.sources, subject);
  if (target === undefined) return;
  const lines = await linesFor(services, target);
  if (lines.length === 0) {
    void showInformation(
      l10n.t('There is no docker command for it: it is the engine’s own, or on no network.'),
    );
    return;
  }
  const chosen = await askPick(
    { title, step: 1, total: 1 },
    l10n.t('Command to copy'),
    lines.map((value) => ({ label: displayText(value), value })),
  );
  if (chosen !== undefined && chosen !== goBack) await copyLine(chosen);
}

async function linesFor(
  services: CommandServices,
  target: CommandTarget,
): Promise<readonly string[]> {
  const { container, network, topology } = target;
  if (container !== undefined) {
    const snapshot = snapshotOf(services, target);
    const networks = network === undefined ? networksOf(topology, container) : [network];
    return networks
      .filter(({ kind }) => kind !== 'host')
      .flatMap((one) => membershipLines(snapshot, container, one));
  }
  if (network === undefined || network.kind === 'host' || network.kind === 'none') return [];
  if (network.isDefaultBridge) return [];
  const record = await inspectRecord(services, target, 'network', network.id);
  return record === undefined
    ? []
    : [dockerLine(createArguments(networkAgain(record))), removeLine([network])];
}

/** With what was asked for on the endpoint, as an undo asks again. */
function membershipLines(
  snapshot: Snapshot | undefined,
  container: Container,
  network: Network,
): readonly string[] {
  const record = snapshot?.containers.find(({ Id }: ContainerRecord) => Id === container.id);
  const named = { id: network.id, name: network.name.value };
  const request = record && snapshot && undoDisconnect(record, named, snapshot.engine);
  return request === undefined
    ? []
    : [connectLine(network, container, request.settings), disconnectLine(network, container)];
}

function snapshotOf(
  { sources, store, engine }: CommandServices,
  { source }: CommandTarget,
): Snapshot | undefined {
  return source === engine.key
    ? store.reading?.snapshot
    : sources.snapshots.find(({ ref }) => sourceKey(ref) === source)?.snapshot;
}
