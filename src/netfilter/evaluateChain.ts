import type { AddressFamily } from '../model/network';
import type { NatTarget, Rule, RuleAction, RuleChain, RuleSet, RuleTable } from '../model/rules';
import { matches, type SetLookup } from './evaluateMatch';
import type {
  BaseChain,
  ChainVerdict,
  Hook,
  HookChains,
  HookContext,
  Packet,
  RejectKind,
  RuleRef,
} from './evaluatePacket';
import { findEntry } from './evaluateSet';

/** Jumps deeper than the kernel allows (NFT_JUMP_STACK_SIZE) are a loop. */
const deepest = 16;

/**
 * The base chains of a rule set by family and hook, in the order of their priority (nft(8), CHAINS);
 * tables of family `inet` see both families, those of other families none.
 */
export function hookChains(ruleSet: RuleSet): HookChains {
  const cache = new Map<string, readonly BaseChain[]>();
  return {
    chains(family, hook) {
      const key = `${family}/${hook}`;
      const known = cache.get(key);
      if (known !== undefined) return known;
      const chains = ruleSet.tables
        .filter((table) => sees(table, family))
        .flatMap((table) => baseChains(table, family, hook, ruleSet))
        .sort((a, b) => a.priority - b.priority);
      cache.set(key, chains);
      return chains;
    },
  };
}

function sees(table: RuleTable, family: AddressFamily): boolean {
  return table.family === 'inet' || table.family === (family === 4 ? 'ip' : 'ip6');
}

function baseChains(
  table: RuleTable,
  family: AddressFamily,
  hook: Hook,
  ruleSet: RuleSet,
): readonly BaseChain[] {
  const evaluator = new TableEvaluator(table, family, ruleSet);
  return table.chains.flatMap((chain) => {
    const { base } = chain;
    if (base?.hook !== hook) return [];
    return [
      {
        priority: base.priority,
        type: base.type,
        evaluate: (packet: Packet, context: HookContext) =>
          evaluator.walkBase(chain, base.policy, packet, context),
      },
    ];
  });
}

type Step = ChainVerdict | 'next' | 'return' | { readonly jump: RuleChain; readonly back: boolean };

class TableEvaluator {
  private readonly chains: ReadonlyMap<string, RuleChain>;
  private readonly sets: SetLookup;

  constructor(
    private readonly table: RuleTable,
    private readonly family: AddressFamily,
    ruleSet: RuleSet,
  ) {
    this.chains = new Map(table.chains.map((chain) => [chain.name, chain]));
    const named = new Map(
      (table.tool === 'nft' ? table.sets : ruleSet.ipsets).map((set) => [set.name, set]),
    );
    this.sets = (name) => named.get(name);
  }

  walkBase(
    chain: RuleChain,
    policy: 'accept' | 'drop',
    packet: Packet,
    context: HookContext,
  ): ChainVerdict {
    const verdict = this.walk(chain, packet, context, 0);
    if (verdict !== undefined) return verdict;
    if (policy === 'accept') return { kind: 'accept' };
    const { family } = this;
    const by = {
      kind: 'policy' as const,
      family,
      table: this.table.name,
      chain: chain.name,
      policy: 'DROP',
    };
    return { kind: 'drop', by };
  }

  /** `undefined`: the packet fell out at the end. */
  private walk(
    chain: RuleChain,
    packet: Packet,
    context: HookContext,
    depth: number,
  ): ChainVerdict | undefined {
    for (const rule of chain.rules) {
      const step = this.step(chain, rule, packet, context, depth);
      if (step === 'next') continue;
      if (step === 'return') return undefined;
      if ('jump' in step) {
        const inner = this.walk(step.jump, packet, context, depth + 1);
        if (inner !== undefined) return inner;
        if (!step.back) return undefined;
        continue;
      }
      return step;
    }
    return undefined;
  }

  private step(
    chain: RuleChain,
    rule: Rule,
    packet: Packet,
    context: HookContext,
    depth: number,
  ): Step {
    let unclear = false;
    for (const match of rule.matches) {
      const holds = matches(match, packet, context, this.sets);
      if (holds === false) return 'next';
      if (holds === undefined) unclear = true;
    }
    const ref = this.refer(chain, rule);
    const decides = rule.actions.some(({ kind }) => kind !== 'log' && kind !== 'harmless');
    if (unclear && decides) {
      return {
        kind: 'unknown',
        by: ref,
        reason: rule.notUnderstood ?? 'a condition rests on something that was not read',
      };
    }
    for (const action of rule.actions) {
      const step = this.act(action, ref, packet, context, depth);
      if (step !== 'next') return step;
    }
    return 'next';
  }

