import { isKnown, type Knowable, type Provenance } from '../../model/provenance';
import type { Counters, NetfilterHook, RuleSet, RuleTable } from '../../model/rules';
import type { Topology } from '../../model/topology';
import { hostRules } from './hostRules';
import { placesOf } from './places';
import { ruleOwner, type RuleOwner } from './ruleOwner';
import { ruleRefs, type RuleRefs } from './ruleRefs';
import { ruleSentence } from './ruleSentence';
import { walkOrder } from './walkOrder';

/** A rule as it is shown. */
export interface ShownRule {
  readonly table: RuleTable;
  readonly chain: string;
  /** 1-based place in the chain. */
  readonly index: number;
  /** The hook whose walk comes to it first; absent where nothing leads to its chain. */
  readonly hook?: NetfilterHook;
  /** As its tool prints it. */
  readonly text: string;
  /** What it does, in plain words and names of the topology. */
  readonly sentence: string;
  readonly counters?: Counters;
  readonly owner: RuleOwner;
  readonly refs: RuleRefs;
  /** It ends a packet's way or rewrites it, instead of asking further chains or only counting. */
  readonly decides: boolean;
  readonly understood: boolean;
}

/** The rules of the engine's host. */
export interface Firewall {
  readonly rules: RuleSet;
  /** Read from the kernel, or what Docker would have written. */
  readonly source: Provenance;
  /** In the order the kernel walks them. */
  readonly walk: readonly ShownRule[];
}

const made = new WeakMap<Topology, Knowable<Firewall>>();

/** All rules of the host with what they mean; unknown where they were neither read nor can be predicted. */
export function firewallOf(topology: Topology): Knowable<Firewall> {
  const known = made.get(topology) ?? makeFirewall(topology);
  made.set(topology, known);
  return known;
}

function makeFirewall(topology: Topology): Knowable<Firewall> {
  const rules = hostRules(topology);
  if (!isKnown(rules)) return rules;
  const places = placesOf(topology);
  const owner = ruleOwner(topology);
  const refs = ruleRefs(topology);
  const walk = walkOrder(rules.value).map((placed): ShownRule => {
    const { table, chain, rule, hook } = placed;
    return {
      table,
      chain: chain.name,
      index: rule.index,
      ...(hook === undefined ? {} : { hook }),
      text: rule.text,
      sentence: ruleSentence(placed, places),
      ...(rule.counters === undefined ? {} : { counters: rule.counters }),
      owner: owner(placed),
      refs: refs(placed),
      decides: rule.actions.some(({ kind }) => deciding.has(kind)),
      understood: rule.notUnderstood === undefined,
    };
  });
  return { value: { rules: rules.value, source: rules.source, walk }, source: rules.source };
}

const deciding: ReadonlySet<string> = new Set([
  'accept',
  'drop',
  'reject',
  'dnat',
  'snat',
  'masquerade',
  'redirect',
  'unknown',
]);

/** What the rules are asked about. */
export type RuleSubject =
  | { readonly kind: 'network'; readonly id: string }
  | { readonly kind: 'port'; readonly id: string }
  | { readonly kind: 'host' };

/**
 * The rules that act on a network, a published port or at the host's edge, in the order of the walk. A
 * rule of another hand than Docker's that names nothing in particular acts on all of them; Docker's own
 * that do are the host's.
 */
export function rulesConcerning({ walk }: Firewall, subject: RuleSubject): readonly ShownRule[] {
  return walk.filter((shown) => concerns(shown, subject));
}

function concerns(shown: ShownRule, subject: RuleSubject): boolean {
  const { refs, hook } = shown;
  if (hook === undefined) return false;
  const isGeneral = refs.networks.length === 0 && refs.endpoints.length === 0;
  const isForeign = shown.owner !== 'docker' && shown.owner !== 'podman';
  const onTheWay = hook !== 'input' && hook !== 'output';
  switch (subject.kind) {
    case 'network':
      return (
        refs.networks.includes(subject.id) || (isGeneral && isForeign && shown.decides && onTheWay)
      );
    case 'port':
      return (
        refs.ports.includes(subject.id) ||
        (isGeneral && isForeign && shown.decides && onTheWay && hook !== 'postrouting')
      );
    case 'host':
      return isGeneral;
  }
}
