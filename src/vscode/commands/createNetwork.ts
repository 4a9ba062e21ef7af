import * as vscode from 'vscode';
import { isKnown } from '../../model/provenance';
import { displayText } from '../../scene/displayText';
import type { CreatedNetwork, Engine } from '../../sources/engine/engine';
import type { CommandServices } from './commandServices';
import { createNetworkSteps, type CreateWish } from './createNetworkSteps';
import { engineOf } from './engineOf';
import { emptyNetworkWish, networkRequest } from './networkWish';
import { askSteps } from './steps';
import { freshReading, mayWrite, offerUndo, withEngineProgress } from './writeAccess';
import { showInformation } from '../messages';

/** *Create Network…*: asks step by step, shows the exact command, makes the network, offers undo. */
export async function createNetwork(services: CommandServices): Promise<void> {
  if (!(await mayWrite())) return;
  const { l10n } = vscode;
  const read = await engineOf(services);
  if (read === undefined) return;
  const steps = createNetworkSteps(read.topology, read.snapshot.engine.info);
  const nothing: CreateWish = { ...emptyNetworkWish, more: [] };
  const wish = await askSteps(l10n.t('Create Network'), steps, nothing);
  if (wish === undefined) return;
  const { engine } = await freshReading(services);
  const name = displayText(wish.name);
  const created = await withEngineProgress(l10n.t('Creating the network {0}', name), (signal) =>
    engine.createNetwork(networkRequest(wish), signal),
  );
  const { topology } = await freshReading(services);
  const network = topology.networks.find(({ id }) => id === created.id);
  const subnets = (network?.ipam ?? []).flatMap(({ subnet }) =>
    isKnown(subnet) ? [subnet.value] : [],
  );
  const message =
    subnets.length === 0
      ? l10n.t('The network {0} is created.', name)
      : l10n.t('The network {0} is created with {1}.', name, subnets.join(', '));
  const warning = created.warning === undefined ? [] : [displayText(created.warning)];
  const undo = () => takeBack(services, engine, created, name);
  offerUndo([message, ...warning].join(' '), undo, services);
}

async function takeBack(
  services: CommandServices,
  engine: Engine,
  { id }: CreatedNetwork,
  name: string,
): Promise<void> {
  const { l10n } = vscode;
  await withEngineProgress(l10n.t('Removing the network {0}', name), (signal) =>
    engine.removeNetwork(id, signal),
  );
  await services.store.refresh();
  void showInformation(l10n.t('Undone: the network {0} is removed.', name));
}
