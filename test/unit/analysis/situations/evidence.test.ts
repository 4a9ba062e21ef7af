import assert from 'node:assert/strict';
import { allSituations } from '../../../../src/analysis/situations/findSituations';
import type { Situation } from '../../../../src/analysis/situations/situation';
import { Tracer } from '../../../../src/analysis/trace/tracer';
import type { Topology } from '../../../../src/model/topology';
import { buildTopology } from '../../../../src/topology/buildTopology';
import { oracleAnswers, tellingScenarios } from '../../../support/oracleAnswers';
import { changedSnapshot } from '../../../support/oracleSnapshots';

/** What the measurements call it when something got there. */
const reached = new Set(['ok']);
const silent = new Set(['timeout', 'unreachable']);

function topologyOf(name: string, host: boolean): Topology {
  const snapshot = changedSnapshot(name, ({ host: kernel, sandboxes, ...api }) =>
    host ? { ...api, host: kernel, sandboxes } : api,
  );
  return buildTopology(snapshot, { kind: 'snapshot', label: name }, name);
}

function agrees(topology: Topology, tracer: Tracer, situation: Situation): void {
  const client = topology.containers.find(({ id }) => id === situation.from);
  assert.ok(client);
  const evidence = situation.evidence();
  assert.ok(evidence.length > 0, `${situation.code} rests on nothing`);
  for (const one of evidence) {
    if (one.kind === 'name') {
      const { result, answers } = tracer.nameService.answer(client, one.name, 'auto');
      assert.deepEqual({ result, answers }, { result: one.result, answers: one.answers });
    } else {
      const { verdict, target } = tracer.trace(one.question);
      assert.deepEqual({ verdict, target }, { verdict: one.verdict, target: one.target });
    }
  }
}

describe('situations on real snapshots', function () {
  this.timeout(60_000);

  for (const host of [true, false]) {
    it(`rest on names and traces that say the same again, ${host ? 'with' : 'without'} host access`, () => {
      let claims = 0;
      for (const name of tellingScenarios()) {
        const topology = topologyOf(name, host);
        const found = allSituations(topology, new Tracer(topology));
        const fresh = new Tracer(topology);
        for (const one of found) agrees(topology, fresh, one);
        claims += found.length;
      }
      assert.ok(claims > 50, `${claims} claims`);
    });
  }

  it('agree with what was measured on the real engines', () => {
    let compared = 0;
    for (const name of tellingScenarios()) {
      const rows = new Map(
        oracleAnswers(name, 'reach').map((row) => [
          [row['src'], row['dst_addr'], row['proto'], row['port']].join(' '),
          row,
        ]),
      );
      const topology = topologyOf(name, true);
      for (const { evidence, code, from } of allSituations(topology, new Tracer(topology))) {
        const asker = topology.containers.find(({ id }) => id === from)?.name.value ?? '';
        for (const one of evidence()) {
          if (one.kind !== 'trace') continue;
          const { to, proto, port } = one.question;
          const row = rows.get([asker, to, proto, port ?? ''].join(' '));
          if (row === undefined) continue;
          const works = one.verdict === 'delivered' || one.verdict === 'arrives';
          const expected = works ? reached : silent;
          const said = `${name} ${code}: ${asker} to ${to} ${proto} ${String(port)}`;
          assert.ok(expected.has(row['result'] ?? ''), `${said}: ${row['result'] ?? ''}`);
          compared += 1;
        }
      }
    }
    assert.ok(compared > 50, `${compared} compared`);
  });
});
