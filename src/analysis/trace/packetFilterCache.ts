import type { RuleSet } from '../../model/rules';
import type { Topology } from '../../model/topology';
import { hookChains } from '../../netfilter/evaluateChain';
import type { HookChains } from '../../netfilter/evaluatePacket';
import { packetFilterOf } from './packetFilters';
import type { Possibility } from './possibility';
import type { Namespace } from './world';

interface Filter {
  readonly rules: RuleSet;
  readonly chains: HookChains;
}

/** The packet filters of a topology, each made once for all machines that have the same. */
export class PacketFilterCache {
  private readonly filters = new Map<string, Filter>();
  private readonly optionTexts = new Map<Possibility, string>();

  constructor(private readonly topology: Topology) {}

  of(namespace: Namespace, possibility: Possibility): Filter {
    const key = namespace.kind === 'host' ? this.optionText(possibility) : namespace.id;
    const known = this.filters.get(key);
    if (known !== undefined) return known;
    const rules = packetFilterOf(this.topology, namespace, possibility);
    const filter = { rules, chains: hookChains(rules) };
    this.filters.set(key, filter);
    return filter;
  }

  private optionText(possibility: Possibility): string {
    const known = this.optionTexts.get(possibility);
    if (known !== undefined) return known;
    const text = `host ${JSON.stringify(possibility.options)}`;
    this.optionTexts.set(possibility, text);
    return text;
  }
}
