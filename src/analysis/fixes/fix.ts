import type { Protocol } from '../../model/container';
import type { RuleRef } from '../../netfilter/evaluatePacket';
import type { TraceQuestion } from '../trace/traceAnswer';
import type { MembershipEffect } from '../membershipChange';

export type FixKind =
  'connect' | 'use-port' | 'use-address' | 'publish' | 'alias' | 'listener' | 'rule' | 'start';

/** Something that would make a connection work, as small as it can be. */
export interface Fix {
  readonly kind: FixKind;
  /** One sentence. */
  readonly text: string;
  /** What else it changes, a sentence each. */
  readonly effects: readonly MembershipEffect[];
  readonly action: FixAction;
  /** What it changes, as `withChange` makes it; absent where nothing is changed, or a container is started. */
  readonly change?: FixChange;
}

/** `connect` and `reconnect` are one click, `ask` needs no change, `copy` is for the user's own hand. */
export type FixAction =
  /** Vethscope may do it, after asking. */
  | { readonly kind: 'connect'; readonly containerId: string; readonly networkId: string }
  /** The same: off the network and on it again, by one more name. */
  | {
      readonly kind: 'reconnect';
      readonly containerId: string;
      readonly networkId: string;
      readonly alias: string;
    }
  /** Nothing need change: ask this instead. */
  | { readonly kind: 'ask'; readonly question: TraceQuestion }
  /** A command or a piece of a file for the user's own hand. */
  | { readonly kind: 'copy'; readonly text: string };

/** A change of the machine, so that it can be traced before it is made. */
export type FixChange =
  | { readonly kind: 'connect'; readonly containerId: string; readonly networkId: string }
  | {
      readonly kind: 'alias';
      readonly containerId: string;
      readonly networkId: string;
      readonly alias: string;
    }
  /** A program listens on another address. */
  | {
      readonly kind: 'listen';
      readonly sandboxId: string;
      readonly proto: Protocol;
      readonly port: number;
      /** What it listens on now, and what instead. */
      readonly from: string;
      readonly to: string;
    }
  | {
      readonly kind: 'publish';
      readonly containerId: string;
      readonly hostAddress: string;
      /** The same on the host and in the container. */
      readonly port: number;
      readonly proto: Protocol;
    }
  | { readonly kind: 'remove-rule'; readonly rule: RuleRef }
  /** In the place of the rule, which moves down by one. */
  | { readonly kind: 'insert-rule'; readonly before: RuleRef; readonly text: string };
