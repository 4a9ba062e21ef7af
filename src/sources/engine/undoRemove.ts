import type { ContainerRecord } from '../../model/records/containerRecord';
import type { Snapshot } from '../../model/snapshot';
import type { ConnectRequest, CreateNetworkRequest } from './engine';
import { undoDisconnect, type UndoNetwork } from './undo';

/** All that is needed to put a network back that is about to be removed. */
export interface RemovedNetwork {
  readonly network: UndoNetwork;
  /** Makes it again as it was. */
  readonly request: CreateNetworkRequest;
  /** The containers that were on it, as they were. */
  readonly members: readonly ContainerRecord[];
  readonly engine: Snapshot['engine'];
}

/** Who is on a network according to the containers' own records, those that do not run included. */
export function membersOf(
  { containers, engine }: Snapshot,
  network: UndoNetwork,
): readonly ContainerRecord[] {
  return containers.filter((record) => undoDisconnect(record, network, engine) !== undefined);
}

export interface Rejoin {
  readonly connect: ConnectRequest;
  /** It does not run and still names the old network by its id, so it is to leave the new one's name first. */
  readonly leaveFirst: boolean;
}

/** The requests that put the members onto the network made again, which has another id. */
export function rejoins(
  { network, members, engine }: RemovedNetwork,
  newId: string,
): readonly Rejoin[] {
  return members.flatMap((record) => {
    const connect = undoDisconnect(record, network, engine);
    if (connect === undefined) return [];
    return [
      { connect: { ...connect, networkId: newId }, leaveFirst: record.State?.Running !== true },
    ];
  });
}
