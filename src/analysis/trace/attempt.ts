import type { Decision } from './decision';
import type { Verdict } from './traceAnswer';
import type { Namespace, OutsideSegment } from './world';

/** Where a connection starts. */
export type Origin =
  | { readonly kind: 'namespace'; readonly namespace: Namespace }
  | { readonly kind: 'outside'; readonly segment: OutsideSegment; readonly address: string };

export interface Attempt {
  readonly verdict: Verdict;
  readonly target: string | null;
  readonly seenSource: string | null;
  readonly decidedBy: Decision;
  readonly why: string;
}

export function failed(
  verdict: Verdict,
  { by, why }: { readonly by: Decision; readonly why: string },
): Attempt {
  return { verdict, target: null, seenSource: null, decidedBy: by, why };
}
