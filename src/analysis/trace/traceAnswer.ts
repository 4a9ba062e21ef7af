import type { Decision } from './decision';
import type { Hop } from './hop';

export type Verdict =
  | 'delivered'
  /** It arrived, and nobody listens (or a rule says so). */
  | 'refused'
  /** It gets there; who listens was not readable. */
  | 'arrives'
  | 'dropped'
  | 'unreachable'
  /** docker-proxy took the connection, and no backend answered. */
  | 'accepted-by-proxy'
  | 'unresolved'
  | 'unknown';

export interface TraceQuestion {
  /** A container, `host`, or `outside:<ip>`. */
  readonly from: string;
  /** An address or a name. */
  readonly to: string;
  readonly proto: 'tcp' | 'udp' | 'icmp' | 'sctp';
  readonly port?: number;
  /** Which family a name is resolved to first; 4 when not given. */
  readonly family?: 4 | 6;
}

export interface TraceAnswer {
  readonly verdict: Verdict;
  /** Who answers: a container's name, `host`, `outside:<ip>`. */
  readonly target: string | null;
  /** The source address the target sees. */
  readonly seenSource: string | null;
  readonly decidedBy: Decision | null;
  readonly why: string;
  readonly hops: readonly Hop[];
  /** The address that was tried, when a name was asked for. */
  readonly address?: string;
  /** What was taken for granted where the host was not read; absent when nothing was. */
  readonly assumptions?: readonly string[];
}
