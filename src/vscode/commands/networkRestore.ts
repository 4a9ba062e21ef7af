import * as vscode from 'vscode';
import type { Network } from '../../model/network';
import type { Snapshot } from '../../model/snapshot';
import { displayText } from '../../scene/displayText';
import type { Engine } from '../../sources/engine/engine';
import { EngineError } from '../../sources/engine/engineError';
import { networkAgain } from '../../sources/engine/networkAgain';
import { membersOf, rejoins, type RemovedNetwork } from '../../sources/engine/undoRemove';

/** Reads all that putting the network back takes, right before it is removed. @throws EngineError */
export async function rememberNetwork(
  engine: Engine,
  snapshot: Snapshot,
  { id, name }: Network,
  signal: AbortSignal,
): Promise<RemovedNetwork> {
  const network = { id, name: name.value };
  const request = networkAgain(await engine.inspect('network', id, signal));
  return { network, request, members: membersOf(snapshot, network), engine: snapshot.engine };
}

/**
 * Makes the network again and puts its containers back onto it. One that cannot come back (it is gone,
 * or its address was taken) keeps none of the others away; the answer says so, a sentence each.
 * @throws EngineError when the network itself cannot be made
 */
export async function restoreNetwork(
  engine: Engine,
  removed: RemovedNetwork,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { id } = await engine.createNetwork(removed.request, signal);
  return rejoinNetwork(engine, removed, id, signal);
}

/** Puts the containers back onto the network, which may have another id now. */
export async function rejoinNetwork(
  engine: Engine,
  removed: RemovedNetwork,
  id: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const failures: string[] = [];
  for (const { connect, leaveFirst } of rejoins(removed, id)) {
    try {
      if (leaveFirst) await leaveQuietly(engine, id, connect.containerId, signal);
      await engine.connect(connect, signal);
    } catch (error) {
      if (!(error instanceof EngineError) || error.reason === 'cancelled') throw error;
      const record = removed.members.find(({ Id }) => Id === connect.containerId);
      const name = displayText((record?.Name ?? connect.containerId).replace(/^\//, ''));
      failures.push(vscode.l10n.t('{0} was not connected again: {1}', name, error.message));
    }
  }
  return failures;
}

async function leaveQuietly(
  engine: Engine,
  networkId: string,
  containerId: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    await engine.disconnect({ networkId, containerId, force: true }, signal);
  } catch (error) {
    // Engines that keep it by the network's id know nothing of the new one.
    if (!(error instanceof EngineError) || error.reason !== 'notConnected') throw error;
  }
}
