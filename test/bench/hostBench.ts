import { readFile } from 'node:fs/promises';
import { parseSnapshot, snapshotFormat } from '../../src/model/snapshot';
import { systemClock } from '../../src/sources/engine/clock';
import { readLocalHost } from '../../src/sources/host/readLocalHost';
import { commandRunner, type CommandRunner } from '../../src/sources/host/runCommand';

/**
 * Reading the host of this machine, against the slowest of the processes that it takes: 1.5 times at most.
 * Nothing is asked of an engine.
 */

const repeats = 9;
const patient = new AbortController().signal;

function emptySnapshot() {
  const result = parseSnapshot({
    format: snapshotFormat,
    takenAt: '',
    engine: { version: {}, info: {} },
    networks: [],
    containers: [],
    containersList: [],
  });
  if (!result.ok) throw new Error('no snapshot');
  return result.snapshot;
}

async function measure() {
  const run = commandRunner(systemClock);
  const times = new Map<string, number>();
  const timed: CommandRunner = async (command, signal) => {
    const start = performance.now();
    const result = await run(command, signal);
    times.set([command.program, ...command.args].join(' '), performance.now() - start);
    return result;
  };
  const start = performance.now();
  await readLocalHost(emptySnapshot(), { platform: process.platform, run: timed }, patient);
  const whole = performance.now() - start;
  const [slowest = ['nothing', 0]] = [...times].sort(([, a], [, b]) => b - a);
  return { whole, slowest: slowest[1], name: slowest[0], processes: times.size };
}

async function main() {
  const kernel = (await readFile('/proc/sys/kernel/osrelease', 'utf8')).trim();
  const runs = [];
  for (let at = 0; at < repeats; at += 1) runs.push(await measure());
  const sorted = runs.sort((a, b) => a.whole / a.slowest - b.whole / b.slowest);
  const middle = sorted[Math.floor(repeats / 2)];
  if (middle === undefined) return;
  console.log(
    `Reading the host (Linux ${kernel}, ${middle.processes} processes): ${middle.whole.toFixed(1)} ms,`,
    `${(middle.whole / middle.slowest).toFixed(2)} times the slowest of them (${middle.name}, ${middle.slowest.toFixed(1)} ms)`,
  );
}

void main();
