import type { Snapshot } from '../../model/snapshot';
import type { Topology } from '../../model/topology';
import type { CommandServices } from './commandServices';
import { engineTopology } from './commandTarget';

/** What the engine a command is about said last, and which drivers it has. */
export interface CommandEngine {
  readonly topology: Topology;
  readonly snapshot: Snapshot;
}

/** The engine that the command was called on, read when it was not yet; says so when there is none. */
export async function engineOf(services: CommandServices): Promise<CommandEngine | undefined> {
  const topology = await engineTopology(services.engine);
  const snapshot = services.store.reading?.snapshot;
  return topology === undefined || snapshot === undefined ? undefined : { topology, snapshot };
}
