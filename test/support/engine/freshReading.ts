import type { Snapshot } from '../../../src/model/snapshot';
import type { Topology } from '../../../src/model/topology';
import { openEngine, type EngineOptions } from '../../../src/sources/engine/dockerodeEngine';
import type { EngineEndpoint } from '../../../src/sources/engine/engineEndpoint';
import { buildTopology } from '../../../src/topology/buildTopology';

export interface FreshReading {
  readonly snapshot: Snapshot;
  readonly topology: Topology;
}

/** What somebody sees who asks this engine for the first time. */
export async function freshReading(
  endpoint: EngineEndpoint,
  options: EngineOptions = {},
): Promise<FreshReading> {
  const engine = await openEngine(endpoint, options);
  try {
    const snapshot = await engine.read(new AbortController().signal);
    const origin = { kind: 'engine', label: engine.address } as const;
    return { snapshot, topology: buildTopology(snapshot, origin, engine.key) };
  } finally {
    engine.dispose();
  }
}

/** All of it as text, whenever it was read. */
export function timelessText({ snapshot, topology }: FreshReading): string {
  const text = JSON.stringify([{ ...snapshot, takenAt: '' }, topology]);
  return text.replaceAll(snapshot.takenAt, '');
}
