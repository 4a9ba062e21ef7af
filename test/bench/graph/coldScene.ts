// A program of its own, so that nothing of it ran before: prints the milliseconds of processor time that a
// layout takes the extension, or a picture until it is a message: the first time, or in the middle of so many
// more times, when the engine has compiled what runs often.
import { defaultFontMetrics } from '../../../src/scene/defaultFontMetrics';
import { layOut } from '../../../src/scene/layout/layOut';
import { defaultSceneOptions } from '../../../src/scene/sceneOptions';
import { largeSnapshot } from '../../support/largeSnapshot';
import { shownScene, topologyOf } from './scenes';

function processorTime(job: () => unknown): number {
  const start = process.cpuUsage();
  job();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

const [, , size = '', what = '', again = '0'] = process.argv;
const topology = topologyOf(largeSnapshot(Number(size)));
const jobs: Readonly<Record<string, () => unknown>> = {
  // A topology of its own each time: what is looked up once for each is part of it.
  layout: () => layOut({ ...topology }, defaultSceneOptions, defaultFontMetrics, undefined),
  message: () => JSON.stringify(shownScene(topology).scene),
};
const job = jobs[what];
if (job === undefined) throw new Error(`nothing to measure: ${what}`);
// What reading the snapshot left behind is no cost of the layout: neither its garbage nor its functions, which
// the engine's other threads are still compiling.
globalThis.gc?.();
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
const first = processorTime(job);
const later = Array.from({ length: Number(again) }, () => processorTime(job)).sort((a, b) => a - b);
console.log(later[Math.floor(later.length / 2)] ?? first);
