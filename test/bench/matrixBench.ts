import { ConnectivityMatrix } from '../../src/analysis/matrix/connectivityMatrix';
import { Tracer } from '../../src/analysis/trace/tracer';
import type { Snapshot } from '../../src/model/snapshot';
import { buildTopology } from '../../src/topology/buildTopology';
import { largeSnapshot } from '../support/largeSnapshot';

/**
 * The whole matrix, every cell of it, against single traces of the same topology: at most as much as 3,000 of
 * them, and under 200 MB for 1,000 containers. Growth is given against the size before.
 */

const sizes = [100, 300, 1000, 3000];
const singleTraces = 3000;

/** Three ports to a container. */
function withPorts(snapshot: Snapshot): Snapshot {
  const containers = snapshot.containers.map((one) =>
    one.Config === undefined
      ? one
      : {
          ...one,
          Config: { ...one.Config, ExposedPorts: { '80/tcp': {}, '443/tcp': {}, '5432/tcp': {} } },
        },
  );
  return { ...snapshot, containers };
}

function milliseconds(job: () => void): number {
  const start = process.hrtime.bigint();
  job();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

let before = 0;
console.log('containers  targets  cells      traced  3,000 traces  matrix     ratio  growth  heap');
for (const size of sizes) {
  const topology = buildTopology(
    withPorts(largeSnapshot(size)),
    { kind: 'snapshot', label: 'bench' },
    'bench',
  );
  const tracer = new Tracer(topology);
  const addresses = topology.endpoints.flatMap(({ ipv4 }) =>
    ipv4 !== undefined && 'value' in ipv4 ? [ipv4.value.address] : [],
  );
  const single = (index: number) => {
    const from = topology.containers[(index * 7919) % topology.containers.length]?.id ?? '';
    const to = addresses[(index * 104_729) % addresses.length] ?? '';
    tracer.trace({ from, to, proto: 'tcp', port: 80 });
  };
  for (let index = 0; index < 50; index += 1) single(index);
  const sample = 100;
  const traces =
    (milliseconds(() => {
      for (let index = 0; index < sample; index += 1) single(index);
    }) *
      singleTraces) /
    sample;
  const heap = process.memoryUsage().heapUsed;
  let matrix: ConnectivityMatrix | undefined;
  let delivered = 0;
  const time = milliseconds(() => {
    matrix = new ConnectivityMatrix(topology, 4);
    for (let row = 0; row < matrix.sources.length; row += 1) {
      for (let column = 0; column < matrix.targets.length; column += 1) {
        if (matrix.cell(row, column).verdict === 'arrives') delivered += 1;
      }
    }
  });
  const used = (process.memoryUsage().heapUsed - heap) / 2 ** 20;
  const targets = matrix?.targets.length ?? 0;
  const cells = targets * (matrix?.sources.length ?? 0);
  console.log(
    [
      [String(size), 12],
      [String(targets), 9],
      [String(cells), 11],
      [String(matrix?.traced), 8],
      [`${traces.toFixed(0)} ms`, 14],
      [`${time.toFixed(0)} ms`, 11],
      [(time / traces).toFixed(2), 7],
      [before === 0 ? '' : `x${(time / before).toFixed(1)}`, 8],
      [`${used.toFixed(0)} MB`, 8],
    ]
      .map(([text, width]) => String(text).padEnd(Number(width)))
      .join(''),
  );
  if (delivered === 0) throw new Error('nothing arrives: the benchmark measures nothing');
  before = time;
}
