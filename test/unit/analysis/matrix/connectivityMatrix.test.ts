import assert from 'node:assert/strict';
import {
  ConnectivityMatrix,
  type MatrixCell,
} from '../../../../src/analysis/matrix/connectivityMatrix';
import { Tracer } from '../../../../src/analysis/trace/tracer';
import { isKnown } from '../../../../src/model/provenance';
import { parseSnapshot, type Snapshot } from '../../../../src/model/snapshot';
import { predictRules } from '../../../../src/netfilter/predict/predictRules';
import { writeRules } from '../../../../src/netfilter/writeRules';
import { buildTopology } from '../../../../src/topology/buildTopology';
import { largeSnapshot } from '../../../support/largeSnapshot';
import { oracleNames, oracleSnapshot } from '../../../support/oracleSnapshots';
import { smallTopology } from '../smallTopology';

const betterWithin = [
  'delivered',
  'arrives',
  'unknown',
  'accepted-by-proxy',
  'refused',
  'unreachable',
  'dropped',
];
const betterFromOutside = [
  'delivered',
  'arrives',
  'accepted-by-proxy',
  'refused',
  'unknown',
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
  const better = matrix.sources[row]?.kind === 'outside' ? betterFromOutside : betterWithin;
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

function assertEqualsTraces(
  snapshot: Snapshot,
  chosen: (row: number, column: number) => boolean = () => true,
): void {
  const topology = topologyOf(snapshot);
  const tracer = new Tracer(topology);
  for (const family of [4, 6] as const) {
    const matrix = new ConnectivityMatrix(topology, family);
    for (const [row, source] of matrix.sources.entries()) {
      for (const [column, { name, port }] of matrix.targets.entries()) {
        if (!chosen(row, column)) continue;
        const where = `${source.name} → ${name}:${port} IPv${family}`;
        assert.deepEqual(matrix.cell(row, column), traced(matrix, tracer, row, column), where);
      }
    }
  }
}

function withoutListeners(snapshot: Snapshot): Snapshot {
  const sandboxes = Object.entries(snapshot.sandboxes ?? {}).map(([id, one]) => [
    id,
    { ...one, procNet: { tcp: '', tcp6: '', udp: '', udp6: '' } },
  ]);
  return { ...snapshot, sandboxes: Object.fromEntries(sandboxes) as Snapshot['sandboxes'] };
}

function ofVersion(snapshot: Snapshot, Version: string): Snapshot {
  const { engine } = snapshot;
  return { ...snapshot, engine: { ...engine, version: { ...engine.version, Version } } };
}

/** The host's rules in another order within each chain: rare machines come to have any. */
function shuffled(snapshot: Snapshot, seed: number): Snapshot {
  let state = seed + 1;
  const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const shuffle = (text: string | undefined) =>
    text?.replace(/(^-A .*\n)+/gm, (rules) => {
      const lines = rules.trimEnd().split('\n');
      const keyed = lines.map((line) => [random(), line] as const);
      const sorted = keyed.sort(([a], [b]) => a - b).map(([, line]) => line);
      return `${sorted.join('\n')}\n`;
    });
  const { host } = snapshot;
  if (host === undefined) return snapshot;
  const [iptables, ip6tables] = [shuffle(host.iptables), shuffle(host.ip6tables)];
  return {
    ...snapshot,
    host: {
      ...host,
      ...(iptables === undefined ? {} : { iptables }),
      ...(ip6tables === undefined ? {} : { ip6tables }),
    },
  };
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
        assertEqualsTraces(snapshot);
      }
    });
  }

  for (const [index, name] of scenarios.entries()) {
    it(`follows the order of rules, whatever it is: ${name}`, () =>
      assertEqualsTraces(shuffled(oracleSnapshot(name), index)));
  }

  for (const version of ['20.10.24', '26.1.5', '28.5.2', '29.0.0']) {
    it(`equals single traces on many alike networks, with far fewer of them: ${version}`, () => {
      const large = ofVersion(largeSnapshot(60), version);
      assertEqualsTraces(large, (row, column) => (row * 31 + column) % 23 === 0);
    });
  }

  for (const version of ['20.10.24', '26.1.5', '28.5.2']) {
    it(`tells alike containers apart where the order of rules does: ${version}`, () => {
      for (const seed of [1, 2]) {
        const large = ofVersion(largeSnapshot(30), version);
        const rules = predictRules(topologyOf(large), {});
        assert.ok(isKnown(rules));
        const read = parseSnapshot({ ...large, host: { iptables: writeRules(rules.value, 4) } });
        assert.ok(read.ok);
        assertEqualsTraces(
          shuffled(read.snapshot, seed),
          (row, column) => (row * 7 + column) % 3 === 0,
        );
      }
    });
  }

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

  it('says of a published port from outside what its trace says', () => {
    const cellFor = (snapshot: Snapshot, name: string, port: number) => {
      const matrix = new ConnectivityMatrix(topologyOf(snapshot), 4);
      const column = matrix.targets.findIndex((one) => one.name === name && one.port === port);
      const { verdict, way } = matrix.cell(matrix.sources.length - 1, column);
      return `${verdict} by ${matrix.targets[column]?.ways[way]?.label}`;
    };
    // Docker 20.10 routes to containers whatever their ports; the snapshot says nothing of who has that route.
    const three = { ...oracleSnapshot('docker20/a_three_tier'), outside: undefined };
    assert.equal(cellFor(three, 'web', 80), 'delivered by 0.0.0.0:8080');
    assert.equal(cellFor(withoutListeners(three), 'web', 80), 'refused by 0.0.0.0:8080');
    const api = { ...three, host: undefined, sandboxes: undefined };
    assert.equal(cellFor(api, 'web', 80), 'arrives by 0.0.0.0:8080');
    const loopback = oracleSnapshot('docker28/e_static_ports');
    assert.equal(cellFor(loopback, 's1', 80), 'dropped by st', '127.0.0.1 is whoever asks');
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
