import assert from 'node:assert/strict';
import {
  ConnectivityMatrix,
  type MatrixCell,
} from '../../../../src/analysis/matrix/connectivityMatrix';
import { Tracer } from '../../../../src/analysis/trace/tracer';
import type { Snapshot } from '../../../../src/model/snapshot';
import { buildTopology } from '../../../../src/topology/buildTopology';
import { largeSnapshot } from '../../../support/largeSnapshot';
import { oracleNames, oracleSnapshot } from '../../../support/oracleSnapshots';
import { smallTopology } from '../smallTopology';

const better = [
  'delivered',
  'arrives',
  'unknown',
  'accepted-by-proxy',
  'refused',
  'unreachable',
  'dropped',
];

function topologyOf(snapshot: Snapshot) {
  return buildTopology(snapshot, { kind: 'snapshot', label: 'test' }, 'test');
}

/** The cell as single traces give it, each from a tracer that knows nothing of classes. */
function traced(
  matrix: ConnectivityMatrix,
  tracer: Tracer,
  row: number,
  column: number,
): MatrixCell {
  let best: MatrixCell = { verdict: 'no-way', way: -1 };
  const ways = matrix.targets[column]?.ways ?? [];
  for (const way of ways.keys()) {
    const question = matrix.questionBy(row, column, way);
    if (question === undefined) continue;
    const { verdict } = tracer.trace(question);
    const found = better.indexOf(best.verdict);
    if (found === -1 || better.indexOf(verdict) < found) best = { verdict, way };
    if (better.indexOf(best.verdict) < 2) break;
  }
  return best;
}

function withoutHost(snapshot: Snapshot): Snapshot {
  return { ...snapshot, host: undefined, sandboxes: undefined };
}

/** Every fifth scenario; all of them with VETHSCOPE_LONG=1. */
const all = oracleNames();
const scenarios =
  process.env.VETHSCOPE_LONG === '1' ? all : all.filter((_, index) => index % 5 === 0);

describe('connectivity matrix', () => {
  for (const name of scenarios) {
    it(`equals single traces, cell by cell: ${name}`, () => {
      for (const snapshot of [oracleSnapshot(name), withoutHost(oracleSnapshot(name))]) {
        const topology = topologyOf(snapshot);
        const tracer = new Tracer(topology);
        for (const family of [4, 6] as const) {
          const matrix = new ConnectivityMatrix(topology, family);
          for (const row of matrix.sources.keys()) {
            for (const column of matrix.targets.keys()) {
              const where = `${matrix.sources[row]?.name} → ${matrix.targets[column]?.name}:${matrix.targets[column]?.port} IPv${family}`;
              assert.deepEqual(
                matrix.cell(row, column),
                traced(matrix, tracer, row, column),
                where,
              );
            }
          }
        }
      }
    });
  }

  it('equals single traces on many alike networks, with far fewer of them', () => {
    const topology = topologyOf(largeSnapshot(60));
    const tracer = new Tracer(topology);
    const matrix = new ConnectivityMatrix(topology, 4);
    for (const row of matrix.sources.keys()) {
      for (const column of matrix.targets.keys()) {
        if ((row * 31 + column) % 7 !== 0) continue;
        assert.deepEqual(matrix.cell(row, column), traced(matrix, tracer, row, column));
      }
    }
  });

  it('takes a port published on loopback for the host’s alone', () => {
    const topology = smallTopology({
      networks: [
        { name: 'front', subnet: '172.20.0.0/16' },
        { name: 'back', subnet: '172.21.0.0/16' },
      ],
      containers: [
        { name: 'web', on: { front: '172.20.0.2' } },
        {
          name: 'db',
          on: { back: '172.21.0.2' },
          ports: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '80' }] },
        },
      ],
    });
    const matrix = new ConnectivityMatrix(topology, 4);
    const column = matrix.targets.findIndex(({ name, port }) => name === 'db' && port === 80);
    const wayFrom = (name: string, way: number) =>
      matrix.questionBy(
        matrix.sources.findIndex((one) => one.name === name),
        column,
        way,
      );
    assert.equal(matrix.targets[column]?.ways[1]?.label, '127.0.0.1:80');
    assert.equal(wayFrom('web', 1), undefined, 'there 127.0.0.1 is web itself');
    assert.equal(wayFrom('host', 1)?.to, '127.0.0.1');
  });

  it('needs no more traces when there are more of the same', () => {
    const count = (containers: number) => {
      const matrix = new ConnectivityMatrix(topologyOf(largeSnapshot(containers)), 4);
      for (const row of matrix.sources.keys()) {
        for (const column of matrix.targets.keys()) matrix.cell(row, column);
      }
      return matrix.traced;
    };
    const [some, more] = [count(70), count(140)];
    assert.ok(more < 1.3 * some, `${some} traces for 70 containers, ${more} for 140`);
    assert.ok(more < 140 * 40, 'and far fewer than cells');
  });

  it('has the outside as last row and column: what this machine exposes', () => {
    const matrix = new ConnectivityMatrix(topologyOf(oracleSnapshot('docker28/e_static_ports')), 4);
    assert.equal(matrix.sources.at(-1)?.kind, 'outside');
    assert.equal(matrix.targets.at(-1)?.kind, 'outside');
    const row = matrix.sources.length - 1;
    const exposed = [...matrix.targets.keys()].filter(
      (column) => matrix.cell(row, column).verdict === 'delivered',
    );
    assert.ok(exposed.length > 0, 'nothing is reached from outside');
    for (const column of exposed) {
      const way = matrix.targets[column]?.ways[matrix.cell(row, column).way];
      assert.ok(way?.kind === 'published' || way?.kind === 'host', `exposed by ${way?.label}`);
    }
  });
});
