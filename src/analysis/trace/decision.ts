import type { PolicyRef, RuleRef } from '../../netfilter/evaluatePacket';

/** The one fact that, taken away, changes an answer. */
export type Decision =
  | RuleRef
  | PolicyRef
  /** A route, or the lack of one. */
  | { readonly kind: 'route'; readonly namespace: string; readonly route: string }
  /** Who listens, or that nobody does. */
  | { readonly kind: 'listener'; readonly namespace: string; readonly listener: string }
  | { readonly kind: 'proxy'; readonly proxy: string }
  /** Nobody on the wire has the address. */
  | { readonly kind: 'arp'; readonly address: string; readonly segment: string }
  | { readonly kind: 'name'; readonly name: string; readonly via: string }
  | { readonly kind: 'setting'; readonly namespace: string; readonly setting: string }
  /** A part that was not read. */
  | { readonly kind: 'missing'; readonly part: string };

export function isRule(decision: Decision): decision is RuleRef {
  return 'rule' in decision;
}
