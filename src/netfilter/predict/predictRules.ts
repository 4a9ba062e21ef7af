import type { DaemonOptions } from '../../model/engine';
import { predicted, unknown, type Knowable } from '../../model/provenance';
import type { RuleSet } from '../../model/rules';
import type { Topology } from '../../model/topology';
import { assume, assumptionText } from './assumptions';
import { buildSteps } from './buildSteps';
import { predictIptables } from './predictIptables';
import { predictNft } from './predictNft';

export interface PredictOptions {
  /** Instead of the engine's own version. */
  readonly engineVersion?: string;
  /** Over what the engine tells. */
  readonly daemonOptions?: DaemonOptions;
}

/**
 * The rules Docker would have written on its host, from what its API tells alone: every generation
 * from 20.10 to 29, both families. The provenance says which generation and options were assumed.
 * Unknown for Podman, whose rules are netavark's.
 */
export function predictRules(topology: Topology, options: PredictOptions = {}): Knowable<RuleSet> {
  if (topology.engine.product !== 'docker') {
    return unknown('the rules of netavark are not predicted', 'host access');
  }
  const assumptions = assume(options.engineVersion ?? topology.engine.version.value, {
    ...topology.engine.daemonOptions?.value,
    ...options.daemonOptions,
  });
  const steps = buildSteps(topology);
  const predict = assumptions.backend === 'nftables' ? predictNft : predictIptables;
  const four = predict(topology, steps, 4, assumptions);
  const six = predict(topology, steps, 6, assumptions);
  return predicted(
    {
      tables: [...four.tables, ...six.tables],
      ipsets: [...four.ipsets, ...six.ipsets],
      problems: [...four.problems, ...six.problems],
    },
    assumptionText(assumptions),
  );
}
