import type { RuleSet } from '../../model/rules';
import type { Topology } from '../../model/topology';
import type { Namespace } from './world';

const none: RuleSet = { tables: [], ipsets: [], problems: [] };

/** The packet filter of a namespace: observed, else predicted; sandboxes have none unless it was read. */
export function packetFilterOf(topology: Topology, namespace: Namespace): RuleSet {
  if (namespace.kind === 'sandbox') {
    return topology.kernel?.sandboxes.get(namespace.id)?.packetFilter ?? none;
  }
  return topology.kernel?.host?.packetFilter ?? none;
}
