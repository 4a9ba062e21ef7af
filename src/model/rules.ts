import type { RuleMatch } from './ruleMatch';

/**
 * The packet filter of one network namespace: what iptables-save, ip6tables-save and `nft -j list
 * ruleset` tell, in one form. Immutable. What is not understood is kept as text and marked, so that
 * reading never breaks and a verdict over it can say `unknown`.
 */
export interface RuleSet {
  /** In the order they were told; a table is named by tool, family and name. */
  readonly tables: readonly RuleTable[];
  /** Sets of ipset(8), which iptables rules name; nftables keeps its sets in the table. */
  readonly ipsets: readonly NamedSet[];
  /** What could not be read, e.g. a text that ends in the middle. */
  readonly problems: readonly RuleProblem[];
}

export interface RuleProblem {
  readonly code: 'truncated' | 'malformed-line' | 'malformed-json' | 'unknown-table';
  /** One sentence. */
  readonly message: string;
  /** 1-based, in the text that was read. */
  readonly line?: number;
  readonly nextStep: string;
}

export type RuleTool = 'iptables' | 'iptables-legacy' | 'nft';

/** nftables' names; `iptables` is `ip`, `ip6tables` is `ip6`; `inet` sees both. */
export type TableFamily = 'ip' | 'ip6' | 'inet' | 'arp' | 'bridge' | 'netdev';

export interface RuleTable {
  readonly tool: RuleTool;
  readonly family: TableFamily;
  /** `filter`, `nat`, …; any name in nftables. */
  readonly name: string;
  readonly chains: readonly RuleChain[];
  /** nftables: the table's sets and maps. */
  readonly sets: readonly NamedSet[];
}

/** A chain the kernel enters at a hook, or one that others jump to. */
export interface RuleChain {
  readonly name: string;
  /** Absent for user chains. */
  readonly base?: BaseHook;
  /** In the order the kernel walks them. */
  readonly rules: readonly Rule[];
}

export type NetfilterHook =
  'ingress' | 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting' | 'egress';

export interface BaseHook {
  readonly hook: NetfilterHook;
  readonly type: 'filter' | 'nat' | 'route';
  /** Lower comes first (nft(8), standard priority names): raw -300, mangle -150, dstnat -100, filter 0, srcnat 100. */
  readonly priority: number;
  readonly policy: 'accept' | 'drop';
  readonly counters?: Counters;
}

export interface Counters {
  readonly packets: number;
  readonly bytes: number;
}

export interface Rule {
  /** 1-based place in the chain. */
  readonly index: number;
  /** All must hold. Empty: every packet. */
  readonly matches: readonly RuleMatch[];
  /** What is done, in order; empty for a rule that only counts. iptables rules have at most one. */
  readonly actions: readonly RuleAction[];
  readonly counters?: Counters;
  readonly comment?: string;
  /** The rule as its tool prints it: `-A FORWARD -j DOCKER-USER`, `iifname "br0" counter accept`. */
  readonly text: string;
  /** Why a verdict may not rest on this rule: a match or action that is not understood. */
  readonly notUnderstood?: string;
}

/** Whether the packet may go on afterwards: `accept`, `drop`, `reject`, `return`, `goto` and NAT end the walk of the chain. */
export type RuleAction =
  | { readonly kind: 'accept' }
  | { readonly kind: 'drop' }
  /** `with` as iptables names it, e.g. `icmp-port-unreachable`, `icmp6-port-unreachable`, `tcp-reset`. */
  | { readonly kind: 'reject'; readonly with: string }
  | { readonly kind: 'return' }
  /** nftables: on to the next rule, as if there were no verdict. */
  | { readonly kind: 'continue' }
  | { readonly kind: 'jump'; readonly chain: string }
  | { readonly kind: 'goto'; readonly chain: string }
  | { readonly kind: 'notrack' }
  | ({ readonly kind: 'dnat' } & NatTarget)
  | ({ readonly kind: 'snat' } & NatTarget)
  | ({ readonly kind: 'masquerade' } & Omit<NatTarget, 'addresses' | 'family'>)
  | ({ readonly kind: 'redirect' } & Omit<NatTarget, 'addresses' | 'family'>)
  | ({ readonly kind: 'mark' } & MarkChange)
  | ({ readonly kind: 'connectionMark' } & MarkChange)
  /** Packet mark := connection mark, each bit under `mask`. */
  | { readonly kind: 'restoreMark'; readonly mask: number }
  /** Connection mark := packet mark, each bit under `mask`. */
  | { readonly kind: 'saveMark'; readonly mask: number }
  | { readonly kind: 'log'; readonly text: string }
  /** Changes nothing that decides: CHECKSUM, TCPMSS, TTL, … */
  | { readonly kind: 'harmless'; readonly text: string }
  | VerdictMap
  | UnknownAction;

export interface UnknownAction {
  readonly kind: 'unknown';
  /** As the tool prints it. */
  readonly text: string;
  readonly reason: string;
  /** nftables: the expression itself. */
  readonly json?: unknown;
}

export interface NatTarget {
  /** nftables in `inet` tables: packets of the other family fall through (`dnat ip to …`). */
  readonly family?: 4 | 6;
  /** One address twice, or the ends of a range; absent: the address stays. */
  readonly addresses?: { readonly first: string; readonly last: string };
  readonly ports?: PortRange;
  /** `random`, `fully-random`, `persistent`. */
  readonly flags?: readonly string[];
}

/** mark := (mark & ~mask) ^ value: `--set-xmark` of iptables-extensions(8); mask all ones sets it. */
export interface MarkChange {
  readonly value: number;
  readonly mask: number;
}

/** nftables: the verdict is looked up; without an entry the packet goes on to the next rule. */
export interface VerdictMap {
  readonly kind: 'verdictMap';
  readonly fields: readonly SetField[];
  /** Name of a map of the table; else `entries` holds it. */
  readonly map?: string;
  readonly entries?: readonly SetEntry[];
}

/** What a part of a set's key is, with the side of the packet it is compared to. */
export type SetField =
  | 'source'
  | 'destination'
  | 'sourcePort'
  | 'destinationPort'
  | 'protocol'
  | 'inInterface'
  | 'outInterface'
  | 'mark'
  | 'connectionMark'
  | 'connectionState'
  | 'unknown';

/** A set, a map or a verdict map. */
export interface NamedSet {
  readonly name: string;
  readonly kind: 'set' | 'map' | 'verdictMap';
  /** The key's type as the tool prints it: `hash:net`, `ipv4_addr . inet_service`. */
  readonly type: string;
  readonly entries: readonly SetEntry[];
}

export interface SetEntry {
  /** One value per field of the key. */
  readonly key: readonly SetValue[];
  /** Verdict maps. */
  readonly verdict?: RuleAction;
  /** Maps. */
  readonly value?: readonly SetValue[];
  /** ipset `nomatch`: what lies in it counts as not in the set. */
  readonly exception?: boolean;
}

export type SetValue =
  /** An address, port, protocol, interface name or mark. */
  | { readonly kind: 'one'; readonly value: string }
  | { readonly kind: 'prefix'; readonly cidr: string }
  | { readonly kind: 'range'; readonly first: string; readonly last: string }
  /** Interface names by their beginning. */
  | { readonly kind: 'beginning'; readonly text: string }
  | { readonly kind: 'any' };

/** Both ends included. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}
