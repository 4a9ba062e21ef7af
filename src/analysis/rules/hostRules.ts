import { observed, type Knowable } from '../../model/provenance';
import type { RuleSet } from '../../model/rules';
import type { Topology } from '../../model/topology';
import { daemonView } from '../../netfilter/predict/daemonDoubts';
import { predictRules } from '../../netfilter/predict/predictRules';

/** The commands an observed packet filter was read with. */
export const rulesCommands = 'iptables-save, ip6tables-save and nft -j list ruleset';

const made = new WeakMap<Topology, Knowable<RuleSet>>();

/**
 * The packet filter of the engine's host: as it was read, else what Docker would have written there.
 * Unknown where neither can be had. Made once, as topologies do not change.
 */
export function hostRules(topology: Topology): Knowable<RuleSet> {
  const known = made.get(topology);
  if (known !== undefined) return known;
  const read = topology.kernel?.host?.packetFilter;
  const rules = read === undefined ? predictedRules(topology) : observed(read, rulesCommands);
  made.set(topology, rules);
  return rules;
}

/** What Docker would have written, with the options of the daemon that the API shows. */
export function predictedRules(topology: Topology): Knowable<RuleSet> {
  return predictRules(topology, { daemonOptions: daemonView(topology).options });
}
