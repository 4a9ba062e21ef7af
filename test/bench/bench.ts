import { parseSnapshot } from '../../src/model/snapshot';
import { buildScene } from '../../src/scene/buildScene';
import { defaultFontMetrics } from '../../src/scene/defaultFontMetrics';
import { defaultSceneOptions } from '../../src/scene/sceneOptions';
import { buildTopology } from '../../src/topology/buildTopology';
import { largeSnapshot } from '../support/largeSnapshot';

/**
 * Times are given as ratios to a reference job of the same run, `JSON.parse` of the same snapshot, so
 * that they can be compared between machines; growth is given against the size before.
 */

const sizes = [100, 300, 1000, 3000];
const repeats = 5;

/** Median of several runs, in milliseconds. */
function median(job: () => unknown): number {
  job();
  const times = Array.from({ length: repeats }, () => {
    const start = process.hrtime.bigint();
    job();
    return Number(process.hrtime.bigint() - start) / 1e6;
  }).sort((a, b) => a - b);
  return times[Math.floor(repeats / 2)] ?? 0;
}

interface Row {
  readonly containers: number;
  readonly reference: number;
  readonly jobs: Readonly<Record<string, number>>;
}

function measure(containers: number): Row {
  const snapshot = largeSnapshot(containers);
  const text = JSON.stringify(snapshot);
  const origin = { kind: 'snapshot', label: 'bench' } as const;
  const topology = buildTopology(snapshot, origin, 'bench');
  const draw = () => buildScene(topology, defaultSceneOptions, defaultFontMetrics);
  const { memory } = draw();
  return {
    containers,
    reference: median(() => JSON.parse(text) as unknown),
    jobs: {
      'validate snapshot': median(() => parseSnapshot(JSON.parse(text))),
      'build topology': median(() => buildTopology(snapshot, origin, 'bench')),
      'build scene': median(draw),
      'scene again': median(() =>
        buildScene(topology, defaultSceneOptions, defaultFontMetrics, memory),
      ),
    },
  };
}

const rows = sizes.map(measure);
const names = Object.keys(rows[0]?.jobs ?? {});
console.log('Times the JSON.parse of the same snapshot (growth against the size before)');
console.log(['containers', ...names].map((name) => name.padEnd(22)).join(''));
rows.forEach((row, index) => {
  const before = rows[index - 1];
  const cells = names.map((name) => {
    const ratio = (row.jobs[name] ?? 0) / row.reference;
    const growth =
      before === undefined
        ? ''
        : ` (x${((row.jobs[name] ?? 0) / (before.jobs[name] ?? 1)).toFixed(1)})`;
    return `${ratio.toFixed(1)}${growth}`.padEnd(22);
  });
  console.log([String(row.containers).padEnd(22), ...cells].join(''));
});
