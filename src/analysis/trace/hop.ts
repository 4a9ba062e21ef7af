import type { RuleRef } from '../../netfilter/evaluatePacket';

/** One step of a packet, in words, with what it touches on the picture. */
export interface Hop {
  readonly step:
    'name' | 'route' | 'wire' | 'bridge' | 'rule' | 'nat' | 'listener' | 'proxy' | 'outside';
  /** Namespace the step happens in: a sandbox id, `host` or `outside`. */
  readonly namespace: string;
  /** Interfaces, bridges or NICs the step touches, by name in that namespace. */
  readonly interfaces: readonly string[];
  readonly text: string;
  readonly rule?: RuleRef;
  /** True on the way back. */
  readonly returning: boolean;
}