  private act(
    action: RuleAction,
    by: RuleRef,
    packet: Packet,
    context: HookContext,
    depth: number,
  ): Step {
    switch (action.kind) {
      case 'accept':
        return { kind: 'accept', by };
      case 'drop':
        return { kind: 'drop', by };
      case 'reject':
        return { kind: 'reject', by, sends: rejectKind(action.with) };
      case 'return':
        return 'return';
      case 'continue':
      case 'log':
      case 'harmless':
        return 'next';
      case 'jump':
      case 'goto':
        return this.enter(action.chain, action.kind === 'jump', by, depth);
      case 'notrack':
        return { kind: 'untracked', by };
      case 'dnat':
      case 'snat':
        return this.rewrite(action, by, packet);
      case 'masquerade':
      case 'redirect':
        return {
          kind: 'rewrite',
          by,
          rewrite: { to: action.kind, ...firstPort(action.ports) },
        };
      case 'mark':
        packet.mark = changed(packet.mark, action);
        return 'next';
      case 'connectionMark':
        context.connectionMark = changed(context.connectionMark, action);
        return 'next';
      case 'restoreMark':
        packet.mark = merged(packet.mark, context.connectionMark, action.mask);
        return 'next';
      case 'saveMark':
        context.connectionMark = merged(context.connectionMark, packet.mark, action.mask);
        return 'next';
      case 'verdictMap': {
        const entries = action.entries ?? this.sets(action.map ?? '')?.entries;
        const found =
          entries === undefined ? 'unknown' : findEntry(entries, action.fields, packet, context);
        if (found === 'none') return 'next';
        if (found === 'unknown') {
          return { kind: 'unknown', by, reason: 'a verdict map could not be looked up' };
        }
        return found.verdict === undefined
          ? 'next'
          : this.act(found.verdict, by, packet, context, depth);
      }
      case 'unknown':
        return { kind: 'unknown', by, reason: action.reason };
    }
  }

  private enter(name: string, back: boolean, by: RuleRef, depth: number): Step {
    const jump = this.chains.get(name);
    if (jump === undefined) {
      return { kind: 'unknown', by, reason: `the chain ${name} was not read` };
    }
    if (depth >= deepest) return { kind: 'unknown', by, reason: 'the chains jump in a circle' };
    return { jump, back };
  }

  private rewrite(
    action: { readonly kind: 'dnat' | 'snat' } & NatTarget,
    by: RuleRef,
    packet: Packet,
  ): Step {
    // nftables: `dnat ip to …` carries an implicit test of the family.
    if (action.family !== undefined && action.family !== packet.family) return 'next';
    const { addresses } = action;
    if (addresses !== undefined && addresses.first !== addresses.last) {
      return { kind: 'unknown', by, reason: 'the kernel picks one address of a range' };
    }
    return {
      kind: 'rewrite',
      by,
      rewrite: {
        to: action.kind === 'dnat' ? 'destination' : 'source',
        ...(addresses === undefined ? {} : { address: addresses.first }),
        ...firstPort(action.ports),
      },
    };
  }

  private refer(chain: RuleChain, rule: Rule): RuleRef {
    return {
      family: this.family,
      table: this.table.name,
      chain: chain.name,
      index: rule.index,
      rule: rule.text,
    };
  }
}

function firstPort(ports: { readonly first: number } | undefined): { readonly port?: number } {
  return ports === undefined ? {} : { port: ports.first };
}

function changed(mark: number, { value, mask }: { value: number; mask: number }): number {
  return ((mark & ~mask) ^ value) >>> 0;
}

function merged(mark: number, other: number, mask: number): number {
  return ((mark & ~mask) | (other & mask)) >>> 0;
}

/** What iptables calls the answers of REJECT (iptables-extensions(8)). */
function rejectKind(name: string): RejectKind {
  if (name.includes('tcp-reset') || name === 'tcp reset') return 'tcp-reset';
  if (name.includes('port')) return 'port';
  if (name.includes('prohib')) return 'prohibited';
  if (name.includes('proto')) return 'proto';
  if (name.includes('host') || name.includes('addr')) return 'host';
  return 'net';
}
