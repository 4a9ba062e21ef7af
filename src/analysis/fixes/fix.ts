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
}

export type FixAction =
  /** Vethscope may do it, after asking. */
  | { readonly kind: 'connect'; readonly containerId: string; readonly networkId: string }
  /** Nothing need change: ask this instead. */
  | { readonly kind: 'ask'; readonly question: TraceQuestion }
  /** A command or a piece of a file for the user's own hand. */
  | { readonly kind: 'copy'; readonly text: string };
