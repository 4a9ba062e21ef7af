// A program of its own, so that nothing of it ran before: prints the milliseconds of processor time that a
// layout takes the extension, or a picture until it is a message.
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

const [, , size = '', what = ''] = process.argv;
const topology = topologyOf(largeSnapshot(Number(size)));
const jobs: Readonly<Record<string, () => unknown>> = {
  layout: () => layOut(topology, defaultSceneOptions, defaultFontMetrics, undefined),
  message: () => JSON.stringify(shownScene(topology).scene),
};
const job = jobs[what];
if (job === undefined) throw new Error(`nothing to measure: ${what}`);
console.log(processorTime(job));
