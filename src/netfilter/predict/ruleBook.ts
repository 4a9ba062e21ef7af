import { builtInHook } from '../hooks';
import { quoteWord } from '../iptablesTokens';

/**
 * Chains as the engine's iptables commands leave them. Rules are texts in the spelling of
 * iptables-save; as the engine does, a rule that is there already is not written again.
 */
export class RuleBook {
  private readonly tables = new Map<string, Map<string, ChainPage>>();
  private readonly policies = new Map<string, string>();

  newChain(table: string, chain: string): void {
    this.page(table, chain);
  }

  append(table: string, chain: string, rule: string): void {
    const page = this.page(table, chain);
    if (page.present.has(rule)) return;
    page.present.add(rule);
    page.tail.push(rule);
  }

  insert(table: string, chain: string, rule: string): void {
    const page = this.page(table, chain);
    if (page.present.has(rule)) return;
    page.present.add(rule);
    page.head.push(rule);
  }

  /** moby: iptables.EnsureJumpRule: to the head of the chain, also when it was elsewhere. */
  ensureFirst(table: string, chain: string, rule: string): void {
    const page = this.page(table, chain);
    if (page.present.has(rule)) {
      for (const rules of [page.head, page.tail]) {
        const at = rules.indexOf(rule);
        if (at >= 0) rules.splice(at, 1);
      }
    }
    page.present.add(rule);
    page.head.push(rule);
  }

  policy(table: string, chain: string, policy: 'ACCEPT' | 'DROP'): void {
    this.page(table, chain);
    this.policies.set(`${table} ${chain}`, policy);
  }

  /** As iptables-save prints it; tables nobody wrote to are left out. */
  text(): string {
    return [...this.tables]
      .map(([table, chains]) =>
        [
          `*${table}`,
          ...[...chains.keys()].map((chain) => {
            const policy =
              builtInHook(table, chain) === undefined
                ? '-'
                : (this.policies.get(`${table} ${chain}`) ?? 'ACCEPT');
            return `:${chain} ${policy} [0:0]`;
          }),
          ...[...chains].flatMap(([chain, page]) =>
            [...page.head.toReversed(), ...page.tail].map((rule) => `-A ${chain} ${rule}`),
          ),
          'COMMIT',
          '',
        ].join('\n'),
      )
      .join('');
  }

  private page(table: string, chain: string): ChainPage {
    let chains = this.tables.get(table);
    if (chains === undefined) {
      chains = new Map((builtIn[table] ?? []).map((name) => [name, emptyPage()]));
      this.tables.set(table, chains);
    }
    let page = chains.get(chain);
    if (page === undefined) {
      page = emptyPage();
      chains.set(chain, page);
    }
    return page;
  }
}

/** What was inserted (newest last) and what was appended. */
interface ChainPage {
  readonly head: string[];
  readonly tail: string[];
  readonly present: Set<string>;
}

function emptyPage(): ChainPage {
  return { head: [], tail: [], present: new Set() };
}

const builtIn: Readonly<Record<string, readonly string[]>> = {
  raw: ['PREROUTING', 'OUTPUT'],
  mangle: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
  nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
  filter: ['INPUT', 'FORWARD', 'OUTPUT'],
};

/** An interface name as a word of a rule. */
export function deviceWord(device: string): string {
  return quoteWord(device);
}
