import type { Guards } from './guards';

/** Where a rule about one owner stands. */
export interface RulePlace {
  /** Part of a chain between two rules that are common to all. */
  readonly stretch: number;
  /** In the chain; the lower comes first. */
  readonly index: number;
  /** Run within the stretch, see RuleRuns. */
  readonly run: number;
}

/** What all rules of a run demand, by whom they are about; all ones while it holds none such. */
interface Run {
  /** Of namespaces, for themselves. */
  readonly own: number;
  /** Of bridges. */
  readonly bridge: number;
  /** Of whomever. */
  readonly any: number;
  readonly mixed: boolean;
}

/** More runs than a stretch can have. */
const maxRuns = 1_000_000;
const everything = -1;
const empty: Run = { own: everything, bridge: everything, any: everything, mixed: false };

/**
 * Cuts each stretch of rules into runs: rules of one run that are about different owners never hold for one packet,
 * since all of them demand something of their owner's own. Which of them comes first makes no difference; only
 * what stands in different runs has an order.
 */
export class RuleRuns {
  private readonly stretches = new Map<string, number>();
  private readonly runs: Run[][] = [];

  /** @param disjoint whether addresses tell bridges apart */
  constructor(private readonly disjoint: boolean) {}

  /** To be asked for rule by rule, in the order of the chain. */
  place(where: string, index: number, about: 'bridge' | 'namespace', guards: Guards): RulePlace {
    const stretch = this.stretches.get(where) ?? this.runs.length;
    if (stretch === this.runs.length) this.runs.push([]);
    this.stretches.set(where, stretch);
    const runs = (this.runs[stretch] ??= []);
    const last = runs.at(-1);
    const longer = this.joined(last ?? empty, about, guards);
    if (last !== undefined && excludes(longer)) runs[runs.length - 1] = longer;
    else runs.push(this.joined(empty, about, guards));
    return { stretch, index, run: runs.length - 1 };
  }

  /** The places that others' rules may come before, as numbers in ascending order; one for each run. */
  contested(places: readonly RulePlace[]): readonly number[] {
    const numbers = places.flatMap(({ stretch, run }) =>
      (this.runs[stretch]?.length ?? 0) > 1 ? [stretch * maxRuns + run] : [],
    );
    return [...new Set(numbers)].sort((a, b) => a - b);
  }

  private joined(run: Run, about: 'bridge' | 'namespace', { own, bridge }: Guards): Run {
    const any = this.disjoint ? own | bridge : 0;
    const seen = run.own !== everything || run.bridge !== everything;
    const sameKind = about === 'bridge' ? run.own === everything : run.bridge === everything;
    return {
      own: about === 'namespace' ? run.own & (this.disjoint ? own : 0) : run.own,
      bridge: about === 'bridge' ? run.bridge & any : run.bridge,
      any: run.any & any,
      mixed: run.mixed || (seen && !sameKind),
    };
  }
}

function excludes({ own, bridge, any, mixed }: Run): boolean {
  return own !== 0 && bridge !== 0 && (!mixed || any !== 0);
}

/** How the rules about one stand among those about the other, by places as `contested` gives them. */
export function orderOf(one: readonly number[], other: readonly number[]): string {
  let [left, right, text, last] = [0, 0, '', -1];
  while (left < one.length && right < other.length) {
    const [a = 0, b = 0] = [one[left], other[right]];
    const [first, second] = [Math.floor(a / maxRuns), Math.floor(b / maxRuns)];
    if (first < second) left += 1;
    else if (second < first) right += 1;
    else {
      if (first !== last) text += '/';
      last = first;
      text += a < b ? 'a' : b < a ? 'b' : '=';
      if (a <= b) left += 1;
      if (b <= a) right += 1;
    }
  }
  return text;
}
