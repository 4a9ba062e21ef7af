import type { AddressFamily } from '../model/network';
import type { Topology } from '../model/topology';
import { isUnresolved, parseTarget, planTrace, type TraceWish } from './tracePlan';
import type { TraceAnswer, Verdict } from './trace/traceAnswer';
import type { Tracer } from './trace/tracer';

/** What somebody wants to hold: `web -> db:5432 yes`, `web -> internet no`, `web -> db:1 refused`. */
export interface Assertion {
  readonly text: string;
  readonly wish: TraceWish;
  readonly expected: 'yes' | 'no' | Verdict;
}

export interface AssertionResult {
  readonly assertion: Assertion;
  /** `undefined` where it could not be told. */
  readonly holds: boolean | undefined;
  /** Absent where nothing could be asked. */
  readonly answer?: TraceAnswer;
  /** One sentence. */
  readonly why: string;
}

const verdicts: readonly Verdict[] = [
  'delivered',
  'refused',
  'arrives',
  'dropped',
  'accepted-by-proxy',
  'unreachable',
  'unresolved',
];

/** An assertion, or a sentence on what is wrong with the text. */
export function parseAssertion(text: string, family?: AddressFamily): Assertion | string {
  const match = /^\s*(\S+)\s*(?:->|→)\s*(\S+)\s+(\S+)\s*$/.exec(text);
  const [, from, to, said] = match ?? [];
  if (from === undefined || to === undefined || said === undefined) {
    return `${JSON.stringify(text)} is no assertion; write it like "web -> db:5432 yes" or "web -> internet no"`;
  }
  const target = parseTarget(to);
  if (typeof target === 'string') return `${JSON.stringify(text)}: ${target}`;
  const wanted = said.toLowerCase();
  const expected =
    wanted === 'yes' || wanted === 'no' ? wanted : verdicts.find((one) => one === wanted);
  if (expected === undefined) {
    return `${JSON.stringify(text)} ends in ${JSON.stringify(said)}; it is yes, no or one of ${verdicts.join(', ')}`;
  }
  return {
    text: text.trim(),
    wish: { from, to, ...(family === undefined ? {} : { family }) },
    expected,
  };
}

/**
 * Whether it holds; `yes` means it is delivered or arrives, `no` anything else that is known. A container whose name
 * gives nothing is traced to by its address, and is unresolved as well.
 */
export function checkAssertion(
  topology: Topology,
  tracer: Tracer,
  assertion: Assertion,
): AssertionResult {
  const plan = planTrace(topology, tracer, assertion.wish);
  if (typeof plan === 'string') return { assertion, holds: undefined, why: plan };
  const answer = tracer.trace(plan.question);
  const { verdict } = answer;
  const { expected } = assertion;
  const why = `${verdict}: ${answer.why}`;
  if (verdict === 'unknown') return { assertion, holds: undefined, answer, why };
  if (expected === 'unresolved' && isUnresolved(plan)) {
    return { assertion, holds: true, answer, why: `unresolved: ${plan.lookup?.answer.why ?? ''}` };
  }
  const works = verdict === 'delivered' || verdict === 'arrives';
  const holds = expected === 'yes' ? works : expected === 'no' ? !works : expected === verdict;
  return { assertion, holds, answer, why };
}
