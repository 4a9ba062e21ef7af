import type { ComposeProject } from '../model/composeProject';
import { predicted, unknown } from '../model/provenance';
import type { Topology } from '../model/topology';

export interface PlanOptions {
  /** The engine the plan is for; default: the newest generation known to be measured. */
  readonly engineVersion?: string;
}

/** ComposeProject → the Topology that `docker compose up` would build. Pure. */
export function planTopology(project: ComposeProject, options: PlanOptions): Topology {
  const later = unknown('no engine is asked', 'connecting to an engine');
  return {
    origin: { kind: 'compose', project: project.name.value, files: project.files },
    engine: {
      key: 'planned',
      product: 'docker',
      version: predicted(options.engineVersion ?? '28.5', 'the newest known generation is assumed'),
      apiVersion: later,
      rootless: later,
      virtualMachine: later,
      addressPools: later,
    },
    host: {
      name: later,
      operatingSystem: later,
      kernel: later,
      interfaces: later,
      addresses: predicted([], 'no host is read'),
    },
    networks: [],
    containers: [],
    endpoints: [],
    sandboxes: [],
    bridges: [],
    vethPairs: [],
    publishedPorts: [],
    missing: [],
  };
}
