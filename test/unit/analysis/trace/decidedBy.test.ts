import assert from 'node:assert/strict';
import { Tracer } from '../../../../src/analysis/trace/tracer';
import type { TraceAnswer, TraceQuestion } from '../../../../src/analysis/trace/traceAnswer';
import { buildTopology } from '../../../../src/topology/buildTopology';
import { oracleQuestions } from '../../../support/oracleQuestions';
import { tellingScenarios } from '../../../support/oracleAnswers';
import { oracleSnapshot } from '../../../support/oracleSnapshots';
import { withoutFact } from '../../../support/withoutFact';

describe('the deciding fact', () => {
  const kinds = new Set<string>();

  for (const scenario of tellingScenarios()) {
    it(`is the one that changes the answer when it is gone: ${scenario}`, function () {
      this.timeout(60_000);
      const topology = buildTopology(
        oracleSnapshot(scenario),
        { kind: 'snapshot', label: scenario },
        scenario,
      );
      const tracer = new Tracer(topology);
      const idle: string[] = [];
      for (const { question, answer } of firstOfEach(tracer, oracleQuestions(scenario))) {
        const { decidedBy } = answer;
        const changed = decidedBy === null ? undefined : withoutFact(topology, decidedBy);
        if (changed === undefined) continue;
        kinds.add(decidedBy !== null && 'rule' in decidedBy ? 'rule' : (decidedBy?.kind ?? ''));
        const now = new Tracer(changed).trace(question);
        if (summary(now) === summary(answer)) {
          idle.push(`${question.from} → ${question.to}: ${summary(answer)}`);
        }
      }
      assert.deepEqual(idle, []);
    });
  }

  it('was each kind of fact', () => {
    assert.deepEqual([...kinds].sort(), ['listener', 'policy', 'route', 'rule']);
  });
});

/** One question for each decision: the others of it would show the same. */
function firstOfEach(tracer: Tracer, questions: readonly TraceQuestion[]) {
  const found = new Map<
    string,
    { readonly question: TraceQuestion; readonly answer: TraceAnswer }
  >();
  for (const question of questions) {
    const answer = tracer.trace(question);
    const key = `${answer.verdict} ${JSON.stringify(answer.decidedBy)}`;
    if (!found.has(key)) found.set(key, { question, answer });
  }
  return found.values();
}

function summary({ verdict, target, seenSource, decidedBy }: TraceAnswer): string {
  return JSON.stringify({ verdict, target, seenSource, decidedBy });
}
