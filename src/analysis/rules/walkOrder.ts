import type { NetfilterHook, Rule, RuleChain, RuleSet, RuleTable } from '../../model/rules';

/** A rule and where it stands. */
export interface PlacedRule {
  readonly table: RuleTable;
  readonly chain: RuleChain;
  readonly rule: Rule;
  /** The hook whose walk comes to it first; absent where no base chain leads to it. */
  readonly hook?: NetfilterHook;
}

const hookOrder: readonly NetfilterHook[] = [
  'ingress',
  'prerouting',
  'input',
  'forward',
  'output',
  'postrouting',
  'egress',
];

/**
 * Every rule once, in the order in which the kernel comes to it: by hook, by priority, and through
 * jumps; rules of chains that nothing leads to come last (netfilter.org: nf_hook_slow walks the hooks of
 * one point by ascending priority).
 */
export function walkOrder({ tables }: RuleSet): readonly PlacedRule[] {
  const walk = new Walk();
  const bases = tables.flatMap((table) =>
    table.chains.flatMap((chain) =>
      chain.base === undefined ? [] : [{ table, chain, base: chain.base }],
    ),
  );
  bases.sort(
    (a, b) =>
      hookOrder.indexOf(a.base.hook) - hookOrder.indexOf(b.base.hook) ||
      a.base.priority - b.base.priority,
  );
  for (const { table, chain, base } of bases) walk.enter(table, chain, base.hook);
  for (const table of tables) for (const chain of table.chains) walk.enter(table, chain, undefined);
  return walk.placed;
}

/** Names of the chains a rule can lead to. */
export function ledTo(table: RuleTable, rule: Rule): readonly string[] {
  return rule.actions.flatMap((action) => {
    if (action.kind === 'jump' || action.kind === 'goto') return [action.chain];
    if (action.kind !== 'verdictMap') return [];
    const entries =
      action.entries ?? table.sets.find(({ name }) => name === action.map)?.entries ?? [];
    return entries.flatMap(({ verdict }) =>
      verdict?.kind === 'jump' || verdict?.kind === 'goto' ? [verdict.chain] : [],
    );
  });
}

class Walk {
  readonly placed: PlacedRule[] = [];
  readonly #seen = new Set<RuleChain>();
  readonly #chains = new Map<RuleTable, ReadonlyMap<string, RuleChain>>();

  enter(table: RuleTable, chain: RuleChain, hook: NetfilterHook | undefined): void {
    if (this.#seen.has(chain)) return;
    this.#seen.add(chain);
    for (const rule of chain.rules) {
      this.placed.push({ table, chain, rule, ...(hook === undefined ? {} : { hook }) });
      for (const name of ledTo(table, rule)) {
        const next = this.#chainsOf(table).get(name);
        if (next !== undefined) this.enter(table, next, hook);
      }
    }
  }

  #chainsOf(table: RuleTable): ReadonlyMap<string, RuleChain> {
    const known = this.#chains.get(table);
    if (known !== undefined) return known;
    const chains = new Map(table.chains.map((chain) => [chain.name, chain]));
    this.#chains.set(table, chains);
    return chains;
  }
}
