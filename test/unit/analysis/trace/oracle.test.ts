import assert from 'node:assert/strict';
import { Tracer } from '../../../../src/analysis/trace/tracer';
import type { TraceAnswer, Verdict } from '../../../../src/analysis/trace/traceAnswer';
import { buildTopology } from '../../../../src/topology/buildTopology';
import { oracleAnswers, tellingScenarios, type AnswerRow } from '../../../support/oracleAnswers';
import { questionOf } from '../../../support/oracleQuestions';
import { oracleSnapshot } from '../../../support/oracleSnapshots';

/** What a real kernel did, as a verdict. */
const verdicts: Readonly<Record<string, readonly Verdict[]>> = {
  ok: ['delivered'],
  refused: ['refused'],
  timeout: ['dropped'],
  unreachable: ['unreachable'],
  'accepted-then-closed': ['accepted-by-proxy'],
  'accepted-no-data': ['accepted-by-proxy'],
};

function allowed(row: AnswerRow, scenario: string): readonly Verdict[] {
  const { result = '', dst } = row;
  const own = verdicts[result] ?? [];
  // Who listens outside cannot be read; a rule on the way out may refuse all the same.
  if (dst === 'lan' && result === 'ok') return ['arrives'];
  if (dst === 'lan' && result === 'refused') return ['arrives', 'refused'];
  // Unanswered ARP between a host and its macvlan children showed as either, by chance.
  if (/macvlan/.test(scenario) && (result === 'timeout' || result === 'unreachable')) {
    return ['dropped', 'unreachable'];
  }
  return own;
}

/** The listener names itself: a container, a compose or swarm service, `host` or `lan`. */
function answered(by: string, target: string | null): boolean {
  if (by === 'lan') return target?.startsWith('outside:') === true;
  return by === target || target?.startsWith(`${by}.`) === true || !!target?.includes(`-${by}-`);
}

function difference(row: AnswerRow, answer: TraceAnswer, scenario: string): string | undefined {
  const { src, dst, dst_addr, proto, port, result, seen_src = '', detail = '' } = row;
  const about = `${src} → ${dst} ${dst_addr} ${proto} ${port}: measured ${result}`;
  if (!allowed(row, scenario).includes(answer.verdict)) {
    return `${about}, got ${answer.verdict}: ${answer.why}`;
  }
  if (result !== 'ok') return undefined;
  if (seen_src !== '' && answer.seenSource !== seen_src) {
    return `${about} from ${seen_src}, got ${answer.seenSource}`;
  }
  const by = /by=(\S+)/.exec(detail)?.[1];
  if (by !== undefined && !answered(by, answer.target)) {
    return `${about} by ${by}, got ${answer.target}`;
  }
  return undefined;
}

describe('trace, against what real kernels did', () => {
  for (const scenario of tellingScenarios()) {
    it(scenario, function () {
      this.timeout(60_000);
      const snapshot = oracleSnapshot(scenario);
      const topology = buildTopology(snapshot, { kind: 'snapshot', label: scenario }, scenario);
      const tracer = new Tracer(topology);
      const rows = oracleAnswers(scenario, 'reach').filter(
        ({ src, dst, result = '' }) => !(src === 'lan' && dst === 'lan') && result in verdicts,
      );
      assert.ok(rows.length > 0, 'nothing was measured');
      const differences = rows.flatMap((row) => {
        const answer = tracer.trace(questionOf(row));
        return difference(row, answer, scenario) ?? [];
      });
      assert.deepEqual(differences, []);
    });
  }
});
