import assert from 'node:assert/strict';
import { addressPuzzles, pairOf } from '../../../../src/analysis/situations/addressPuzzles';
import { AlikePairs } from '../../../../src/analysis/situations/alikePairs';
import { allSituations } from '../../../../src/analysis/situations/findSituations';
import { Ground } from '../../../../src/analysis/situations/ground';
import { Tracer } from '../../../../src/analysis/trace/tracer';
import { readComposeProject } from '../../../../src/compose/readComposeProject';
import type { Snapshot } from '../../../../src/model/snapshot';
import type { Topology } from '../../../../src/model/topology';
import { buildTopology } from '../../../../src/topology/buildTopology';
import { planTopology } from '../../../../src/topology/planTopology';
import { largeSnapshot } from '../../../support/largeSnapshot';
import { tellingScenarios } from '../../../support/oracleAnswers';
import { oracleSnapshot } from '../../../support/oracleSnapshots';

function topologyOf(snapshot: Snapshot): Topology {
  return buildTopology(snapshot, { kind: 'snapshot', label: 'test' }, 'test');
}

function ofVersion(snapshot: Snapshot, Version: string): Snapshot {
  const { engine } = snapshot;
  return { ...snapshot, engine: { ...engine, version: { ...engine.version, Version } } };
}

/** What is kept of pairs, against traces of each pair's own; gives how many pairs there are and how many puzzle. */
function compare(
  topology: Topology,
  chosen: (row: number, column: number) => boolean = () => true,
): { readonly pairs: number; readonly puzzling: number } {
  const ground = new Ground(topology, new Tracer(topology));
  const alike = new AlikePairs(ground);
  const living = topology.containers.filter(({ sandboxId }) => sandboxId !== 'host');
  let pairs = 0;
  let puzzling = 0;
  for (const [row, client] of living.entries()) {
    for (const [column, target] of living.entries()) {
      const pair = pairOf(ground, client, target);
      if (pair === undefined) continue;
      const found = alike.puzzles(pair);
      pairs += 1;
      if (Object.keys(found).length > 1 || found.otherAddress.length > 0) puzzling += 1;
      if (!chosen(row, column)) continue;
      const where = `${client.name.value} → ${target.name.value}`;
      assert.deepEqual(found, addressPuzzles(ground, pair), where);
    }
  }
  return { pairs, puzzling };
}

/** Services on two of six networks each; `special`: some of these are set up in ways of their own. */
async function planned(services: number, special: boolean): Promise<Topology> {
  const networks = 6;
  const lines = Array.from({ length: services }, (_, index) => {
    const on = [
      ...new Set([index % networks, (index + 1 + Math.floor(index / networks)) % networks]),
    ];
    const ports = index % 5 === 0 ? `, ports: ["${10_000 + index}:80"]` : '';
    return `  s${index}: {image: x, networks: [${on.map((one) => `n${one}`).join(', ')}]${ports}}`;
  });
  const declared = Array.from({ length: networks }, (_, index) => {
    if (special && index === 0) return 'n0: {internal: true}';
    if (special && index === 1) return 'n1: {enable_ipv6: true, name: "a) (b.*"}';
    return `n${index}: {}`;
  });
  const text = `name: big\nservices:\n${lines.join('\n')}\nnetworks: {${declared.join(', ')}}\n`;
  const file = '/project/compose.yaml';
  const { project } = await readComposeProject(
    { workingDirectory: '/project', files: [file], environment: {} },
    { readFile: (path) => Promise.resolve(path === file ? text : undefined) },
  );
  assert.ok(project);
  return planTopology(project, {});
}

function withoutHost(snapshot: Snapshot): Snapshot {
  return { ...snapshot, host: undefined, sandboxes: undefined };
}

describe('pairs that nothing tells apart', function () {
  this.timeout(120_000);

  it('puzzle as each of them does by itself, on real snapshots', () => {
    let puzzling = 0;
    for (const name of tellingScenarios()) {
      const snapshot = oracleSnapshot(name);
      for (const one of [snapshot, withoutHost(snapshot)]) {
        puzzling += compare(topologyOf(one)).puzzling;
      }
    }
    assert.ok(puzzling > 50, `${puzzling} pairs puzzle`);
  });

  for (const version of ['20.10.24', '28.5.2', '29.0.0']) {
    it(`puzzle as each of them does by itself, on many alike networks: ${version}`, () => {
      const topology = topologyOf(ofVersion(largeSnapshot(60), version));
      const { pairs, puzzling } = compare(
        topology,
        (row, column) => (row * 31 + column) % 17 === 0,
      );
      assert.ok(puzzling > 50 && puzzling < pairs, `${puzzling} of ${pairs} pairs puzzle`);
    });
  }

  it('puzzle as each of them does by itself, where nothing runs yet', async () => {
    const { pairs, puzzling } = compare(await planned(12, true));
    assert.ok(puzzling > 20 && puzzling < pairs, `${puzzling} of ${pairs} pairs puzzle`);
  });

  it('are traced once, however many there are', async () => {
    const traced = (topology: Topology) => {
      const tracer = new Tracer(topology);
      let traces = 0;
      const trace = tracer.trace.bind(tracer);
      tracer.trace = (question) => {
        traces += 1;
        return trace(question);
      };
      const found = allSituations(topology, tracer);
      assert.ok(found.length > 0);
      return traces;
    };
    for (const [some, more] of [
      [traced(topologyOf(largeSnapshot(70))), traced(topologyOf(largeSnapshot(140)))],
      [traced(await planned(70, false)), traced(await planned(140, false))],
    ] as const) {
      assert.ok(
        more < 1.5 * some,
        `${some} traces for so many containers, ${more} for twice as many`,
      );
    }
  });
});
