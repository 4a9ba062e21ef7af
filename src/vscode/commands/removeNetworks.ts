import * as vscode from 'vscode';
import { networkUsers } from '../../analysis/networkRemoval';
import type { Network } from '../../model/network';
import type { Topology } from '../../model/topology';
import { displayText } from '../../scene/displayText';
import type { Engine } from '../../sources/engine/engine';
import type { RemovedNetwork } from '../../sources/engine/undoRemove';
import type { CommandServices } from './commandServices';
import { rejoinNetwork, rememberNetwork, restoreNetwork } from './networkRestore';
import { freshReading, offerUndo, withEngineProgress } from './writeAccess';
import { showInformation } from '../messages';

/** What a removal did, as far as it came. */
interface Done {
  readonly removed: RemovedNetwork[];
  /** Its containers were taken off, and it is still there. */
  emptied: RemovedNetwork | undefined;
}

/**
 * Removes exactly these, one after the other, whoever is on them taken off first; offers to put back
 * what was removed, also when it broke off in the middle. @throws EngineError
 */
export async function removeNetworks(
  services: CommandServices,
  networks: readonly Network[],
): Promise<void> {
  const { l10n } = vscode;
  const { engine, snapshot, topology } = await freshReading(services);
  const done: Done = { removed: [], emptied: undefined };
  const [first] = networks;
  const title =
    networks.length === 1 && first !== undefined
      ? l10n.t('Removing the network {0}', displayText(first.name.value))
      : l10n.t('Removing {0} networks', networks.length);
  try {
    await withEngineProgress(title, async (signal) => {
      for (const network of networks) {
        const memory = await rememberNetwork(engine, snapshot, network, signal);
        await takeEverybodyOff(engine, topology, memory, done, signal);
        await engine.removeNetwork(network.id, signal);
        done.emptied = undefined;
        done.removed.push(memory);
      }
    });
  } finally {
    await services.store.refresh();
    tellWhatIsDone(services, engine, done);
  }
}

function tellWhatIsDone(services: CommandServices, engine: Engine, done: Done): void {
  const { l10n } = vscode;
  const { removed, emptied } = done;
  const [one] = removed;
  if (one === undefined && emptied === undefined) return;
  const message =
    one === undefined
      ? l10n.t('Containers were disconnected, and the network is still there.')
      : removed.length === 1
        ? l10n.t('The network {0} is removed.', displayText(one.network.name))
        : l10n.t('{0} networks are removed.', removed.length);
  offerUndo(message, () => putBack(services, engine, done), services);
}

async function takeEverybodyOff(
  engine: Engine,
  topology: Topology,
  memory: RemovedNetwork,
  done: Done,
  signal: AbortSignal,
): Promise<void> {
  const networkId = memory.network.id;
  for (const endpoint of networkUsers(topology, networkId).inTheWay) {
    done.emptied = memory;
    // What has no container is taken off by its own name, which takes force.
    const { containerId, name } = endpoint;
    const force = containerId === undefined;
    await engine.disconnect({ networkId, containerId: containerId ?? name, force }, signal);
  }
}

async function putBack(
  services: CommandServices,
  engine: Engine,
  { removed, emptied }: Done,
): Promise<void> {
  const { l10n } = vscode;
  const [one] = removed;
  const title =
    removed.length === 1 && one !== undefined
      ? l10n.t('Creating the network {0}', displayText(one.network.name))
      : l10n.t('Creating {0} networks', removed.length);
  const failures = await withEngineProgress(title, async (signal) => {
    const told: string[] = [];
    if (emptied !== undefined)
      told.push(...(await rejoinNetwork(engine, emptied, emptied.network.id, signal)));
    for (const network of [...removed].reverse()) {
      told.push(...(await restoreNetwork(engine, network, signal)));
    }
    return told;
  });
  await services.store.refresh();
  const message =
    removed.length === 1 && one !== undefined
      ? l10n.t('Undone: the network {0} is there again.', displayText(one.network.name))
      : l10n.t('Undone: {0} networks are there again.', removed.length);
  void showInformation([message, ...failures].join(' '));
}
