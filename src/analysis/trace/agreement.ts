import type { AddressFamily } from '../../model/network';
import type { Choice, Facet } from '../../netfilter/predict/daemonDoubts';
import type { Possibilities, Possibility } from './possibility';
import type { TraceAnswer } from './traceAnswer';

/** What one possibility says, and what it relied on when it said so. */
export interface Told {
  readonly answer: TraceAnswer;
  readonly relied: ReadonlySet<Facet>;
}

/**
 * What all possibilities say alike. Where they differ in the verdict or in who answers it is `unknown`, with both
 * sides and what would settle it; where only the source seen differs, that is left out.
 */
export function agreement(
  possibilities: Possibilities,
  ask: (possibility: Possibility) => Told,
  family: AddressFamily,
): TraceAnswer {
  let usual: { readonly possibility: Possibility; readonly answer: TraceAnswer } | undefined;
  let seenSource: string | null = null;
  const relied = new Set<Facet>();
  for (const { possibility, told } of distinct(possibilities, ask)) {
    const { answer } = told;
    for (const facet of told.relied) relied.add(facet);
    if (usual === undefined) {
      usual = { possibility, answer };
      seenSource = answer.seenSource;
      continue;
    }
    if (answer.verdict !== usual.answer.verdict || answer.target !== usual.answer.target) {
      return disagreement(possibilities, usual, { possibility, answer });
    }
    if (answer.seenSource !== seenSource) seenSource = null;
  }
  if (usual === undefined) throw new RangeError('a machine can be in at least one way');
  const { answer } = usual;
  const rests = answer.verdict !== 'unknown' && relied.has('rules');
  const taken = rests ? possibilities.assumed[family] : [];
  return { ...answer, seenSource, ...(taken.length === 0 ? {} : { assumptions: taken }) };
}

/**
 * Asks the usual possibility and then each that could say something else: one that departs from an asked one only
 * in what that one's walk did not rely on says the same.
 */
export function* distinct<T extends { readonly relied: ReadonlySet<Facet> }>(
  { all, doubts }: Possibilities,
  ask: (possibility: Possibility) => T,
): Generator<{ readonly possibility: Possibility; readonly told: T }> {
  const asked: { readonly possibility: Possibility; readonly told: T }[] = [];
  for (const possibility of all) {
    const same = asked.some((known) =>
      doubts.every(
        ({ matters }, index) =>
          known.possibility.choices[index] === possibility.choices[index] ||
          !matters.some((facet) => known.told.relied.has(facet)),
      ),
    );
    if (same) continue;
    const made = { possibility, told: ask(possibility) };
    asked.push(made);
    yield made;
  }
}

interface Side {
  readonly possibility: Possibility;
  readonly answer: TraceAnswer;
}

function disagreement({ doubts }: Possibilities, usual: Side, other: Side): TraceAnswer {
  const differs = (index: number) =>
    usual.possibility.choices[index] !== other.possibility.choices[index];
  const sentence = ({ answer: { verdict, why }, possibility }: Side) => {
    const choices: readonly Choice[] = possibility.choices.filter((_, index) => differs(index));
    return `${verdict} if ${choices.map(({ text }) => text).join(' and ')} (${why})`;
  };
  const settling = doubts.filter((_, index) => differs(index)).map(({ settledBy }) => settledBy);
  const { address, hops } = usual.answer;
  return {
    verdict: 'unknown',
    target: null,
    seenSource: null,
    decidedBy: { kind: 'missing', part: 'daemon options' },
    why: `${sentence(usual)}; ${sentence(other)}; what would settle it: ${settling.join(', ')}`,
    hops,
    ...(address === undefined ? {} : { address }),
  };
}
