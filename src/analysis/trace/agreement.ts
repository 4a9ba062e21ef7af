import type { AddressFamily } from '../../model/network';
import type { Choice } from '../../netfilter/predict/daemonDoubts';
import type { Possibilities, Possibility } from './possibility';
import type { TraceAnswer } from './traceAnswer';

/** What one possibility says. */
export type Told = TraceAnswer;

/**
 * What all possibilities say alike. Where they differ in the verdict or in who answers it is `unknown`, with both
 * sides and what would settle it; where only the source seen differs, that is left out.
 */
export function agreement(
  { all, doubts, assumed }: Possibilities,
  ask: (possibility: Possibility) => Told,
  family: AddressFamily,
): TraceAnswer {
  const [usual, ...others] = all;
  const first = ask(usual);
  let seenSource = first.seenSource;
  for (const other of others) {
    const second = ask(other);
    if (second.verdict !== first.verdict || second.target !== first.target) {
      const open = doubts.filter((_, index) => usual.choices[index] !== other.choices[index]);
      const differing = (side: Possibility) =>
        side.choices.filter(
          (one, index) => one !== (side === usual ? other : usual).choices[index],
        );
      return {
        verdict: 'unknown',
        target: null,
        seenSource: null,
        decidedBy: { kind: 'missing', part: 'daemon options' },
        why: `${sentence(first, differing(usual))}; ${sentence(second, differing(other))}; what would settle it: ${open.map(({ settledBy }) => settledBy).join(', ')}`,
        hops: first.hops,
        ...(first.address === undefined ? {} : { address: first.address }),
      };
    }
    if (second.seenSource !== seenSource) seenSource = null;
  }
  const taken = first.verdict === 'unknown' ? [] : assumed[family];
  return {
    ...first,
    seenSource,
    ...(taken.length === 0 ? {} : { assumptions: taken }),
  };
}

function sentence({ verdict, why }: Told, choices: readonly Choice[]): string {
  return `${verdict} if ${choices.map(({ text }) => text).join(' and ')} (${why})`;
}
