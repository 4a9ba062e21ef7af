import assert from 'node:assert/strict';
import type { QueryType } from '../../../../src/analysis/names/nameAnswer';
import { Tracer } from '../../../../src/analysis/trace/tracer';
import { buildTopology } from '../../../../src/topology/buildTopology';
import { oracleAnswers, tellingScenarios } from '../../../support/oracleAnswers';
import { oracleSnapshot } from '../../../support/oracleSnapshots';

describe('names, against what real resolvers answered', () => {
  for (const scenario of tellingScenarios()) {
    it(scenario, () => {
      const snapshot = oracleSnapshot(scenario);
      const topology = buildTopology(snapshot, { kind: 'snapshot', label: scenario }, scenario);
      const names = new Tracer(topology).nameService;
      const rows = oracleAnswers(scenario, 'dns');
      const differences = rows.flatMap(({ src, name = '', qtype, result, answers = '' }) => {
        const container = topology.containers.find((one) => one.name.value === src);
        assert.ok(container, `no container ${src}`);
        const got = names.answer(container, name, qtype as QueryType);
        const measured = result === 'ENETUNREACH' ? 'unreachable' : result;
        // What nobody here owns is handed on; what came back then was somebody else's answer.
        const handedOn =
          got.result === 'forwarded' && (measured === 'nxdomain' || name.endsWith('.test'));
        const same =
          got.result === measured &&
          [...got.answers].sort().join(' ') ===
            answers
              .split(/[ ;|]+/)
              .sort()
              .join(' ')
              .trim();
        return handedOn || same
          ? []
          : [
              `${src} ${qtype} ${name}: measured ${result} ${answers}, got ${got.result} ${got.answers.join(' ')}`,
            ];
      });
      assert.deepEqual(differences, []);
    });
  }
});
