import type { Topology } from '../model/topology';
import { compareContainers } from './compareContainers';
import { compareEndpoints } from './compareEndpoints';
import { compareNetworks } from './compareNetworks';
import { comparePorts } from './comparePorts';
import type { DriftItem } from './drift';
import { projectPart } from './projectPart';

/** How a running project differs from its files. */
export interface Drift {
  readonly project: string;
  /** Whether anything of the project is on the engine. */
  readonly found: boolean;
  /** Networks first, then containers, their endpoints, their ports; each in the order of keys. */
  readonly items: readonly DriftItem[];
}

/**
 * What is planned against what an engine has of the project, matched by compose's labels. Only what the
 * files say, or what compose makes of it, is compared: addresses the engine chose are right as they are.
 * Pure.
 * @param planned best made for this engine (`PlanOptions.engine`)
 * @param engine all of the engine
 */
export function compareTopologies(planned: Topology, engine: Topology): Drift {
  const project = planned.origin.kind === 'compose' ? planned.origin.project : '';
  const real = projectPart(engine, project);
  const found =
    real.containers.length > 0 || real.networks.some(({ compose }) => compose?.project === project);
  return {
    project,
    found,
    items: [
      ...compareNetworks(planned.networks, engine.networks, project),
      ...compareContainers(planned, real),
      ...compareEndpoints(planned, real),
      ...comparePorts(planned, real),
    ],
  };
}
